/// Why a calendar has no answer.
public enum CalendarError: Error, Sendable, Hashable {
    /// The time-zone data do not know its zone.
    case unknownZone(String)
    /// Its holidays are not known beyond these years.
    case beyond(calendar: String, years: ClosedRange<Int>)
    /// No calendar of that name is in force.
    case unknownCalendar(String)
    /// The answer lies beyond the times that can be written.
    case overflow

    /// For people; it names no classified value.
    public var message: String {
        switch self {
        case .unknownZone(let zone): "no time zone \(zone) is known"
        case .beyond(let calendar, let years):
            "the calendar \(calendar) is known for \(years.lowerBound) to \(years.upperBound) only"
        case .unknownCalendar(let name): "no calendar \(name) is in force"
        case .overflow: "the time is out of range"
        }
    }
}
