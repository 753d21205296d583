public import FairleadCanonical
import Synchronization

/// A clock that can be set forward: a month goes by in seconds, for tests and demonstrations.
public final class VirtualTime: TimeSource {
    private let base: any TimeSource
    private let ahead = Mutex<Int64>(0)

    /// Set forward from another clock, which goes on.
    public init(_ base: any TimeSource = SystemTime()) { self.base = base }

    public func now() -> Instant {
        base.now().adding(milliseconds: ahead.withLock { $0 })
    }

    public func steady() -> Int64 { base.steady() + ahead.withLock { $0 } }

    /// Sets the clock to a moment, if it lies ahead.
    public func move(to moment: Instant) {
        let wait = moment.milliseconds - now().milliseconds
        if wait > 0 { ahead.withLock { $0 += wait } }
    }
}

/// A clock that stands.
public struct StandingTime: TimeSource {
    private let moment: Instant

    public init(at moment: Instant) { self.moment = moment }

    public func now() -> Instant { moment }
}

extension RuntimeHost {
    /// How often the clock is moved for one rest; more is a wheel that turns for ever.
    static let movesMax = 10_000

    /// Lets time pass up to a moment, from one thing that is due to the next; returns when nothing
    /// is under way and nothing is due by then. The clock stands where the last one was due.
    public func rest(until end: Instant, _ time: VirtualTime) async throws(Restless) {
        for _ in 0..<Self.movesMax {
            let due = await quiet()
            guard let due, due <= end else { return }
            time.move(to: due)
            clockMoved()
        }
        throw Restless(moves: Self.movesMax)
    }

    /// The same, and the clock is set to that moment.
    public func pass(until end: Instant, _ time: VirtualTime) async throws(Restless) {
        try await rest(until: end, time)
        time.move(to: end)
        clockMoved()
    }
}

/// Something was due over and over, and nothing came of it.
public struct Restless: Error, CustomStringConvertible {
    let moves: Int
    public var description: String { "no rest after the clock was moved \(moves) times" }
}
