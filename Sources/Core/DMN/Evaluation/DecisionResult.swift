import FEEL

/// What a decision gave, and from what.
public struct DecisionResult: Sendable, Hashable {
    public let decision: String
    /// The outcome: the only output's value, or a context of the outputs, or, where the hit policy
    /// gives all rules that match, a list of them or their aggregate.
    public let value: Value
    /// The rules that matched, numbered from 1 in the order of the table; empty for an expression.
    public let matched: [Int]
    /// The rules that gave the outcome, in the order in which they gave it.
    public let chosen: [Int]
    /// The values of the input columns.
    public let inputs: [Value]
    /// The results of the decisions that this one asked, in the order in which they were made.
    public let required: [DecisionResult]

    /// An output by its name.
    public subscript(output: String) -> Value? { value.context?[output] }
}
