import FairleadCanonical
import FairleadTesting
import Testing

@Suite struct InstantTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00.000Z", 0), ("1969-12-31T23:59:59.999Z", -1),
            ("2000-02-29T12:34:56.789Z", 951_827_696_789),
            ("2026-11-20T09:30:00.000Z", 1_795_167_000_000),
            ("0000-01-01T00:00:00.000Z", -62_167_219_200_000),
            ("0000-03-01T00:00:00.000Z", -62_162_035_200_000),
            ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
            ("1900-03-01T00:00:00.000Z", -2_203_891_200_000),
        ] as [(String, Int64)])
    func `a moment and its text are one`(text: String, milliseconds: Int64) {
        #expect(Instant(rfc3339: text)?.milliseconds == milliseconds)
        #expect(Instant(milliseconds: milliseconds).rfc3339 == text)
    }

    @Test(arguments: [
        ("2026-11-20T10:30:00+01:00", "2026-11-20T09:30:00.000Z"),
        ("2026-11-20t00:10:00.5-05:30", "2026-11-20T05:40:00.500Z"),
        ("2026-01-01T00:00:00.1239999z", "2026-01-01T00:00:00.123Z"),
        ("2026-01-01T00:30:00.05+01:00", "2025-12-31T23:30:00.050Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"),
        ("2017-01-01T00:59:60.25+01:00", "2017-01-01T00:00:00.250Z"),
        ("2026-11-20T09:30:00-00:00", "2026-11-20T09:30:00.000Z"),
    ])
    func `any text of RFC 3339 is read`(text: String, expected: String) {
        #expect(Instant(rfc3339: text)?.rfc3339 == expected)
    }

    @Test(arguments: [
        "", "2026-11-20", "2026-11-20T09:30Z", "2026-11-20T09:30:00", "2026-11-20 09:30:00Z",
        "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-01-00T00:00:00Z",
        "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z",
        "2026-01-01T12:00:60Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00,5Z",
        "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00+01:60", "2026-01-01T00:00:00+0100",
        "2026-01-01T00:00:00Zx", "26-01-01T00:00:00Z", "+2026-01-01T00:00:00Z",
        "0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "9999-12-31T23:59:60Z",
        "２026-01-01T00:00:00Z", "2026-01-01T00:00:00.5",
    ])
    func `any other text is refused`(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test func `each day of 800 years follows the one before`() throws {
        var expected = try #require(CivilDate(year: 1599, month: 12, day: 31))
        let first = expected.daysSince1970
        for days in first..<(first + 2 * 146_097) {
            let date = CivilDate(daysSince1970: days)
            #expect(date == expected)
            #expect(date.daysSince1970 == days)
            let (year, month, day) = (date.year, date.month, date.day)
            expected = try #require(
                CivilDate(year: year, month: month, day: day + 1)
                    ?? CivilDate(year: year, month: month + 1, day: 1)
                    ?? CivilDate(year: year + 1, month: 1, day: 1))
        }
    }

    @Test func `text and moment go over into one another, and sort alike`() {
        var generator = SeededGenerator(seed: 4)
        let range = Instant.earliest.milliseconds...Instant.latest.milliseconds
        let instants = (0..<5000).map { _ in
            Instant(milliseconds: Int64.random(in: range, using: &generator))
        }
        #expect(instants.allSatisfy { Instant(rfc3339: $0.rfc3339) == $0 })
        #expect(instants.sorted().map(\.rfc3339) == instants.map(\.rfc3339).sorted())
    }

    @Test func `beyond the calendar a moment is its nearest end`() {
        #expect(Instant(milliseconds: .max) == .latest)
        #expect(Instant(milliseconds: .min) == .earliest)
        #expect(Instant.latest.adding(milliseconds: 1) == .latest)
        #expect(Instant.latest.adding(milliseconds: .max) == .latest)
        #expect(Instant.earliest.adding(milliseconds: .min) == .earliest)
        #expect(Instant(milliseconds: 5).adding(milliseconds: -7).milliseconds == -2)
    }
}
