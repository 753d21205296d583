/// Everything between two ends; a missing end is unbounded. Or everything equal to a value, or
/// unequal to it.
public struct RangeValue: Sendable, Hashable {
    public let low: Value?
    public let lowIncluded: Bool
    public let high: Value?
    public let highIncluded: Bool
    /// `equal` or `notEqual` for a range that is written `(=10)` or `(!=10)`, with the value as its
    /// low end; otherwise `nil`.
    public let comparison: ComparisonOperator?

    public init(low: Value?, lowIncluded: Bool, high: Value?, highIncluded: Bool) {
        self.low = low
        self.lowIncluded = lowIncluded && low != nil
        self.high = high
        self.highIncluded = highIncluded && high != nil
        comparison = nil
    }

    /// What is equal to a value, or what is not.
    init(_ comparison: ComparisonOperator, _ value: Value) {
        (low, high) = (value, nil)
        (lowIncluded, highIncluded) = (false, false)
        self.comparison = comparison
    }

    /// What `(=10)` holds, as a range of one value with two ends; any other range as it is.
    var solid: RangeValue {
        guard comparison == .equal, let low else { return self }
        return .closed(low, low)
    }

    public static func closed(_ low: Value, _ high: Value) -> RangeValue {
        RangeValue(low: low, lowIncluded: true, high: high, highIncluded: true)
    }
}
