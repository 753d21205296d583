import Synchronization

/// Counters of the running process, for Prometheus; no label holds anything classified.
public final class Metrics: Sendable {
    /// Upper bounds of the commit histogram, in milliseconds.
    static let commitBoundsMilliseconds: [Double] = [
        0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500,
    ]

    struct Figures {
        var requests: [String: Int] = [:]
        var refusals: [String: Int] = [:]
        var events = 0
        var duplicates = 0
        var conflicts = 0
        var commitBuckets = [Int](repeating: 0, count: commitBoundsMilliseconds.count)
        var commits = 0
        var commitFailures = 0
        var commitSeconds = 0.0
        var workUnderWay: [String: Int] = [:]
        var work: [String: Int] = [:]
        var streams = 0
    }

    private let figures = Mutex(Figures())

    public init() {}

    var snapshot: Figures { figures.withLock { $0 } }

    func countRequest(_ operation: String, status: Int) {
        figures.withLock {
            $0.requests["operation=\"\(operation)\",status=\"\(status)\"", default: 0] += 1
        }
    }

    func countRefusal(status: Int, code: String) {
        figures.withLock {
            $0.refusals["status=\"\(status)\",code=\"\(code)\"", default: 0] += 1
        }
    }

    func countEvents(_ count: Int, duplicates: Int) {
        figures.withLock {
            $0.events += count
            $0.duplicates += duplicates
        }
    }

    func countConflict() { figures.withLock { $0.conflicts += 1 } }

    func countCommit(seconds: Double, failed: Bool) {
        figures.withLock {
            $0.commits += 1
            $0.commitSeconds += seconds
            if failed { $0.commitFailures += 1 }
            for (index, bound) in Self.commitBoundsMilliseconds.enumerated()
            where seconds * 1_000 <= bound {
                $0.commitBuckets[index] += 1
            }
        }
    }

    func beginWork(_ connector: String) {
        figures.withLock { $0.workUnderWay[connector, default: 0] += 1 }
    }

    func endWork(_ connector: String, outcome: String) {
        figures.withLock {
            $0.workUnderWay[connector, default: 1] -= 1
            $0.work["connector=\"\(connector)\",outcome=\"\(outcome)\"", default: 0] += 1
        }
    }

    /// Takes one of the places for streams; false: there is none.
    func openStream(max: Int) -> Bool {
        figures.withLock {
            guard $0.streams < max else { return false }
            $0.streams += 1
            return true
        }
    }

    func closeStream() { figures.withLock { $0.streams -= 1 } }
}
