import FEEL
import FairleadCalendar
import FairleadCanonical
import FairleadCatalog
import FairleadPlaybook
import FairleadRuntime
import FairleadTesting
import Foundation
import Testing

/// Deadlines against a table that other programs computed: see Tables/make_deadlines.py.
@Suite struct DeadlineTableTests {
    private static let folder = packageRoot.appending(path: "Tests/FairleadCalendarTests/Tables")

    private static let table = Result {
        try JSON.parse(
            Array(Data(contentsOf: folder.appending(path: "deadlines.json"))),
            limits: JSONLimits(documentBytesMax: 4 << 20))
    }

    /// The shipped calendars, with those of the tests beside them.
    static let business = Result {
        var files = try Catalog.files(
            in: packageRoot.appending(path: "Catalog").path(percentEncoded: false))
        files["calendars/tests.yaml"] = Array(
            try Data(contentsOf: folder.appending(path: "test-calendars.yaml")))
        return BusinessTime(
            calendars: try Catalog.compile(files: files).governance.calendars,
            zones: try ZoneArchive.ofThisMachine())
    }

    private struct Row {
        let text: String
        let start: Instant
        let target: TimeTarget
        let counted: CountedTime

        init(_ json: JSON, _ row: JSON) throws {
            text = row.text
            start = try Row.time(row["start"])
            var target = row["target"]?.objectValue ?? [:]
            target["calendar"] = json["calendar"]
            self.target = try #require(TimeTarget(.object(target)), "\(row.text)")
            counted = CountedTime(
                started: start,
                pauses: try (row["pauses"]?.arrayValue ?? []).map { pause in
                    let ends = try (pause.arrayValue ?? []).map { try Row.time($0) }
                    try #require(ends.count == 2)
                    return .init(from: ends[0], through: ends[1])
                })
        }

        static func time(_ json: JSON?) throws -> Instant {
            try #require(json?.stringValue.flatMap { Instant(rfc3339: $0) })
        }
    }

    private func check(_ json: JSON, _ row: JSON, _ business: BusinessTime) throws {
        let known = try Row(json, row)
        let deadline = try business.deadline(of: known.target, known.counted)
        let expected = try Row.time(json["deadline"])
        #expect(deadline == expected, "\(known.text)")
        let minutes = try #require(json["minutes"]?.integerValue)
        #expect(
            try business.budget(of: known.target, from: known.start) == minutes * 60_000,
            "\(known.text)")
        let used = try known.counted.used(
            by: expected, business.measure(of: known.target))
        #expect(used == minutes * 60_000, "\(known.text)")
        if json["threeQuarters"] != nil {
            #expect(
                try business.reaches(percent: 75, of: known.target, known.counted)
                    == Row.time(json["threeQuarters"]), "\(known.text)")
        }
    }

    @Test(.requirement("S0.6", "S0.21", part: "deadlines of two hundred cases by other programs"))
    func `every deadline is what other programs computed`() throws {
        let business = try Self.business.get()
        let rows = try Self.table.get()["deadlines"]?.arrayValue ?? []
        #expect(rows.count >= 200)
        for row in rows {
            try check(row, row, business)
            if let changed = row["changed"] { try check(changed, row, business) }
        }
    }

    @Test func `the holidays of five countries are those of another library`() throws {
        let calendars = try Self.business.get().calendars
        let of = [
            "germany": "supportEMEA", "france": "financeFrance", "england": "financeUK",
            "unitedStates": "financeAmericas", "japan": "financeJapan",
        ]
        let table = try #require(Self.table.get()["holidays"]?.objectValue)
        #expect(table.count == 5)
        for (country, days) in table {
            let calendar = try #require(of[country].flatMap { calendars[$0] })
            let expected = (days.arrayValue ?? []).compactMap(\.stringValue)
            let told = calendar.exceptions.keys.sorted().compactMap {
                CalendarDate(daysSinceEpoch: $0)?.description
            }
            #expect(told == expected, "\(country)")
        }
    }
}
