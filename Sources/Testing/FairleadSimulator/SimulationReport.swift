public import FairleadCanonical

/// What a run that held came to.
public struct SimulationReport: Sendable, Hashable {
    public internal(set) var events = 0
    /// Events that were parked, for one before them had not come.
    public internal(set) var parked = 0
    public internal(set) var crashes = 0
    public internal(set) var effects = 0
    public internal(set) var decisions = 0
    public internal(set) var approvals = 0
    public internal(set) var tasks = 0
    public internal(set) var refusals = 0
    public internal(set) var entries: Int64 = 0
    /// How often each fault struck.
    public internal(set) var faults: [Fault: Int] = [:]
    /// Over the heads of all chains: two runs of a seed are the same to the byte.
    public internal(set) var digest = Digest.zero

    public init() {}

    /// Takes another run's figures in; the digest stays.
    public mutating func add(_ other: SimulationReport) {
        events += other.events
        parked += other.parked
        crashes += other.crashes
        effects += other.effects
        decisions += other.decisions
        approvals += other.approvals
        tasks += other.tasks
        refusals += other.refusals
        entries += other.entries
        faults.merge(other.faults, uniquingKeysWith: +)
    }
}
