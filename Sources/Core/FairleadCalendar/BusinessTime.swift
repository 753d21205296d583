public import FEEL
public import FairleadCanonical

/// The calendars in force with the time-zone data: all that a promised time is computed with.
public struct BusinessTime: Sendable {
    public let calendars: [String: BusinessCalendar]
    public let zones: any ZoneData

    public init(calendars: [String: BusinessCalendar], zones: any ZoneData) {
        self.calendars = calendars
        self.zones = zones
    }

    public func calendar(_ name: String) throws(CalendarError) -> BusinessCalendar {
        guard let calendar = calendars[name] else { throw .unknownCalendar(name) }
        return calendar
    }

    /// What a target is counted in. A moment with a calendar is counted in its working time.
    public func measure(of target: TimeTarget) throws(CalendarError) -> Measure {
        guard let name = target.calendar else { return .elapsed }
        return .working(try calendar(name), zones)
    }

    /// How much may be counted from a start until the target is reached, in milliseconds.
    public func budget(
        of target: TimeTarget, from start: Instant
    ) throws(CalendarError) -> Int64 {
        switch target.amount {
        case .elapsed(let milliseconds), .business(let milliseconds): milliseconds
        case .businessDays, .at:
            try measure(of: target).time(from: start, to: deadline(of: target, from: start))
        }
    }

    /// When a target is reached from a start with no pause.
    public func deadline(
        of target: TimeTarget, from start: Instant
    ) throws(CalendarError) -> Instant {
        switch target.amount {
        case .elapsed(let milliseconds), .business(let milliseconds):
            try measure(of: target).adding(milliseconds, to: start)
        case .businessDays(let count):
            try calendar(target.calendar ?? "").close(ofBusinessDay: count, after: start, zones)
        case .at(let moment): moment
        }
    }

    /// What a clock has as its deadline: the target, later by what was paused of it. Nil: a pause
    /// goes on.
    public func deadline(
        of target: TimeTarget, _ counted: CountedTime
    ) throws(CalendarError) -> Instant? {
        if counted.pauses.isEmpty { return try deadline(of: target, from: counted.started) }
        return try reaches(percent: 100, of: target, counted)
    }

    /// When a share of a target will have been counted; nil: a pause goes on before that.
    public func reaches(
        percent: Int, of target: TimeTarget, _ counted: CountedTime
    ) throws(CalendarError) -> Instant? {
        let budget = try budget(of: target, from: counted.started)
        let (product, overflow) = budget.multipliedReportingOverflow(by: Int64(percent))
        guard !overflow else { throw .overflow }
        return try counted.reaches(product / 100, measure(of: target))
    }

    /// How much of a target was counted by a moment, in thousandths; 1,000 and more: it is over.
    public func usedThousandths(
        of target: TimeTarget, _ counted: CountedTime, by moment: Instant
    ) throws(CalendarError) -> Int64 {
        let budget = try budget(of: target, from: counted.started)
        let used = try counted.used(by: moment, measure(of: target))
        guard budget > 0 else { return 1_000 }
        let (product, overflow) = used.multipliedReportingOverflow(by: 1_000)
        return overflow ? .max : product / budget
    }
}
