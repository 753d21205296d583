/// Everything between two ends; a missing end is unbounded.
public struct RangeValue: Sendable, Hashable {
    public let low: Value?
    public let lowIncluded: Bool
    public let high: Value?
    public let highIncluded: Bool

    public init(low: Value?, lowIncluded: Bool, high: Value?, highIncluded: Bool) {
        self.low = low
        self.lowIncluded = lowIncluded && low != nil
        self.high = high
        self.highIncluded = highIncluded && high != nil
    }

    public static func closed(_ low: Value, _ high: Value) -> RangeValue {
        RangeValue(low: low, lowIncluded: true, high: high, highIncluded: true)
    }
}
