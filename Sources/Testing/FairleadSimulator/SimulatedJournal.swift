import FairleadRuntime

/// A crash journal that outlives the simulated process.
final class SimulatedJournal: CrashJournal {
    private(set) var deaths: [String: Int] = [:]
    let slots = CrashSlot.none

    func died(of input: String) { deaths[input, default: 0] += 1 }

    func forget(_ input: String) { deaths[input] = nil }
}
