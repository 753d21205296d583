import FEEL
public import FairleadCanonical

/// When people of a place work: the hours of each weekday as the clock on the wall has them,
/// holidays, and days that differ from their weekday.
///
/// Working time is what the clock on the wall says: an hour that a change of clocks skips is not
/// there, and one that comes twice counts twice.
public final class BusinessCalendar: Sendable {
    /// A day that is not like its weekday.
    public struct Exception: Sendable, Hashable {
        public let name: String
        /// Empty: nobody works.
        public let spans: [WorkingSpan]

        public init(name: String, spans: [WorkingSpan]) {
            self.name = name
            self.spans = spans
        }
    }

    public let name: String
    /// IANA's name.
    public let zone: String
    /// From Monday to Sunday.
    public let week: [[WorkingSpan]]
    /// Days unlike their weekday, by days since 1970.
    public let exceptions: [Int: Exception]
    /// The years for which its holidays are known; nil: it has none.
    public let years: ClosedRange<Int>?
    /// Of all that it says.
    public let digest: Digest
    private let days: ClosedRange<Int>

    /// `week` has seven days, at least one of them with working time; holidays must be known for a
    /// year that all sets have in common.
    public init?(
        name: String, zone: String, week: [[WorkingSpan]], holidays: [HolidaySet] = [],
        exceptions: [Int: Exception] = [:]
    ) {
        let first = holidays.map(\.years.lowerBound).max()
        let last = holidays.map(\.years.upperBound).min()
        guard week.count == 7, week.contains(where: { !$0.isEmpty }),
            week.allSatisfy(WorkingSpan.areInOrder), first ?? 0 <= last ?? 0
        else { return nil }
        self.name = name
        self.zone = zone
        self.week = week
        var special: [Int: Exception] = [:]
        for set in holidays {
            for (day, name) in set.days where special[day] == nil {
                special[day] = Exception(name: name, spans: [])
            }
        }
        self.exceptions = special.merging(exceptions) { _, own in own }
        var days = Self.writable
        if let first, let last, let from = CalendarDate(year: first, month: 1, day: 1),
            let through = CalendarDate(year: last, month: 12, day: 31)
        {
            years = first...last
            days = from.daysSinceEpoch...through.daysSinceEpoch
        } else {
            years = nil
        }
        self.days = days
        digest = Self.digest(name, zone, week, self.exceptions, years)
    }

    /// Monday to Friday, all day, without holidays.
    public static let weekdays: BusinessCalendar = {
        let whole = WorkingSpan(start: 0, end: WorkingSpan.minutesMax).map { [$0] } ?? []
        let week = Weekday.allCases.map { $0.rawValue <= 5 ? whole : [] }
        guard let calendar = BusinessCalendar(name: "weekdays", zone: "UTC", week: week) else {
            preconditionFailure("five whole days are a calendar")
        }
        return calendar
    }()

    /// What people work on a day given in days since 1970.
    public func spans(on day: Int) throws(CalendarError) -> [WorkingSpan] {
        guard days.contains(day) else { throw beyond }
        if let special = exceptions[day] { return special.spans }
        return week[((day + 3) % 7 + 7) % 7]
    }

    /// Whether its holidays are known for a day.
    func knows(_ day: Int) -> Bool { days.contains(day) }

    private var beyond: CalendarError {
        years.map { .beyond(calendar: name, years: $0) } ?? .overflow
    }

    /// The years 0000 to 9999, which is what an instant can be in.
    private static let writable = -719_528...2_932_896

    private static func digest(
        _ name: String, _ zone: String, _ week: [[WorkingSpan]], _ exceptions: [Int: Exception],
        _ years: ClosedRange<Int>?
    ) -> Digest {
        func json(_ spans: [WorkingSpan]) -> JSON { .array(spans.map { .string($0.text) }) }
        let special = exceptions.keys.sorted().map { day -> JSON in
            let exception = exceptions[day]
            return .array([
                .integer(Int64(day)), .string(exception?.name ?? ""), json(exception?.spans ?? []),
            ])
        }
        let whole: JSON = [
            "name": .string(name), "zone": .string(zone), "week": .array(week.map(json)),
            "exceptions": .array(special),
            "years": years.map {
                .array([.integer(Int64($0.lowerBound)), .integer(Int64($0.upperBound))])
            } ?? .null,
        ]
        return Digest.sha256(domain: .calendar, whole.bytes)
    }
}

extension DigestDomain {
    static let calendar = DigestDomain("fairlead.calendar.1")
}
