import DMN
import FEEL

/// A test that the owner of a decision writes beside it: given these inputs, then this outcome.
public struct DecisionTest: Sendable, Hashable {
    public enum Expectation: Sendable, Hashable {
        /// What the decision gives; of a context, the entries that are named.
        case gives(YAMLValue)
        /// The decision is refused, for this reason, such as `no-rule`.
        case fails(DecisionError.Code)
    }

    public let decision: String
    public let name: String
    public let given: YAMLValue
    public let expected: Expectation
    /// The rules that must match, from 1, where the test says so.
    public let matched: [Int]?
    public let place: SourcePlace
}

/// A value as YAML writes it, with its place; which FEEL value it is, is told by the type that is
/// wanted.
public indirect enum YAMLValue: Sendable, Hashable {
    case scalar(String, isPlain: Bool, SourcePlace)
    case list([YAMLValue], SourcePlace)
    case mapping([Member], SourcePlace)

    public struct Member: Sendable, Hashable {
        public let key: String
        public let place: SourcePlace
        public let value: YAMLValue
    }

    public var place: SourcePlace {
        switch self {
        case .scalar(_, _, let place), .list(_, let place), .mapping(_, let place): place
        }
    }
}
