import FEEL

/// What a decision gave, and from what.
public struct DecisionResult: Sendable, Hashable {
    public let decision: String
    /// The outcome: the only output's value, or a context of the outputs, or, where the hit policy
    /// gives all rules that match, a list of them or their aggregate.
    public let value: Value
    /// The rules that matched and those that gave the outcome, by their place in the table.
    let matchedRules: RuleNumbers
    let chosenRules: RuleNumbers
    let columnValues: ColumnValues
    /// The results of the decisions that this one asked, in the order in which they were made.
    public let required: [DecisionResult]

    init(
        decision: String, value: Value, matched: RuleNumbers = RuleNumbers(),
        chosen: RuleNumbers = RuleNumbers(), inputs: ColumnValues = ColumnValues([]),
        required: [DecisionResult] = []
    ) {
        self.decision = decision
        self.value = value
        matchedRules = matched
        chosenRules = chosen
        columnValues = inputs
        self.required = required
    }

    /// The rules that matched, numbered from 1 in the order of the table; empty for an expression.
    public var matched: [Int] { matchedRules.map { $0 + 1 } }
    /// The rules that gave the outcome, in the order in which they gave it.
    public var chosen: [Int] { chosenRules.map { $0 + 1 } }
    /// The values of the input columns.
    public var inputs: [Value] { columnValues.values }

    /// The same result with its value converted, and the results of the decisions that it asked.
    func with(value: Value, required: [DecisionResult]) -> DecisionResult {
        DecisionResult(
            decision: decision, value: value, matched: matchedRules, chosen: chosenRules,
            inputs: columnValues, required: required)
    }

    /// An output by its name.
    public subscript(output: String) -> Value? { value.context?[output] }
}

/// The values of a table's columns, or where a frame holds them: they are asked for when a decision
/// is explained, and most are not.
struct ColumnValues: Sendable {
    private let frame: [Value?]
    /// Empty where the frame is the values.
    private let slots: [Int]

    init(_ values: [Value]) {
        frame = values
        slots = []
    }

    init(_ frame: [Value?], _ slots: [Int]) {
        self.frame = frame
        self.slots = slots
    }

    var values: [Value] {
        slots.isEmpty ? frame.map { $0 ?? .null } : slots.map { frame[$0] ?? .null }
    }
}

extension ColumnValues: Hashable {
    static func == (left: ColumnValues, right: ColumnValues) -> Bool {
        left.values == right.values
    }

    func hash(into hasher: inout Hasher) { hasher.combine(values) }
}
