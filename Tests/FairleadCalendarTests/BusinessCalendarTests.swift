import FEEL
import FairleadCalendar
import FairleadCanonical
import FairleadRuntime
import FairleadTesting
import Testing

@Suite struct BusinessCalendarTests {
    private static let zones = Result { try ZoneArchive.ofThisMachine() }

    private func calendar(_ name: String) throws -> BusinessCalendar {
        try DeadlineTableTests.business.get().calendar(name)
    }

    private func time(_ text: String) throws -> Instant {
        try #require(Instant(rfc3339: text))
    }

    private func day(_ year: Int, _ month: Int, _ day: Int) throws -> CalendarDate {
        try #require(CalendarDate(year: year, month: month, day: day))
    }

    @Test func `a working day of all hours has 23 or 25 of them when clocks are changed`() throws {
        let always = try calendar("always")
        let zones = try Self.zones.get()
        for (from, to, hours) in [
            ("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 23),
            ("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 25),
        ] {
            let worked = try always.time(from: time(from), to: time(to), zones)
            #expect(worked == Int64(hours) * 3_600_000)
        }
    }

    @Test func `nothing is counted where the second moment is not later`() throws {
        let always = try calendar("always")
        let zones = try Self.zones.get()
        let noon = try time("2026-06-16T12:00:00Z")
        #expect(try always.time(from: noon, to: noon, zones) == 0)
        #expect(
            try always.time(from: noon, to: noon.adding(milliseconds: -60_000), zones) == 0)
        #expect(try always.adding(0, to: noon, zones) == noon)
    }

    @Test func `time that was added is the time between`() throws {
        let zones = try Self.zones.get()
        var generator = SeededGenerator(seed: 4)
        for name in try DeadlineTableTests.business.get().calendars.keys.sorted() {
            let calendar = try calendar(name)
            for _ in 0..<40 {
                let start = Instant(
                    milliseconds: Int64.random(
                        in: 1_740_000_000_000...1_800_000_000_000, using: &generator))
                let span = Int64.random(in: 1...200_000_000, using: &generator)
                let end = try calendar.adding(span, to: start, zones)
                #expect(
                    try calendar.time(from: start, to: end, zones) == span, "\(name) \(start)")
                // It is the first such moment.
                let before = end.adding(milliseconds: -1)
                #expect(try calendar.time(from: start, to: before, zones) == span - 1)
            }
        }
    }

    @Test func `a calendar has no answer beyond the years of its holidays`() throws {
        let finance = try calendar("financeUK")
        let zones = try Self.zones.get()
        let late = try time("2028-12-29T12:00:00Z")
        #expect(throws: CalendarError.beyond(calendar: "financeUK", years: 2025...2028)) {
            try finance.adding(8 * 3_600_000, to: late, zones)
        }
        #expect(throws: CalendarError.beyond(calendar: "financeUK", years: 2025...2028)) {
            try finance.businessDay(onOrAfter: self.day(2029, 1, 1))
        }
    }

    @Test func `a zone that nobody knows is an error and not UTC`() throws {
        let week = [WorkingSpan("09:00-17:00")].compactMap { $0 }
        let calendar = try #require(
            BusinessCalendar(
                name: "x", zone: "Europe/Atlantis",
                week: [[WorkingSpan]](repeating: week, count: 7)))
        let zones = try Self.zones.get()
        #expect(throws: CalendarError.unknownZone("Europe/Atlantis")) {
            try calendar.adding(1, to: self.time("2026-06-16T12:00:00Z"), zones)
        }
    }

    @Test func `working days are counted from the day after the first`() throws {
        let uk = try calendar("financeUK")
        // Good Friday and Easter Monday lie between.
        #expect(try uk.businessDays(after: day(2026, 4, 2), through: day(2026, 4, 7)) == 1)
        #expect(try uk.businessDays(after: day(2026, 4, 7), through: day(2026, 4, 2)) == -1)
        #expect(try uk.businessDay(onOrAfter: day(2026, 4, 3)) == day(2026, 4, 7))
        #expect(try !uk.isBusinessDay(day(2026, 12, 28)))
    }

    @Test func `a worked Saturday is a working day`() throws {
        let saturdays = try calendar("saturdays")
        #expect(try saturdays.isBusinessDay(day(2026, 1, 10)))
        #expect(try !saturdays.isBusinessDay(day(2026, 1, 17)))
        #expect(try !saturdays.isBusinessDay(day(2026, 1, 2)))
    }

    @Test func `the digest is of all that a calendar says, and of nothing else`() throws {
        func made(_ hours: String, _ exceptions: [Int: BusinessCalendar.Exception]) throws -> Digest
        {
            let week = [[WorkingSpan]](
                repeating: [WorkingSpan(hours)].compactMap { $0 }, count: 7)
            return try #require(
                BusinessCalendar(
                    name: "x", zone: "Europe/Berlin", week: week, exceptions: exceptions)
            ).digest
        }
        let first = try made("09:00-17:00", [:])
        #expect(try made("09:00-17:00", [:]) == first)
        #expect(try made("09:00-17:01", [:]) != first)
        #expect(try made("09:00-17:00", [20_000: .init(name: "x", spans: [])]) != first)
    }

    @Test(arguments: [
        ("third monday of january", "2027-01-18"), ("last monday of may", "2027-05-31"),
        ("easter", "2027-03-28"), ("easter - 2", "2027-03-26"), ("12-25", "2027-12-25"),
        ("monday on or before 05-24", "2027-05-24"), ("saturday on or after 06-20", "2027-06-26"),
        ("2027-09-23", "2027-09-23"),
    ])
    func `a rule finds its day in a year`(text: String, day: String) throws {
        #expect(try #require(HolidayRule(text)).date(in: 2027)?.description == day)
    }

    @Test(arguments: [
        "", "easter +", "easter + 0", "sixth monday of may", "monday of may", "02-30", "2026-02-29",
        "1-1", "monday on or about 05-24", "last day of may", "easter - 2 days",
    ])
    func `what is no rule is refused`(text: String) {
        #expect(HolidayRule(text) == nil)
    }

    @Test(arguments: ["9:00-17:00", "17:00-09:00", "09:00-24:01", "09:00", "09:60-10:00", "-"])
    func `what are no hours of a day is refused`(text: String) {
        #expect(WorkingSpan(text) == nil)
    }
}
