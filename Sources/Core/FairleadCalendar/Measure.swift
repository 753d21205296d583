public import FEEL
public import FairleadCanonical

/// What a clock counts, in milliseconds.
public enum Measure: Sendable {
    case elapsed
    /// Working time of a calendar.
    case working(BusinessCalendar, any ZoneData)

    /// How much lies between two moments; none where the second is not later.
    public func time(from start: Instant, to end: Instant) throws(CalendarError) -> Int64 {
        switch self {
        case .elapsed: max(0, end.milliseconds - start.milliseconds)
        case .working(let calendar, let zones): try calendar.time(from: start, to: end, zones)
        }
    }

    /// The first moment by which so much has gone by since `start`.
    public func adding(
        _ milliseconds: Int64, to start: Instant
    ) throws(CalendarError) -> Instant {
        switch self {
        case .elapsed: start.adding(milliseconds: milliseconds)
        case .working(let calendar, let zones):
            try calendar.adding(milliseconds, to: start, zones)
        }
    }
}
