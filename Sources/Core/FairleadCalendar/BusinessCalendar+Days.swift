public import FEEL
public import FairleadCanonical

// Days of a calendar.
extension BusinessCalendar {
    /// Whether anybody works on a day.
    public func isBusinessDay(_ day: CalendarDate) throws(CalendarError) -> Bool {
        try !spans(on: day.daysSinceEpoch).isEmpty
    }

    /// The day itself, or the next one on which somebody works.
    public func businessDay(onOrAfter day: CalendarDate) throws(CalendarError) -> CalendarDate {
        var next = day.daysSinceEpoch
        while try spans(on: next).isEmpty { next += 1 }
        guard let found = CalendarDate(daysSinceEpoch: next) else { throw .overflow }
        return found
    }

    /// How many working days there are after one day, through another; negative where the second
    /// lies before the first.
    public func businessDays(
        after first: CalendarDate, through last: CalendarDate
    ) throws(CalendarError) -> Int {
        let (from, to) = (first.daysSinceEpoch, last.daysSinceEpoch)
        if to < from { return try -businessDays(after: last, through: first) }
        var count = 0
        for day in from..<to where try !spans(on: day + 1).isEmpty { count += 1 }
        return count
    }

    /// The close of work on the working day so many (at least one) after the day of a moment.
    public func close(
        ofBusinessDay count: Int, after start: Instant, _ zones: any ZoneData
    ) throws(CalendarError) -> Instant {
        var day = try localDay(of: start, zones)
        var left = max(1, count)
        while true {
            day += 1
            guard try !spans(on: day).isEmpty else { continue }
            left -= 1
            // A change of clocks may leave nothing of a day's hours.
            if left <= 0, let end = try working(on: day, zones).last?.upperBound {
                return Instant(milliseconds: end)
            }
        }
    }

    /// The end of a day, which is the beginning of the next, in the calendar's zone.
    public func end(of day: CalendarDate, _ zones: any ZoneData) throws(CalendarError) -> Instant {
        let pieces = try pieces(of: day.daysSinceEpoch, zones)
        guard let last = pieces.last else { throw .overflow }
        return Instant(milliseconds: last.seconds.upperBound * 1_000)
    }
}
