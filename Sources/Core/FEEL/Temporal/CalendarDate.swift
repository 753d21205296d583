/// A day of the proleptic Gregorian calendar, years −999,999,999 to 999,999,999.
public struct CalendarDate: Sendable, Hashable, Comparable {
    public let year: Int
    public let month: Int
    public let day: Int

    public static let yearMax = 999_999_999

    /// `nil` for a day that does not exist.
    public init?(year: Int, month: Int, day: Int) {
        guard year.magnitude <= Self.yearMax, month >= 1, month <= 12, day >= 1,
            day <= Self.daysInMonth(year: year, month: month)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day that many days after 1970-01-01; `nil` beyond the years that can be written.
    public init?(daysSinceEpoch days: Int) {
        guard days.magnitude <= 366_000_000_000 else { return nil }
        // Howard Hinnant, "chrono-compatible low-level date algorithms": eras of 400 years.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        self.init(year: year, month: month, day: dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    /// Days after 1970-01-01; negative before it.
    public var daysSinceEpoch: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// 1 for Monday to 7 for Sunday, as ISO 8601 has it.
    public var weekday: Int {
        let rest = (daysSinceEpoch + 3) % 7
        return (rest < 0 ? rest + 7 : rest) + 1
    }

    /// 1 for 1 January.
    public var dayOfYear: Int {
        (1..<month).reduce(day) { $0 + Self.daysInMonth(year: year, month: $1) }
    }

    /// The week by ISO 8601: week 1 holds the year's first Thursday.
    public var weekOfYear: Int {
        let week = (dayOfYear - weekday + 10) / 7
        if week < 1 { return Self.weeks(inYear: year - 1) }
        return week > Self.weeks(inYear: year) ? 1 : week
    }

    private static func weeks(inYear year: Int) -> Int {
        func thursdayRule(_ year: Int) -> Int {
            let sum = year + floorDivide(year, 4) - floorDivide(year, 100) + floorDivide(year, 400)
            return floorModulo(sum, 7)
        }
        return thursdayRule(year) == 4 || thursdayRule(year - 1) == 3 ? 53 : 52
    }

    /// The same day some months later, or that month's last day; `nil` beyond the years.
    public func adding(months: Int) -> CalendarDate? {
        let (total, overflow) = (year * 12 + month - 1).addingReportingOverflow(months)
        guard !overflow else { return nil }
        let (newYear, newMonth) = (floorDivide(total, 12), floorModulo(total, 12) + 1)
        guard abs(newYear) <= Self.yearMax else { return nil }
        let lastDay = Self.daysInMonth(year: newYear, month: newMonth)
        return CalendarDate(year: newYear, month: newMonth, day: min(day, lastDay))
    }

    /// The day some days later; `nil` beyond the years.
    public func adding(days: Int) -> CalendarDate? {
        let (total, overflow) = daysSinceEpoch.addingReportingOverflow(days)
        return overflow ? nil : CalendarDate(daysSinceEpoch: total)
    }

    public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    static func daysInMonth(year: Int, month: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

func floorDivide(_ value: Int, _ divisor: Int) -> Int {
    let quotient = value / divisor
    return value % divisor != 0 && (value < 0) != (divisor < 0) ? quotient - 1 : quotient
}

func floorModulo(_ value: Int, _ divisor: Int) -> Int {
    let rest = value % divisor
    return rest != 0 && (rest < 0) != (divisor < 0) ? rest + divisor : rest
}
