import FairleadCanonical

/// When people are at work: Monday to Friday from nine to five, UTC.
enum WorkingTime {
    private static let day: Int64 = 86_400_000
    private static let opens: Int64 = 9 * 3_600_000
    private static let closes: Int64 = 17 * 3_600_000

    static func isWorkingDay(_ time: Instant) -> Bool {
        // 1 January 1970 was a Thursday.
        let weekday = (time.milliseconds / day + 3) % 7
        return weekday < 5
    }

    /// Midnight of a day after the one of this time.
    static func midnight(of time: Instant, plus days: Int64 = 0) -> Instant {
        Instant(milliseconds: (time.milliseconds / day + days) * day)
    }

    /// This moment, or the first after it at which somebody works.
    static func next(_ time: Instant) -> Instant {
        var at = time
        while true {
            let midnight = midnight(of: at)
            let ofDay = at.milliseconds - midnight.milliseconds
            if isWorkingDay(at), ofDay < opens { return midnight.adding(milliseconds: opens) }
            if isWorkingDay(at), ofDay < closes { return at }
            at = self.midnight(of: at, plus: 1)
        }
    }
}
