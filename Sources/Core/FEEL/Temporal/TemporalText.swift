// The texts of XML Schema (part 2, 3.2.6 to 3.2.9 and the duration types), as FEEL takes them,
// with "@" and a zone's name after a time as DMN 1.5 (10.3.2.3.4) adds it.

struct TextReader {
    private let bytes: [UInt8]
    private(set) var position = 0
    /// Whether the time that was read is the midnight after its day.
    private(set) var endsDay = false

    init(_ text: String) { bytes = Array(text.utf8) }

    var isAtEnd: Bool { position == bytes.count }
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// Digits, as many as there are; `nil` unless their count is in the range.
    mutating func digits(_ counts: ClosedRange<Int>) -> (value: Int, count: Int)? {
        let start = position
        var value = 0
        while let byte = next, byte >= 48, byte <= 57, position - start < counts.upperBound {
            value = value * 10 + Int(byte - 48)
            position += 1
        }
        guard counts.contains(position - start) else { return nil }
        return (value, position - start)
    }

    /// The digits after a point as nanoseconds; more than nine are cut off.
    mutating func fraction() -> Int? {
        var (value, count) = (0, 0)
        while let byte = next, byte >= 48, byte <= 57 {
            if count < 9 { value = value * 10 + Int(byte - 48) }
            count += 1
            position += 1
        }
        guard count > 0 else { return nil }
        for _ in min(count, 9)..<9 { value *= 10 }
        return value
    }

    mutating func rest() -> String {
        defer { position = bytes.count }
        return String(decoding: bytes[position...], as: UTF8.self)
    }

    mutating func date() -> CalendarDate? {
        let negative = take("-")
        let start = position
        guard let (year, count) = digits(4...9), count == 4 || bytes[start] != 48,
            take("-"), let (month, _) = digits(2...2), take("-"), let (day, _) = digits(2...2)
        else { return nil }
        return CalendarDate(year: negative ? -year : year, month: month, day: day)
    }

    mutating func time() -> ClockTime? {
        guard let (hour, _) = digits(2...2), take(":"), let (minute, _) = digits(2...2), take(":"),
            let (second, _) = digits(2...2)
        else { return nil }
        var nanosecond = 0
        if take(".") {
            guard let fraction = fraction() else { return nil }
            nanosecond = fraction
        }
        guard let zone = zone() else { return nil }
        // XML Schema has 24:00:00 for the end of a day.
        endsDay = hour == 24 && minute == 0 && second == 0 && nanosecond == 0
        return ClockTime(
            hour: endsDay ? 0 : hour, minute: minute, second: second, nanosecond: nanosecond,
            zone: zone)
    }

    /// What stands after a time: `.some(nil)` for nothing, `nil` for something that is no zone.
    private mutating func zone() -> ClockTime.TimeZone?? {
        if isAtEnd { return .some(nil) }
        if take("Z") || take("z") { return .utc }
        if take("@") {
            let name = rest()
            guard ClockTime.TimeZone.isName(name) else { return nil }
            return name == "Z" ? .utc : .named(name)
        }
        let negative = next == UInt8(ascii: "-")
        guard take("+") || take("-"), let (hours, _) = digits(2...2), take(":"),
            let (minutes, _) = digits(2...2), minutes < 60
        else { return nil }
        var seconds = hours * 3_600 + minutes * 60
        if take(":") {
            guard let (more, _) = digits(2...2), more < 60 else { return nil }
            seconds += more
        }
        guard seconds <= 18 * 3_600 else { return nil }
        return .offset(seconds: negative ? -seconds : seconds)
    }
}

extension ClockTime.TimeZone {
    static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 65...90, 97...122, 48...57: true
                case UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"):
                    true
                default: false
                }
            }
    }
}

extension CalendarDate: CustomStringConvertible {
    /// The date of a text such as 2026-11-21; `nil` for anything else.
    public init?(_ text: String) {
        var reader = TextReader(text)
        guard let date = reader.date(), reader.isAtEnd else { return nil }
        self = date
    }

    public var description: String {
        let digits = String(year.magnitude)
        let padding = String(repeating: "0", count: max(0, 4 - digits.utf8.count))
        return "\(year < 0 ? "-" : "")\(padding)\(digits)-\(two(month))-\(two(day))"
    }
}

extension ClockTime: CustomStringConvertible {
    /// The time of a text such as 09:30:00, 09:30:00.5Z or 09:30:00@Europe/Berlin.
    public init?(_ text: String) {
        var reader = TextReader(text)
        guard let time = reader.time(), reader.isAtEnd else { return nil }
        self = time
    }

