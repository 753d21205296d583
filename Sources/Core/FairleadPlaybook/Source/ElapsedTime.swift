/// Elapsed time as the catalog writes it: ISO 8601 with weeks, days, hours, minutes and seconds.
/// Months and years have no fixed length and are refused.
public enum ElapsedTime {
    /// Ten years: whoever writes more means something else.
    public static let millisecondsMax: Int64 = 3_652 * 86_400_000

    private static let dateUnits: [(Character, Int64)] = [
        ("W", 604_800_000), ("D", 86_400_000),
    ]
    private static let timeUnits: [(Character, Int64)] = [
        ("H", 3_600_000), ("M", 60_000), ("S", 1_000),
    ]

    /// Milliseconds of `P2D`, `PT1H30M`, `P1W`; nil: not such a text, negative, or too long.
    public static func milliseconds(of text: String) -> Int64? {
        guard text.first == "P", text.count > 2 else { return nil }
        var total: Int64 = 0
        var units = dateUnits
        var number = ""
        var inTime = false
        var partsSinceMark = 0
        for character in text.dropFirst() {
            if character.isASCII, character.isNumber {
                guard number.count < 9 else { return nil }
                number.append(character)
            } else if character == "T" {
                guard !inTime, number.isEmpty else { return nil }
                inTime = true
                units = timeUnits
                partsSinceMark = 0
            } else {
                guard let place = units.firstIndex(where: { $0.0 == character }),
                    let count = Int64(number)
                else { return nil }
                total += count * units[place].1
                guard total <= millisecondsMax else { return nil }
                units = Array(units[(place + 1)...])
                number = ""
                partsSinceMark += 1
            }
        }
        return number.isEmpty && partsSinceMark > 0 ? total : nil
    }

    /// The same as people say it: `15 minutes`, `1 day 12 hours`; milliseconds are left out.
    public static func words(_ milliseconds: Int64) -> String {
        let units: [(String, Int64)] = [
            ("day", 86_400_000), ("hour", 3_600_000), ("minute", 60_000), ("second", 1_000),
        ]
        var rest = milliseconds
        var parts: [String] = []
        for (unit, length) in units where rest >= length {
            let count = rest / length
            rest %= length
            parts.append("\(count) \(unit)\(count == 1 ? "" : "s")")
        }
        return parts.isEmpty ? "at once" : parts.joined(separator: " ")
    }

    /// The same as ISO 8601 writes it, such as `P1DT12H`.
    public static func text(_ milliseconds: Int64) -> String {
        let days = milliseconds / 86_400_000
        var time = ""
        var rest = milliseconds % 86_400_000
        for (unit, length) in timeUnits where rest >= length {
            time += "\(rest / length)\(unit)"
            rest %= length
        }
        let date = days > 0 ? "\(days)D" : ""
        if date.isEmpty, time.isEmpty { return "PT0S" }
        return "P" + date + (time.isEmpty ? "" : "T" + time)
    }
}
