import FEEL

/// The holidays of a country, a region or a company, whole for a range of years.
public struct HolidaySet: Sendable, Hashable {
    /// What is done where a holiday falls on a weekend; the day itself stays one, too.
    public enum Substitute: String, Sendable, Hashable, CaseIterable {
        /// Friday for Saturday and Monday for Sunday, as federal offices of the USA have it.
        case nearestWeekday
        /// The next weekday that is no holiday itself, as bank holidays of England have it.
        case nextWeekday
        /// For a Sunday the next day that is no holiday itself, as Japan has it.
        case nextDayIfSunday
    }

    public struct Holiday: Sendable, Hashable {
        public let name: String
        public let rules: [HolidayRule]
        public let substitute: Substitute?

        public init(name: String, rules: [HolidayRule], substitute: Substitute? = nil) {
            self.name = name
            self.rules = rules
            self.substitute = substitute
        }
    }

    public let name: String
    public let years: ClosedRange<Int>
    public let holidays: [Holiday]

    public init(name: String, years: ClosedRange<Int>, holidays: [Holiday]) {
        self.name = name
        self.years = years
        self.holidays = holidays
    }

    /// Every day off with its name, by days since 1970; a day that two holidays fall on has the
    /// name of the first.
    public var days: [Int: String] {
        var days: [Int: String] = [:]
        var moved: [(day: Int, holiday: Holiday)] = []
        // What falls on the first days of a year may be observed in the year before.
        for year in years.lowerBound - 1...years.upperBound + 1 {
            for holiday in holidays {
                for rule in holiday.rules {
                    guard let date = rule.date(in: year) else { continue }
                    if days[date.daysSinceEpoch] == nil {
                        days[date.daysSinceEpoch] = holiday.name
                    }
                    if holiday.substitute != nil, date.weekday > 5 {
                        moved.append((date.daysSinceEpoch, holiday))
                    }
                }
            }
        }
        for (day, holiday) in moved.sorted(by: { $0.day < $1.day }) {
            guard let day = Self.substitute(holiday.substitute, for: day, among: days) else {
                continue
            }
            days[day] = holiday.name + " (observed)"
        }
        return days.filter { day, _ in
            CalendarDate(daysSinceEpoch: day).map { years.contains($0.year) } ?? false
        }
    }

    private static func substitute(
        _ rule: Substitute?, for day: Int, among days: [Int: String]
    ) -> Int? {
        func weekday(_ day: Int) -> Int { CalendarDate(daysSinceEpoch: day)?.weekday ?? 0 }
        switch rule {
        case nil: return nil
        case .nearestWeekday: return weekday(day) == 6 ? day - 1 : day + 1
        case .nextWeekday:
            var next = day + 1
            while weekday(next) > 5 || days[next] != nil { next += 1 }
            return next
        case .nextDayIfSunday:
            guard weekday(day) == 7 else { return nil }
            var next = day + 1
            while days[next] != nil { next += 1 }
            return next
        }
    }
}
