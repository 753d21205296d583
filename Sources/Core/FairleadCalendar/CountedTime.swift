public import FairleadCanonical

/// Time since a moment, less the pauses in it.
public struct CountedTime: Sendable, Hashable {
    public struct Pause: Sendable, Hashable {
        public let from: Instant
        /// Nil as long as it goes on.
        public var through: Instant?

        public init(from: Instant, through: Instant? = nil) {
            self.from = from
            self.through = through
        }
    }

    public let started: Instant
    /// In order, none within another; only the last may go on.
    public private(set) var pauses: [Pause] = []

    public init(started: Instant, pauses: [Pause] = []) {
        self.started = started
        self.pauses = pauses
    }

    /// Since when nothing is counted, where that is so.
    public var pausedSince: Instant? {
        pauses.last.flatMap { $0.through == nil ? $0.from : nil }
    }

    public mutating func pause(at moment: Instant) {
        if pausedSince == nil { pauses.append(Pause(from: moment)) }
    }

    public mutating func resume(at moment: Instant) {
        if pausedSince != nil { pauses[pauses.count - 1].through = moment }
    }

    /// What was counted up to a moment, in milliseconds.
    public func used(by moment: Instant, _ measure: Measure) throws(CalendarError) -> Int64 {
        var sum: Int64 = 0
        for stretch in stretches {
            let end = stretch.end.map { min($0, moment) } ?? moment
            sum += try measure.time(from: stretch.start, to: end)
        }
        return sum
    }

    /// When so much will have been counted if nothing more is paused; nil: a pause goes on before
    /// that.
    public func reaches(
        _ milliseconds: Int64, _ measure: Measure
    ) throws(CalendarError) -> Instant? {
        var left = milliseconds
        for stretch in stretches {
            guard let end = stretch.end else { return try measure.adding(left, to: stretch.start) }
            let used = try measure.time(from: stretch.start, to: end)
            if left <= used { return try measure.adding(left, to: stretch.start) }
            left -= used
        }
        return nil
    }

    /// What lies between pauses; the last one ends nowhere unless it is paused.
    private var stretches: [(start: Instant, end: Instant?)] {
        var stretches: [(start: Instant, end: Instant?)] = []
        var start = started
        for pause in pauses {
            stretches.append((start, pause.from))
            guard let through = pause.through else { return stretches }
            start = through
        }
        stretches.append((start, nil))
        return stretches
    }
}
