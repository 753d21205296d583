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
}
