public import FEEL
public import FairleadCanonical

// Working time of a calendar, in milliseconds.
extension BusinessCalendar {
    /// The first moment by which so much working time has gone by since `start`; `start` itself
    /// where that is none.
    public func adding(
        _ milliseconds: Int64, to start: Instant, _ zones: any ZoneData
    ) throws(CalendarError) -> Instant {
        guard milliseconds > 0 else { return start }
        var left = milliseconds
        var day = try firstDay(near: start, zones)
        while true {
            for interval in try working(on: day, zones) {
                let from = max(interval.lowerBound, start.milliseconds)
                guard from < interval.upperBound else { continue }
                if left <= interval.upperBound - from {
                    return Instant(milliseconds: from + left)
                }
                left -= interval.upperBound - from
            }
            day += 1
        }
    }

    /// The working time from one moment to a later one; none where it is not later.
    public func time(
        from start: Instant, to end: Instant, _ zones: any ZoneData
    ) throws(CalendarError) -> Int64 {
        guard start < end else { return 0 }
        var sum: Int64 = 0
        var day = try firstDay(near: start, zones)
        let last = try localDay(of: end, zones)
        while day <= last {
            for interval in try working(on: day, zones) {
                let from = max(interval.lowerBound, start.milliseconds)
                let to = min(interval.upperBound, end.milliseconds)
                if from < to { sum += to - from }
            }
            day += 1
        }
        return sum
    }

    /// The day on which a moment falls, in days since 1970.
    func localDay(of moment: Instant, _ zones: any ZoneData) throws(CalendarError) -> Int {
        let seconds = moment.milliseconds.floorDivided(by: 1_000)
        let local = seconds + (try offset(at: seconds, zones))
        return Int(local.floorDivided(by: 86_400))
    }

    /// The moments at which people work on a local day, in milliseconds since 1970, in order.
    func working(
        on day: Int, _ zones: any ZoneData
    ) throws(CalendarError) -> [Range<Int64>] {
        let spans = try spans(on: day)
        if spans.isEmpty { return [] }
        let midnight = Int64(day) * 86_400
        var found: [Range<Int64>] = []
        for piece in try pieces(of: day, zones) {
            for span in spans {
                let from = max(
                    midnight + Int64(span.start) * 60 - piece.offset, piece.seconds.lowerBound)
                let to = min(
                    midnight + Int64(span.end) * 60 - piece.offset, piece.seconds.upperBound)
                guard from < to else { continue }
                if let last = found.last, last.upperBound == from * 1_000 {
                    found[found.count - 1] = last.lowerBound..<to * 1_000
                } else {
                    found.append(from * 1_000..<to * 1_000)
                }
            }
        }
        return found
    }

    /// A stretch of a local day in which the clocks are not changed.
    struct Piece {
        let offset: Int64
        /// Since 1970, in UTC.
        let seconds: Range<Int64>
    }

    /// No clock is further from UTC, in seconds.
    private static let offsetMax: Int64 = 18 * 3_600

    /// A local day in UTC: one piece, or two where clocks are changed in it.
    func pieces(of day: Int, _ zones: any ZoneData) throws(CalendarError) -> [Piece] {
        let midnight = Int64(day) * 86_400
        let first = midnight - Self.offsetMax
        let last = midnight + 86_400 + Self.offsetMax
        let before = try offset(at: first, zones)
        let after = try offset(at: last, zones)
        func whole(_ offset: Int64) -> Range<Int64> {
            midnight - offset..<midnight + 86_400 - offset
        }
        if before == after { return [Piece(offset: before, seconds: whole(before))] }
        var (low, high) = (first, last)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if try offset(at: middle, zones) == before { low = middle } else { high = middle }
        }
        return [
            Piece(offset: before, seconds: whole(before).clamped(to: first..<high)),
            Piece(offset: after, seconds: whole(after).clamped(to: high..<last + 1)),
        ].filter { !$0.seconds.isEmpty }
    }

    private func offset(at seconds: Int64, _ zones: any ZoneData) throws(CalendarError) -> Int64 {
        guard let offset = zones.offsetSeconds(zone: zone, secondsSinceEpoch: Int(seconds)) else {
            throw .unknownZone(zone)
        }
        return Int64(offset)
    }

    /// The day before a moment's, for a change of clocks at midnight brings some of it back.
    private func firstDay(near moment: Instant, _ zones: any ZoneData) throws(CalendarError) -> Int
    {
        let day = try localDay(of: moment, zones)
        return knows(day - 1) ? day - 1 : day
    }
}
