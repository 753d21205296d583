import Dispatch
public import FEEL
import Synchronization

/// Many seeds, on all cores; each is a run of its own.
public struct SimulationSeries: Sendable {
    /// What came of all of them.
    public struct Outcome: Sendable {
        public var total = SimulationReport()
        /// By seed, each made as small as was found.
        public var violations: [Violation] = []

        public init() {}
    }

    private let catalogs: SimulatedCatalogs
    private let zones: any ZoneData
    private let without: Set<Fault>
    /// Violations that are looked into; beyond them a run is not begun.
    private static let violationsMax = 5

    public init(
        catalogs: SimulatedCatalogs, zones: any ZoneData, without: Set<Fault> = []
    ) {
        self.catalogs = catalogs
        self.zones = zones
        self.without = without
    }

    /// Runs the seeds from `first`; `progress` is told how many are over, from any thread.
    public func run(
        from first: UInt64, count: Int, steps: Int, shrinks: Bool = true,
        progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws -> Outcome {
        let state = Mutex((outcome: Outcome(), over: 0, trouble: (any Error)?.none))
        DispatchQueue.concurrentPerform(iterations: count) { index in
            let isEnough = state.withLock {
                $0.trouble != nil || $0.outcome.violations.count >= Self.violationsMax
            }
            if isEnough { return }
            let result = Result { try run(first + UInt64(index), steps, without) }
            let over = state.withLock { state in
                switch result {
                case .success((let report?, _)): state.outcome.total.add(report)
                case .success((_, let violation?)): state.outcome.violations.append(violation)
                case .success: break
                case .failure(let error): state.trouble = error
                }
                state.over += 1
                return state.over
            }
            progress(over)
        }
        var outcome = try state.withLock { state in
            if let trouble = state.trouble { throw trouble }
            return state.outcome
        }
        outcome.violations.sort { $0.seed < $1.seed }
        if shrinks { outcome.violations = try outcome.violations.map(shrunk) }
        return outcome
    }

    private func run(
        _ seed: UInt64, _ steps: Int, _ without: Set<Fault>
    ) throws -> (SimulationReport?, Violation?) {
        do {
            let simulation = try Simulation(
                seed: seed, catalogs: catalogs, zones: zones, without: without)
            return (try simulation.run(steps: steps), nil)
        } catch let violation as Violation {
            return (nil, violation)
        }
    }

    private func shrunk(_ violation: Violation) throws -> Violation {
        var shrinker = Shrinker { steps, without in
            try run(violation.seed, steps, without).1
        }
        return try shrinker.shrink(violation)
    }
}
