public import FEEL

/// How a holiday is found in a year, as data.
///
/// Reads:
/// - `2026-05-08`: once;
/// - `12-25`: on this day of every year;
/// - `easter`, `easter + 39`, `easter - 2`: counted from Easter Sunday of the western churches;
/// - `third monday of january`, `last monday of may`;
/// - `monday on or before 05-24`, `saturday on or after 06-20`.
public enum HolidayRule: Sendable, Hashable {
    case once(CalendarDate)
    case yearly(month: Int, day: Int)
    case easter(days: Int)
    /// 1 to 5 from the month's beginning; -1: the last.
    case inMonth(ordinal: Int, Weekday, month: Int)
    case onOrBefore(Weekday, month: Int, day: Int)
    case onOrAfter(Weekday, month: Int, day: Int)

    /// The form of the text, for messages.
    public static let forms =
        "2026-05-08, 12-25, easter - 2, third monday of january, monday on or before 05-24"

    public init?(_ text: String) {
        let words = text.split(separator: " ").map(String.init)
        guard let first = words.first else { return nil }
        if words.count == 1, first != "easter" {
            if let rule = Self.date(first) { self = rule } else { return nil }
        } else if first == "easter" {
            guard let days = Self.offset(words.dropFirst()) else { return nil }
            self = .easter(days: days)
        } else if let rule = Self.inWords(words) {
            self = rule
        } else {
            return nil
        }
    }

    /// The day in a year, if it has one.
    public func date(in year: Int) -> CalendarDate? {
        switch self {
        case .once(let date): return date.year == year ? date : nil
        case .yearly(let month, let day):
            return CalendarDate(year: year, month: month, day: day)
        case .easter(let days): return Self.easter(in: year)?.adding(days: days)
        case .inMonth(let ordinal, let weekday, let month):
            guard let first = CalendarDate(year: year, month: month, day: 1) else { return nil }
            if ordinal < 0 {
                let last = first.adding(months: 1)?.adding(days: -1)
                return last.flatMap { Self.onOrBefore($0, weekday) }
            }
            let found = Self.onOrAfter(first, weekday)?.adding(days: 7 * (ordinal - 1))
            return found?.month == month ? found : nil
        case .onOrBefore(let weekday, let month, let day):
            return CalendarDate(year: year, month: month, day: day)
                .flatMap { Self.onOrBefore($0, weekday) }
        case .onOrAfter(let weekday, let month, let day):
            return CalendarDate(year: year, month: month, day: day)
                .flatMap { Self.onOrAfter($0, weekday) }
        }
    }

    /// Easter Sunday by the Gregorian calendar: the anonymous algorithm, as printed in Jean Meeus,
    /// "Astronomical Algorithms", chapter 8.
    static func easter(in year: Int) -> CalendarDate? {
        guard year > 1582 else { return nil }
        let (a, b, c) = (year % 19, year / 100, year % 100)
        let (d, e) = (b / 4, b % 4)
        let g = (b - (b + 8) / 25 + 1) / 3
        let h = (19 * a + b - d - g + 15) % 30
        let l = (32 + 2 * e + 2 * (c / 4) - h - c % 4) % 7
        let m = (a + 11 * h + 22 * l) / 451
        let sum = h + l - 7 * m + 114
        return CalendarDate(year: year, month: sum / 31, day: sum % 31 + 1)
    }

    private static func onOrAfter(_ date: CalendarDate, _ weekday: Weekday) -> CalendarDate? {
        date.adding(days: (weekday.rawValue - date.weekday + 7) % 7)
    }

    private static func onOrBefore(_ date: CalendarDate, _ weekday: Weekday) -> CalendarDate? {
        date.adding(days: -((date.weekday - weekday.rawValue + 7) % 7))
    }

    // MARK: Reading

    private static let ordinals = [
        "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1,
    ]
    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december",
    ]

    private static func date(_ text: String) -> HolidayRule? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == parts.count,
            parts.dropFirst(parts.count - 2).allSatisfy({
                $0.count == 2
            })
        else { return nil }
        if numbers.count == 3 {
            return CalendarDate(year: numbers[0], month: numbers[1], day: numbers[2])
                .map { .once($0) }
        }
        // A leap year, so that the 29th of February is a day.
        guard numbers.count == 2,
            CalendarDate(year: 2_024, month: numbers[0], day: numbers[1]) != nil
        else { return nil }
        return .yearly(month: numbers[0], day: numbers[1])
    }

    private static func offset(_ words: ArraySlice<String>) -> Int? {
        if words.isEmpty { return 0 }
        guard words.count == 2, let sign = words.first, let days = words.last.flatMap({ Int($0) }),
            (1...366).contains(days)
        else { return nil }
        return sign == "+" ? days : sign == "-" ? -days : nil
    }

    private static func inWords(_ words: [String]) -> HolidayRule? {
        if words.count == 4, words[2] == "of", let ordinal = ordinals[words[0]],
            let weekday = Weekday(words[1]), let month = months.firstIndex(of: words[3])
        {
            return .inMonth(ordinal: ordinal, weekday, month: month + 1)
        }
        guard words.count == 5, let weekday = Weekday(words[0]), words[1] == "on",
            words[2] == "or", case .yearly(let month, let day)? = date(words[4])
        else { return nil }
        switch words[3] {
        case "before": return .onOrBefore(weekday, month: month, day: day)
        case "after": return .onOrAfter(weekday, month: month, day: day)
        default: return nil
        }
    }
}
