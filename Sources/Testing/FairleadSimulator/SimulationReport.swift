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
    /// Cases that are part of others in the end.
    public internal(set) var mergers = 0
    /// Occurrences that were taken out of a case, and are not back in it.
    public internal(set) var splits = 0
    public internal(set) var entries: Int64 = 0
    /// Cases by playbook; "none": what no playbook took.
    public internal(set) var cases: [String: CaseCount] = [:]
    /// How often each fault struck.
    public internal(set) var faults: [Fault: Int] = [:]
    /// Over the heads of all chains: two runs of a seed are the same to the byte.
    public internal(set) var digest = Digest.zero

    /// How many cases there were, and of those how many came to their end.
    public struct CaseCount: Sendable, Hashable {
        public internal(set) var opened = 0
        public internal(set) var closed = 0
    }

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
        mergers += other.mergers
        splits += other.splits
        entries += other.entries
        for (playbook, count) in other.cases {
            cases[playbook, default: CaseCount()].opened += count.opened
            cases[playbook]?.closed += count.closed
        }
        faults.merge(other.faults, uniquingKeysWith: +)
    }
}