    public var description: String {
        let clock = "\(two(hour)):\(two(minute)):\(two(second))\(fractionText(nanosecond))"
        return clock + (zone?.description ?? "")
    }
}

extension ClockTime.TimeZone: CustomStringConvertible {
    public var description: String {
        switch self {
        case .named(let name): return "@\(name)"
        case .offset(0): return "Z"
        case .offset(let seconds):
            let size = abs(seconds)
            let rest = size % 60 == 0 ? "" : ":\(two(size % 60))"
            return "\(seconds < 0 ? "-" : "+")\(two(size / 3_600)):\(two(size / 60 % 60))\(rest)"
        }
    }
}

extension DateTime: CustomStringConvertible {
    /// The date and time of a text such as 2026-11-21T09:30:00Z; `nil` for anything else.
    public init?(_ text: String) {
        var reader = TextReader(text)
        guard let date = reader.date(), reader.take("T"), let time = reader.time(), reader.isAtEnd
        else { return nil }
        guard let day = reader.endsDay ? date.adding(days: 1) : date else { return nil }
        self.init(day, time)
    }

    public var description: String { "\(date)T\(time)" }
}

extension DaysTimeDuration: CustomStringConvertible {
    /// The duration of a text such as P2DT3H or -PT0.5S; `nil` for anything else.
    public init?(_ text: String) {
        var reader = TextReader(text)
        let negative = reader.take("-")
        guard reader.take("P") else { return nil }
        var total: Int128 = 0
        var parts = 0
        var inTime = false
        var units: [(Unicode.Scalar, Int128)] = [("D", 86_400)]
        while !reader.isAtEnd {
            if !inTime, reader.take("T") {
                inTime = true
                units = [("H", 3_600), ("M", 60), ("S", 1)]
                if reader.isAtEnd { return nil }
                continue
            }
            guard let (value, _) = reader.digits(1...18) else { return nil }
            var nanoseconds = 0
            let hasFraction = reader.take(".")
            if hasFraction {
                guard let fraction = reader.fraction() else { return nil }
                nanoseconds = fraction
            }
            guard let at = units.firstIndex(where: { reader.take($0.0) }),
                !hasFraction || units[at].0 == "S"
            else { return nil }
            total += Int128(value) * units[at].1 * 1_000_000_000 + Int128(nanoseconds)
            units.removeSubrange(...at)
            parts += 1
        }
        guard parts > 0 else { return nil }
        self.init(total: negative ? -total : total)
    }

    public var description: String {
        let parts = parts
        let sign = total < 0 ? "-" : ""
        var text = sign + "P"
        if parts.days != 0 { text += "\(abs(parts.days))D" }
        let fraction = fractionText(abs(parts.nanoseconds))
        var time = ""
        if parts.hours != 0 { time += "\(abs(parts.hours))H" }
        if parts.minutes != 0 { time += "\(abs(parts.minutes))M" }
        if parts.seconds != 0 || !fraction.isEmpty { time += "\(abs(parts.seconds))\(fraction)S" }
        if !time.isEmpty { text += "T" + time }
        return total == 0 ? "PT0S" : text
    }
}

extension YearsMonthsDuration: CustomStringConvertible {
    /// The duration of a text such as P1Y6M; `nil` for anything else.
    public init?(_ text: String) {
        var reader = TextReader(text)
        let negative = reader.take("-")
        guard reader.take("P") else { return nil }
        var months = 0
        var units: [(Unicode.Scalar, Int)] = [("Y", 12), ("M", 1)]
        repeat {
            guard let (value, _) = reader.digits(1...12),
                let at = units.firstIndex(where: { reader.take($0.0) })
            else { return nil }
            months += value * units[at].1
            units.removeSubrange(...at)
        } while !reader.isAtEnd
        self.init(months: negative ? -months : months)
    }

    public var description: String {
        let (years, rest) = (months.magnitude / 12, months.magnitude % 12)
        var text = months < 0 ? "-P" : "P"
        if years != 0 { text += "\(years)Y" }
        if rest != 0 || years == 0 { text += "\(rest)M" }
        return text
    }
}

private func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

private func fractionText(_ nanoseconds: Int) -> String {
    guard nanoseconds != 0 else { return "" }
    var digits = String(nanoseconds)
    digits = String(repeating: "0", count: 9 - digits.utf8.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return "." + digits
}
