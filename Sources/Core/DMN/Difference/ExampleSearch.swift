import FEEL

/// Looks for inputs for which two versions of a decision, of knowledge or of a service give
/// different outcomes, by trying values on both sides of the constants that stand in them.
struct ExampleSearch {
    /// An input, or an entry of one, with the values that are tried for it.
    private struct Leaf {
        let path: Path
        let values: [Value]
        let areAll: Bool
    }

    /// How many inputs are tried at most.
    static let triesMax = 2_000
    /// The steps that one evaluation may take.
    static let stepsMax = 50_000

    enum Answer {
        case found(DecisionDifference.Case)
        /// All inputs that there are were tried.
        case alike
        case notFound(tries: Int)
    }

    private let name: String
    private let old: DecisionGraph
    private let new: DecisionGraph
    private let environment: Environment
    private let leaves: [Leaf]

    init(
        _ name: String, _ old: DecisionGraph, _ new: DecisionGraph, _ environment: Environment
    ) {
        self.name = name
        self.old = old
        self.new = new
        var environment = environment
        environment.limits.stepsMax = Self.stepsMax
        self.environment = environment
        var constants = old.constants(of: name)
        for value in new.constants(of: name) where !constants.contains(value) {
            constants.append(value)
        }
        var given = old.given(for: name)
        for variable in new.given(for: name) {
            if let at = given.firstIndex(where: { $0.name == variable.name }) {
                given[at] = .init(variable.name, given[at].type.widened(variable.type))
            } else {
                given.append(variable)
            }
        }
        let samples = SampleValues(constants: constants)
        leaves = given.flatMap { Self.leaves(Path($0.name), $0.type, samples) }
    }

    private static func leaves(
        _ path: Path, _ type: FEELType, _ samples: SampleValues
    ) -> [Leaf] {
        if case .context(let context) = type, !context.fields.isEmpty {
            return context.fields.flatMap { field in
                leaves(Path(path.root, path.fields + [field.name]), field.type, samples)
            }
        }
        let (values, areAll) = samples.values(of: type)
        return [Leaf(path: path, values: values.isEmpty ? [.null] : values, areAll: areAll)]
    }

    func run() -> Answer {
        var tries = 0
        for choice in choices {
            tries += 1
            if let found = compare(choice) { return .found(found) }
        }
        return isComplete ? .alike : .notFound(tries: tries)
    }

    // MARK: What is tried

    /// How many inputs can be made of the values; `nil` for very many.
    private var count: Int? {
        var count = 1
        for leaf in leaves {
            let (next, overflows) = count.multipliedReportingOverflow(by: leaf.values.count)
            guard !overflows else { return nil }
            count = next
        }
        return count
    }

    private var isComplete: Bool {
        leaves.allSatisfy(\.areAll) && (count.map { $0 <= Self.triesMax } ?? false)
    }

    /// For each leaf the place of its value: all that there are, or some, spread out by a sequence
    /// that is the same each time.
    private var choices: some Sequence<[Int]> {
        let sizes = leaves.map(\.values.count)
        let all = count.flatMap { $0 <= Self.triesMax ? $0 : nil }
        var seed: UInt64 = 1
        return (0..<(all ?? Self.triesMax)).lazy.map { number in
            if all != nil {
                var rest = number
                return sizes.map { size in
                    defer { rest /= size }
                    return rest % size
                }
            }
            return sizes.map { size in
                // Knuth's multiplier for a linear congruential sequence of 64 bits.
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Int((seed >> 33) % UInt64(size))
            }
        }
    }

    // MARK: One input

    private func compare(_ choice: [Int]) -> DecisionDifference.Case? {
        let values = zip(leaves, choice).map { $0.values[$1] }
        let given = self.given(values)
        let (was, now) = (outcome(old, given), outcome(new, given))
        guard was != now else { return nil }
        return DecisionDifference.Case(
            when: nil, example: values, titles: leaves.map(\.path.description),
            was: .init(text: was?.description, rule: nil),
            now: .init(text: now?.description, rule: nil))
    }

    private func given(_ values: [Value]) -> [GivenValue] {
        var given = Context()
        for (leaf, value) in zip(leaves, values) {
            Self.put([leaf.path.root] + leaf.path.fields, value, in: &given)
        }
        return given.entries.map { GivenValue($0.key, $0.value) }
    }

    private static func put(_ path: [String], _ value: Value, in context: inout Context) {
        guard let first = path.first else { return }
        guard path.count > 1 else {
            context[first] = value
            return
        }
        var inner = context[first]?.context ?? Context()
        put(Array(path.dropFirst()), value, in: &inner)
        context[first] = .context(inner)
    }

    /// What a version gives; `nil` where nothing is decided.
    private func outcome(_ graph: DecisionGraph, _ given: [GivenValue]) -> Value? {
        try? graph.evaluate(name, given, environment).value
    }
}

extension DecisionGraph {
    /// What an element of the first model is given: a decision's inputs, a function's parameters.
    fileprivate func given(for name: String) -> [Scope.Variable] {
        if let decision = self[name] { return decision.inputs }
        guard let at = position(name) else { return [] }
        switch elements[at].kind {
        case .knowledge(let function?):
            return zip(function.parameters, function.types).map { .init($0.name, $1) }
        case .service(let service):
            return service.inputs.map { .init(elements[$0].name, elements[$0].known) }
        default: return []
        }
    }

    /// The constants of an element and of what it requires.
    fileprivate func constants(of name: String) -> [Value] {
        guard let at = position(name) else { return [] }
        var constants: [Value] = []
        for part in required(for: [at]) {
            let found: [Value]
            switch elements[part].kind {
            case .decision(let logic): found = logic?.constants ?? []
            case .knowledge(let function): found = function?.body.constants ?? []
            default: found = []
            }
            for value in found where !constants.contains(value) { constants.append(value) }
        }
        return constants
    }
}
