import FEEL

/// What a decision gave, and from what.
public struct DecisionResult: Sendable, Hashable {
    public let decision: String
    /// The outcome: the only output's value, or a context of the outputs, or, where the hit policy
    /// gives all rules that match, a list of them or their aggregate.
    public let value: Value
    private let matchedRules: RuleNumbers
    /// The values of the inputs; those of the columns are among them.
    private let frame: [Value?]
    /// `nil` where the first rule that matched decided, from the inputs as they are.
    private let account: DecisionAccount?

    /// What the first of the rules that match gives.
    @inline(__always)
    init(
        decision: String, value: Value, matched: RuleNumbers, frame: __owned [Value?],
        account: DecisionAccount?
    ) {
        self.decision = decision
        self.value = value
        matchedRules = matched
        self.frame = frame
        self.account = account
    }

    init(
        decision: String, value: Value, matched: RuleNumbers = RuleNumbers(),
        chosen: RuleNumbers = RuleNumbers(), inputs: ColumnValues = ColumnValues([])
    ) {
        self.init(
            decision: decision, value: value, matched: matched, frame: inputs.frame,
            account: DecisionAccount(sources: inputs.sources, chosen: chosen))
    }

    /// The rules that matched, numbered from 1 in the order of the table; empty for an expression.
    public var matched: [Int] { matchedRules.map { $0 + 1 } }
    /// The rules that gave the outcome, in the order in which they gave it.
    public var chosen: [Int] {
        let rules = account?.chosen ?? matchedRules.first.map { RuleNumbers(rule: $0) }
        return rules?.map { $0 + 1 } ?? []
    }
    /// The values of the input columns.
    public var inputs: [Value] { ColumnValues(frame, account?.sources).values }
    /// The results of the decisions that this one asked, in the order in which they were made.
    public var required: [DecisionResult] { account?.required ?? [] }

    /// The same result with its value converted, and the results of the decisions that it asked.
    func with(value: Value, required: [DecisionResult]) -> DecisionResult {
        DecisionResult(
            decision: decision, value: value, matched: matchedRules, frame: frame,
            account: DecisionAccount(
                sources: account?.sources, chosen: RuleNumbers(chosen.map { $0 - 1 }),
                required: required))
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

/// What is to be said of a decision beside what most have.
final class DecisionAccount: Sendable {
    /// Where the inputs hold the columns' values; `nil` where they are these.
    let sources: ColumnSources?
    /// The rules that gave the outcome, where that is not just the first that matched.
    let chosen: RuleNumbers?
    let required: [DecisionResult]

    init(
        sources: ColumnSources?, chosen: RuleNumbers? = nil, required: [DecisionResult] = []
    ) {
        self.sources = sources
        self.chosen = chosen
        self.required = required
    }
}

/// The values of a table's columns, or where a frame holds them: they are asked for when a decision
/// is explained, and most are not.
struct ColumnValues: Sendable {
    let frame: [Value?]
    /// `nil` where the frame is the values.
    let sources: ColumnSources?

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
