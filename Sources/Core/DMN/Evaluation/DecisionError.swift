import FEEL

/// Why a decision was not made. Nothing is decided, and a person is to look.
public struct DecisionError: Error, Sendable, Hashable {
    /// The kinds of error; the raw values are stable.
    public enum Code: String, Sendable, Hashable {
        case unknownDecision = "unknown-decision"
        case inputNotAllowed = "input-not-allowed"
        case noRule = "no-rule"
        case notUnique = "not-unique"
        case notTheSame = "not-the-same"
        case outputNotAllowed = "output-not-allowed"
        case evaluation
    }

    public var code: Code
    public var message: String
    public var decision: String
    /// The rules concerned, numbered from 1.
    public var rules: [Int]
    /// The values of the columns, where they were known.
    public var inputs: [Value]
    public var place: SourcePlace?
    /// The fault of the expression, for `evaluation`.
    public var fault: Fault?

    public init(
        _ code: Code, _ message: String, decision: String, rules: [Int] = [],
        inputs: [Value] = [], place: SourcePlace? = nil, fault: Fault? = nil
    ) {
        self.code = code
        self.message = message
        self.decision = decision
        self.rules = rules
        self.inputs = inputs
        self.place = place
        self.fault = fault
    }

    init(_ error: EvaluationError, decision: String) {
        self.init(
            .evaluation, error.message, decision: decision, place: error.place,
            fault: error.fault)
    }
}

extension DecisionError: CustomStringConvertible {
    public var description: String {
        let at = place.map { " at \($0.file ?? "expression"):\($0.line):\($0.column)" } ?? ""
        let which =
            rules.isEmpty ? "" : " (rules \(rules.map(String.init).joined(separator: ", ")))"
        return "\(decision): \(message)\(which)\(at) [\(code.rawValue)]"
    }
}
