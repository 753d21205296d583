import FEEL
import FairleadCalendar
import FairleadPlaybook

/// Reads `calendars/*.yaml`: sets of holidays, and the calendars that are made of them.
struct CalendarReader {
    /// Holidays are told for years that somebody can look up, and no further.
    static let yearsMax = 50

    private var sets: [String: HolidaySet] = [:]
    private(set) var calendars: [String: BusinessCalendar] = [:]
    private var positions: [String: SourcePosition] = [:]

    /// The calendars with where they stand, by their names.
    var placed: [(calendar: BusinessCalendar, position: SourcePosition)] {
        calendars.keys.sorted().compactMap { name in
            guard let calendar = calendars[name], let position = positions[name] else {
                return nil
            }
            return (calendar, position)
        }
    }

    mutating func read(_ documents: [SourceNode], _ diagnostics: inout Diagnostics) {
        // A calendar may stand before the holidays that it names.
        for node in documents where Self.isSet(node) { readSet(node, &diagnostics) }
        for node in documents where !Self.isSet(node) { readCalendar(node, &diagnostics) }
    }

    private static func isSet(_ node: SourceNode) -> Bool {
        guard case .mapping(let members) = node.content else { return false }
        return members.contains { $0.key == "holidaySet" }
    }

    // MARK: Holidays

    private mutating func readSet(_ node: SourceNode, _ diagnostics: inout Diagnostics) {
        guard
            let fields = MappingReader(
                node, "a set of holidays", required: ["holidaySet", "years", "days"],
                optional: ["source"], &diagnostics),
            let name = fields.name("holidaySet", &diagnostics),
            let years = years(fields, &diagnostics)
        else { return }
        if fields.has("source") { _ = fields.text("source", &diagnostics) }
        var holidays: [HolidaySet.Holiday] = []
        for item in fields.items("days") {
            if let holiday = holiday(item, &diagnostics) { holidays.append(holiday) }
        }
        if sets[name] != nil {
            diagnostics.error("the holidays '\(name)' are declared twice", at: node.position)
        }
        sets[name] = HolidaySet(name: name, years: years, holidays: holidays)
    }

    private func years(
        _ fields: MappingReader, _ diagnostics: inout Diagnostics
    ) -> ClosedRange<Int>? {
        let numbers = fields.texts("years", &diagnostics).compactMap { Int($0) }
        if numbers.count == 2, numbers[0] <= numbers[1], (1_900...9_000).contains(numbers[0]),
            numbers[1] - numbers[0] < Self.yearsMax
        {
            return numbers[0]...numbers[1]
        }
        diagnostics.error(
            "'years' are the first and the last year that is told in full",
            at: fields["years"]?.position ?? fields.node.position, hint: "[2025, 2028]")
        return nil
    }

    private func holiday(
        _ node: SourceNode, _ diagnostics: inout Diagnostics
    ) -> HolidaySet.Holiday? {
        guard
            let fields = MappingReader(
                node, "a holiday", required: ["name", "on"], optional: ["observed"], &diagnostics),
            let name = fields.text("name", &diagnostics)
        else { return nil }
        var rules: [HolidayRule] = []
        for item in fields.items("on") {
            guard let text = item.text("an item of 'on'", &diagnostics) else { continue }
            if let rule = HolidayRule(text) {
                rules.append(rule)
            } else {
                diagnostics.error(
                    "'\(text)' is no day", at: item.position, hint: HolidayRule.forms)
            }
        }
        let observed = fields.choice("observed", HolidaySet.Substitute.self, &diagnostics)
        return HolidaySet.Holiday(name: name, rules: rules, substitute: observed)
    }

    // MARK: Calendars

