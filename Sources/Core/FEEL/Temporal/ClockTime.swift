/// A time of day, to the nanosecond, with or without a zone.
public struct ClockTime: Sendable, Hashable {
    public let nanosecondOfDay: Int
    public let zone: TimeZone?

    /// What a time says about its zone: an offset, or a name of the IANA database.
    public enum TimeZone: Sendable, Hashable {
        /// Seconds east of UTC, at most 18 hours.
        case offset(seconds: Int)
        case named(String)

        public static let utc = TimeZone.offset(seconds: 0)
    }

    static let dayNanoseconds = 86_400_000_000_000

    /// `nil` for a time that no clock shows.
    public init?(
        hour: Int, minute: Int, second: Int, nanosecond: Int = 0, zone: TimeZone? = nil
    ) {
        guard hour >= 0, hour < 24, minute >= 0, minute < 60, second >= 0, second < 60,
            nanosecond >= 0, nanosecond < 1_000_000_000
        else { return nil }
        if case .offset(let seconds) = zone, abs(seconds) > 18 * 3_600 { return nil }
        nanosecondOfDay = ((hour * 60 + minute) * 60 + second) * 1_000_000_000 + nanosecond
        self.zone = zone
    }

    init(nanosecondOfDay: Int, zone: TimeZone?) {
        precondition(nanosecondOfDay >= 0 && nanosecondOfDay < Self.dayNanoseconds)
        self.nanosecondOfDay = nanosecondOfDay
        self.zone = zone
    }

    /// The same time on the clocks of another zone.
    func inZone(_ zone: TimeZone?) -> ClockTime {
        ClockTime(nanosecondOfDay: nanosecondOfDay, zone: zone)
    }

    public static let midnight = ClockTime(nanosecondOfDay: 0, zone: nil)
    /// What a date counts as among moments.
    static let midnightUTC = ClockTime(nanosecondOfDay: 0, zone: .utc)

    public var secondOfDay: Int { nanosecondOfDay / 1_000_000_000 }
    public var nanosecond: Int { nanosecondOfDay % 1_000_000_000 }
    public var hour: Int { secondOfDay / 3_600 }
    public var minute: Int { secondOfDay / 60 % 60 }
    public var second: Int { secondOfDay % 60 }
}

/// A date and a time of day.
public struct DateTime: Sendable, Hashable {
    public let date: CalendarDate
    public let time: ClockTime

    public init(_ date: CalendarDate, _ time: ClockTime) {
        self.date = date
        self.time = time
    }

    /// A moment in UTC; `nil` beyond the years that can be written.
    public init?(secondsSinceEpoch seconds: Int, nanosecond: Int = 0) {
        guard nanosecond >= 0, nanosecond < 1_000_000_000,
            let date = CalendarDate(daysSinceEpoch: floorDivide(seconds, 86_400))
        else { return nil }
        let second = floorModulo(seconds, 86_400)
        self.date = date
        time = ClockTime(
            nanosecondOfDay: second * 1_000_000_000 + nanosecond, zone: .utc)
    }

    /// Seconds from 1970-01-01T00:00:00 on this clock, its zone not regarded.
    var localSeconds: Int { date.daysSinceEpoch * 86_400 + time.secondOfDay }
}
