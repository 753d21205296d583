import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadStore

/// All trouble ends, and what waits is let come to its end.
extension Simulation {
    private static let roundsMax = 20_000
    /// Timers of so many hours still fire.
    private static let hours: Int64 = 8

    func comeToRest() throws {
        faults = Faults(seed: seed, without: Set(Fault.allCases))
        outside.allComeBack()
        behindMilliseconds = 0
        deadly = [:]
        let end = now.adding(milliseconds: Self.hours * 3_600_000)
        for _ in 0..<Self.roundsMax {
            if !inbox.isEmpty {
                try handOver()
            } else if commit != nil {
                try finishCommit()
            } else if !network.isEmpty {
                deliver(at: 0)
            } else if !work.isEmpty {
                answer(work.remove(at: 0), .well, .sensible)
            } else if !echoes.isEmpty {
                repeatAnswer(at: 0)
            } else if let parked = try parked() {
                settleOfRegistry(parked)
            } else if let wakeAt, wakeAt <= end {
                now = max(now, wakeAt)
                self.wakeAt = nil
                give(.tick)
            } else if time < end {
                now = end
                give(.tick)
            } else {
                return
            }
        }
        throw violated(
            0, "it does not come to rest; last came \(recent.joined(separator: ", "))")
    }

    /// What the process died of is taken up again when a person says so.
    private func parked() throws -> Item? {
        guard
            witness.registry.exceptions.contains(where: {
                $0.status == .open && $0.code == "input-parked"
            })
        else { return nil }
        return try store.items(
            ItemQuery(kinds: [.exception], states: ["open"], order: .key, limit: 100)
        ).items.first { item in
            witness.registry.exceptions.contains {
                $0.id == item.id && $0.code == "input-parked" && $0.status == .open
            }
        }
    }
}