    private mutating func readCalendar(_ node: SourceNode, _ diagnostics: inout Diagnostics) {
        guard
            let fields = MappingReader(
                node, "a calendar", required: ["calendar", "zone", "hours"],
                optional: ["purpose", "holidays", "exceptions"], &diagnostics),
            let name = fields.name("calendar", &diagnostics),
            let zone = fields.text("zone", &diagnostics)
        else { return }
        let week = week(fields, &diagnostics)
        var holidays: [HolidaySet] = []
        for item in fields.items("holidays") {
            guard let name = item.text("a set of holidays", &diagnostics) else { continue }
            if let set = sets[name] {
                holidays.append(set)
            } else {
                diagnostics.error(
                    "there are no holidays '\(name)'", at: item.position,
                    hint: NearestName.hint(for: name, among: sets.keys.sorted()))
            }
        }
        let exceptions = exceptions(fields, &diagnostics)
        if calendars[name] != nil {
            diagnostics.error("the calendar '\(name)' is declared twice", at: node.position)
        }
        guard week.contains(where: { !$0.isEmpty }) else {
            return diagnostics.error(
                "nobody ever works in the calendar '\(name)'", at: node.position)
        }
        let calendar = BusinessCalendar(
            name: name, zone: zone, week: week, holidays: holidays, exceptions: exceptions)
        guard let calendar else {
            return diagnostics.error(
                "the holidays of '\(name)' have no year in common", at: node.position)
        }
        calendars[name] = calendar
        positions[name] = node.position
    }

    /// `hours: {monday-thursday: ["09:00-12:30", "13:30-18:00"], friday: "09:00-15:00"}`.
    private func week(
        _ fields: MappingReader, _ diagnostics: inout Diagnostics
    ) -> [[WorkingSpan]] {
        var week = [[WorkingSpan]?](repeating: nil, count: 7)
        for member in fields.members("hours", &diagnostics) {
            let names = member.key.split(separator: "-").map(String.init)
            let days = names.compactMap { Weekday($0)?.rawValue }
            guard days.count == names.count, let first = days.first, let last = days.last,
                days.count <= 2, first <= last
            else {
                diagnostics.error(
                    "'\(member.key)' is no day of the week", at: member.keyPosition,
                    hint: "monday, or monday-friday")
                continue
            }
            let spans = spans(member.value, &diagnostics)
            for day in first...last {
                if week[day - 1] != nil {
                    diagnostics.error(
                        "the hours of a day are told twice", at: member.keyPosition)
                }
                week[day - 1] = spans
            }
        }
        return week.map { $0 ?? [] }
    }

    private func spans(
        _ node: SourceNode, _ diagnostics: inout Diagnostics
    ) -> [WorkingSpan] {
        var spans: [WorkingSpan] = []
        for item in node.items {
            guard let text = item.text("hours", &diagnostics) else { continue }
            if let span = WorkingSpan(text) {
                spans.append(span)
            } else {
                diagnostics.error(
                    "'\(text)' are no hours of a day", at: item.position,
                    hint: "\"09:00-12:30\"; midnight at the end is 24:00")
            }
        }
        if !WorkingSpan.areInOrder(spans) {
            diagnostics.error("hours of a day stand in their order", at: node.position)
        }
        return spans
    }

    /// `exceptions: [{on: 2026-12-19, name: worked Saturday, hours: "09:00-15:00"}]`.
    private func exceptions(
        _ fields: MappingReader, _ diagnostics: inout Diagnostics
    ) -> [Int: BusinessCalendar.Exception] {
        var exceptions: [Int: BusinessCalendar.Exception] = [:]
        for item in fields.items("exceptions") {
            guard
                let inner = MappingReader(
                    item, "an exception", required: ["on", "name"], optional: ["hours"],
                    &diagnostics),
                let name = inner.text("name", &diagnostics)
            else { continue }
            let spans = inner["hours"].map { self.spans($0, &diagnostics) } ?? []
            for day in inner.items("on") {
                guard let text = day.text("an item of 'on'", &diagnostics) else { continue }
                guard case .once(let date)? = HolidayRule(text) else {
                    diagnostics.error(
                        "'\(text)' is no single day", at: day.position, hint: "2026-12-19")
                    continue
                }
                if exceptions[date.daysSinceEpoch] != nil {
                    diagnostics.error("this day is told twice", at: day.position)
                }
                exceptions[date.daysSinceEpoch] = .init(name: name, spans: spans)
            }
        }
        return exceptions
    }
}
