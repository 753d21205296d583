import FEEL

/// What a decision gave, and from what.
public struct DecisionResult: Sendable, Hashable {
    public let decision: String
    /// The outcome: the only output's value, or a context of the outputs, or, where the hit policy
    /// gives all rules that match, a list of them or their aggregate.
    public let value: Value
    /// The rules that matched and those that gave the outcome, by their place in the table.
    private let matchedRules: RuleNumbers
    private let chosenRules: RuleNumbers
    private let columnValues: ColumnValues
    private let asked: Asked?

    /// Apart, for most decisions ask no other.
    private final class Asked: Sendable {
        let results: [DecisionResult]
        init(_ results: [DecisionResult]) { self.results = results }
    }

    @inline(__always)
    init(
        decision: String, value: Value, matched: RuleNumbers = RuleNumbers(),
        chosen: RuleNumbers = RuleNumbers(), inputs: ColumnValues = ColumnValues([])
    ) {
        self.decision = decision
        self.value = value
        matchedRules = matched
        chosenRules = chosen
        columnValues = inputs
        asked = nil
    }

    private init(_ other: DecisionResult, value: Value, required: [DecisionResult]) {
        decision = other.decision
        self.value = value
        matchedRules = other.matchedRules
        chosenRules = other.chosenRules
        columnValues = other.columnValues
        asked = required.isEmpty ? nil : Asked(required)
    }

    /// The rules that matched, numbered from 1 in the order of the table; empty for an expression.
    public var matched: [Int] { matchedRules.map { $0 + 1 } }
    /// The rules that gave the outcome, in the order in which they gave it.
    public var chosen: [Int] { chosenRules.map { $0 + 1 } }
    /// The values of the input columns.
    public var inputs: [Value] { columnValues.values }
    /// The results of the decisions that this one asked, in the order in which they were made.
    public var required: [DecisionResult] { asked?.results ?? [] }

    /// The same result with its value converted, and the results of the decisions that it asked.
    func with(value: Value, required: [DecisionResult]) -> DecisionResult {
        DecisionResult(self, value: value, required: required)
    }

    /// An output by its name.
    public subscript(output: String) -> Value? { value.context?[output] }
}

extension DecisionResult {
    public static func == (left: DecisionResult, right: DecisionResult) -> Bool {
        left.decision == right.decision && left.value == right.value
            && left.matched == right.matched && left.chosen == right.chosen
            && left.inputs == right.inputs && left.required == right.required
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(decision)
        hasher.combine(value)
        hasher.combine(matched)
        hasher.combine(chosen)
        hasher.combine(inputs)
        hasher.combine(required)
    }
}

/// The values of a table's columns, or where a frame holds them: they are asked for when a decision
/// is explained, and most are not.
struct ColumnValues: Sendable {
    private let frame: [Value?]
    /// `nil` where the frame is the values.
    private let sources: ColumnSources?

    init(_ values: [Value]) {
        frame = values
        sources = nil
    }

    init(_ frame: [Value?], _ sources: ColumnSources?) {
        self.frame = frame
        self.sources = sources
    }

    var values: [Value] {
        guard let sources else { return frame.map { $0 ?? .null } }
        return sources.paths.map { $0.value(in: frame) ?? .null }
    }
}

/// Where a frame holds the values of a table's columns.
final class ColumnSources: Sendable {
    let paths: [EntryPath]
    /// How many steps it takes to look them up.
    let stepCount: Int

    init(_ paths: [EntryPath]) {
        self.paths = paths
        stepCount = paths.reduce(0) { $0 + $1.stepCount }
    }
}
