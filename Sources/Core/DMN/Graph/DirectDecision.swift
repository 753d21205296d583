import FEEL

/// A decision that is a table of its inputs' values, with constants for outcomes: what most rulings
/// are. It is made with no session, and allocates nothing where few rules match.
///
/// Nothing of it changes after it is made.
final class DirectDecision: @unchecked Sendable {
    private let table: CompiledTable
    private let index: TableIndex
    private let name: String
    private let stepCount: Int
    private let isWithinStandard: Bool
    /// The table's columns by the places of the inputs.
    private let sources: ColumnSources
    /// The places of the inputs that the columns are, where each is nothing more; else empty.
    private let places: [Int]
    /// How many inputs there must be.
    private let inputCount: Int
    /// What a result says where the first rule decides; `nil` where the inputs are the columns.
    private let account: DecisionAccount?
    /// The inputs whose values must be of a type that no column has tested.
    private let checked: [(input: Int, type: FEELType)]
    /// The outcome of each rule.
    private let outcomes: [Value]
    /// Whether the first of the rules that match gives the outcome, and whether it must be alone.
    private let firstDecides: Bool
    private let isUnique: Bool
    /// The same with nothing that is counted, where that can be.
    let quick: QuickDecision?
    private let memory = IndexMemory()

    /// - Parameter inputs: the elements whose values are given, in their order.
    init?(_ graph: DecisionGraph, element: Int, inputs: [Int]) {
        let decision = graph.elements[element]
        guard graph.mode == .strict, case .decision(.table(let table)?) = decision.kind,
            let known = table.sources, table.otherwise == nil
        else { return nil }
        outcomes = table.constantOutcomes.compactMap { $0 }
        guard outcomes.count == table.ruleCount else { return nil }
        var sources: [EntryPath] = []
        for var source in known.paths {
            guard source.position < decision.sources.count,
                case .element(let entry) = decision.sources[source.position],
                let at = inputs.firstIndex(of: entry.element)
            else { return nil }
            source.position = at
            sources.append(source)
        }
        var checked: [(Int, FEELType)] = []
        for (at, input) in inputs.enumerated() {
            let element = graph.elements[input]
            guard let type = element.type else { continue }
            guard graph.types.isPlain(type) else { return nil }
            let isTested = zip(sources, table.definition.inputs).contains { source, clause in
                source.position == at && source.stepCount == 1 && clause.type == element.known
            }
            if !isTested { checked.append((at, element.known)) }
        }
        self.table = table
        index = table.index
        name = table.name
        stepCount = known.stepCount
        isWithinStandard = stepCount <= Limits.standard.stepsMax
        self.sources = ColumnSources(sources)
        self.checked = checked
        places = sources.allSatisfy { $0.stepCount == 1 } ? sources.map(\.position) : []
        inputCount = inputs.count
        account =
            places == Array(inputs.indices) ? nil : DecisionAccount(sources: self.sources)
        isUnique = table.definition.hitPolicy == .unique
        firstDecides = isUnique || table.definition.hitPolicy == .first
        quick =
            if let words = index.wordIndex, firstDecides, checked.isEmpty, isWithinStandard,
                !places.isEmpty
            {
                QuickDecision(
                    index: words, places: memory.keep(places), outcomes: memory.keep(outcomes),
                    inputCount: inputCount, isUnique: isUnique,
                    account: account.map { Unmanaged.passUnretained($0) })
            } else { nil }
    }

    /// What the table makes of the values; `nil` where a session must tell, as where a value is
    /// lacking or is none that may come.
    @inline(__always)
    func matches(
        _ values: [Value?], _ environment: Environment
    ) -> RuleNumbers? {
        guard
            environment.isStandard
                ? isWithinStandard : stepCount <= environment.limits.stepsMax,
            checked.isEmpty || isOfItsTypes(values)
        else { return nil }
        return matches(values)
    }

    /// What the rules that match give.
    func result(
        of matched: RuleNumbers, _ values: [Value?], _ environment: Environment
    ) throws(DecisionError) -> DecisionResult {
        if firstDecides, let first = matched.first, !isUnique || matched.count == 1 {
            return DecisionResult(
                decision: name, value: outcomes[first], matched: matched, frame: values,
                account: account)
        }
        var run = Evaluation(environment)
        let inputs = ColumnValues(values, account?.sources)
        let (value, chosen) = try table.decide(matched, inputs.values, values, &run)
        return DecisionResult(
            decision: name, value: value, matched: matched, chosen: chosen, inputs: inputs)
    }

    private func isOfItsTypes(_ values: [Value?]) -> Bool {
        checked.allSatisfy { at, type in
            guard at < values.count, let value = values[at] else { return false }
            return type.contains(value)
        }
    }

    @inline(__always)
    private func matches(_ values: [Value?]) -> RuleNumbers? {
        guard values.count >= inputCount else { return nil }
        if places.isEmpty {
            return index.matches(columnCount: sources.paths.count) {
                sources.paths[$0].value(in: values)
            }
        }
        return places.withUnsafeBufferPointer { places in
            values.withUnsafeBufferPointer { index.matches($0, at: places) }
        }
    }
}
