/// What becomes of several rules that match, by DMN 1.5, 8.2.10.
public enum HitPolicy: Sendable, Hashable {
    /// At most one rule matches; more are an error.
    case unique
    /// Several may match if they say the same.
    case any
    /// The first rule that matches.
    case first
    /// The rule whose outputs come first in the order of their allowed values.
    case priority
    /// All that match, in the order of the table.
    case ruleOrder
    /// All that match, in the order of the outputs' allowed values.
    case outputOrder
    /// All that match, as a list or brought together in one value.
    case collect(Aggregator?)

    public enum Aggregator: String, Sendable, Hashable, CaseIterable {
        case sum = "SUM"
        case count = "COUNT"
        case min = "MIN"
        case max = "MAX"
    }

    /// Whether the decision gives one rule's outputs.
    public var isSingle: Bool {
        switch self {
        case .unique, .any, .first, .priority: true
        default: false
        }
    }

    static let all: [HitPolicy] =
        [.unique, .any, .first, .priority, .ruleOrder, .outputOrder, .collect(nil)]
        + Aggregator.allCases.map { .collect($0) }

    /// The policy of a name such as `UNIQUE`, `RULE ORDER` or `COLLECT SUM`, in any case.
    public init?(_ name: String) {
        guard let found = Self.all.first(where: { $0.description == name.uppercased() }) else {
            return nil
        }
        self = found
    }
}

extension HitPolicy: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unique: "UNIQUE"
        case .any: "ANY"
        case .first: "FIRST"
        case .priority: "PRIORITY"
        case .ruleOrder: "RULE ORDER"
        case .outputOrder: "OUTPUT ORDER"
        case .collect(nil): "COLLECT"
        case .collect(let aggregator?): "COLLECT \(aggregator.rawValue)"
        }
    }
}
