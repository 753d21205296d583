/// A duration of days, hours, minutes and seconds, to the nanosecond.
public struct DaysTimeDuration: Sendable, Hashable, Comparable {
    /// Whole seconds, rounded down.
    public let seconds: Int
    /// 0 to 999,999,999, on top of the seconds.
    public let nanoseconds: Int

    /// The longest duration, either way: what lies between the first and the last year, and more.
    static let secondsMax = 100_000_000_000_000_000

    /// `nil` beyond the longest duration.
    public init?(seconds: Int, nanoseconds: Int = 0) {
        guard nanoseconds >= 0, nanoseconds < 1_000_000_000,
            seconds.magnitude <= UInt(Self.secondsMax)
        else { return nil }
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    init?(total: Int128) {
        let (quotient, rest) = total.quotientAndRemainder(dividingBy: 1_000_000_000)
        let down = rest < 0
        guard let seconds = Int(exactly: down ? quotient - 1 : quotient) else { return nil }
        self.init(seconds: seconds, nanoseconds: Int(down ? rest + 1_000_000_000 : rest))
    }

    /// The whole duration in nanoseconds.
    var total: Int128 { Int128(seconds) * 1_000_000_000 + Int128(nanoseconds) }

    /// The parts, each with the sign of the whole.
    public var parts: (days: Int, hours: Int, minutes: Int, seconds: Int, nanoseconds: Int) {
        let size = total.magnitude
        let sign = total < 0 ? -1 : 1
        let whole = Int(size / 1_000_000_000)
        return (
            sign * (whole / 86_400), sign * (whole / 3_600 % 24), sign * (whole / 60 % 60),
            sign * (whole % 60), sign * Int(size % 1_000_000_000)
        )
    }

    public static func < (left: DaysTimeDuration, right: DaysTimeDuration) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }
}

/// A duration of years and months.
public struct YearsMonthsDuration: Sendable, Hashable, Comparable {
    public let months: Int

    static let monthsMax = 24_000_000_000

    /// `nil` beyond what lies between the first and the last year.
    public init?(months: Int) {
        guard months.magnitude <= UInt(Self.monthsMax) else { return nil }
        self.months = months
    }

    public static func < (left: YearsMonthsDuration, right: YearsMonthsDuration) -> Bool {
        left.months < right.months
    }
}
