public import FairleadDomain

/// What was done of one kind before, under the same account, as a value: so that what is split
/// into parts is seen as a whole.
public struct History: Sendable {
    public enum Measure: Sendable, Hashable {
        /// The sum of an argument that is money, in this currency.
        case sum(argument: String, currency: String)
        /// How often it was done.
        case count
    }

    /// How far back it looks: calendar months, or elapsed milliseconds.
    public enum Span: Sendable, Hashable {
        case months(Int)
        case milliseconds(Int64)

        /// For people: `12 months`, `90 days`.
        public var words: String {
            switch self {
            case .months(let months): "\(months) month\(months == 1 ? "" : "s")"
            case .milliseconds(let milliseconds): ElapsedTime.words(milliseconds)
            }
        }
    }

    public static let monthsMax = 120

    /// The name that expressions read it by.
    public let name: String
    /// `connector.operation`.
    public let operation: String
    public let measure: Measure
    public let span: Span
    /// What everything that it looks at may carry.
    public let labels: Labels
    public let position: SourcePosition

    /// `sum of erp.postAccrual.amount in USD over 12 months`.
    public var words: String {
        let what =
            switch measure {
            case .sum(let argument, let currency): "sum of \(operation).\(argument) in \(currency)"
            case .count: "count of \(operation)"
            }
        return "\(what) over \(span.words)"
    }
}
