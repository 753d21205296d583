import Synchronization

/// The faults in force at one system.
final class FaultRules: Sendable {
    struct Rule: Sendable {
        let fault: Fault
        /// Only calls of this operation, or webhooks of this type; nil for all.
        let only: String?
        var extent: FaultExtent
    }

    private struct State: Sendable {
        var rules: [Rule] = []
        var generator: SeededGenerator
    }

    /// How many rules a system can have at once.
    static let rulesMax = 100

    private let state: Mutex<State>
    private let clock: @Sendable () -> Int64

    init(generator: SeededGenerator, clock: @escaping @Sendable () -> Int64) {
        state = Mutex(State(generator: generator))
        self.clock = clock
    }

    /// Adds a rule; false when there are too many.
    func add(_ fault: Fault, only: String?, extent: FaultExtent) -> Bool {
        state.withLock { state in
            guard state.rules.count < Self.rulesMax else { return false }
            state.rules.append(Rule(fault: fault, only: only, extent: extent))
            return true
        }
    }

    func lift() {
        state.withLock { $0.rules.removeAll() }
    }

    var rules: [Rule] {
        state.withLock { $0.rules }
    }

    /// The first rule of one of these kinds that strikes now; using it up counts.
    func take(_ kinds: Set<String>, _ name: String) -> Fault? {
        let now = clock()
        return state.withLock { state in
            state.rules.removeAll { rule in
                if case .until(let end) = rule.extent { return end <= now }
                return false
            }
            for index in state.rules.indices {
                let rule = state.rules[index]
                guard kinds.contains(rule.fault.kind), rule.only == nil || rule.only == name
                else { continue }
                switch rule.extent {
                case .always, .until:
                    return rule.fault
                case .permille(let permille):
                    if state.generator.below(1_000) < permille { return rule.fault }
                case .next(let count):
                    if count > 1 {
                        state.rules[index].extent = .next(count - 1)
                    } else {
                        state.rules.remove(at: index)
                    }
                    return rule.fault
                }
            }
            return nil
        }
    }

    /// How far the system's clock is off, in milliseconds.
    var skewMilliseconds: Int64 {
        let now = clock()
        return state.withLock { state in
            state.rules.reduce(0) { sum, rule in
                guard case .clockSkew(let milliseconds) = rule.fault else { return sum }
                if case .until(let end) = rule.extent, end <= now { return sum }
                return sum + milliseconds
            }
        }
    }
}
