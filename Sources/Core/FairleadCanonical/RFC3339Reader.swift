/// Reads `2026-11-20T09:30:00.25+01:00` (RFC 3339 §5.6).
struct RFC3339Reader {
    private let text: [UInt8]
    private var position = 0

    init(_ text: [UInt8]) {
        self.text = text
    }

    /// Milliseconds since 1970-01-01T00:00:00Z, or nil.
    mutating func milliseconds() -> Int64? {
        guard let year = number(4), skip("-"), let month = number(2), skip("-"),
            let day = number(2), let date = CivilDate(year: year, month: month, day: day),
            skip("T") || skip("t"), let hour = number(2), hour < 24, skip(":"),
            let minute = number(2), minute < 60, skip(":"), let second = number(2),
            second <= 60, let fraction = fraction(), let offset = offset(),
            position == text.count
        else { return nil }
        let minutes = date.daysSince1970 * 1440 + hour * 60 + minute - offset
        // A leap second is inserted at the end of a day in UTC, nowhere else.
        guard second < 60 || (minutes + 1) % 1440 == 0 else { return nil }
        return Int64(minutes * 60_000 + second * 1000 + fraction)
    }

    private mutating func number(_ digitCount: Int) -> Int? {
        guard position + digitCount <= text.count else { return nil }
        var value = 0
        for _ in 0..<digitCount {
            let digit = text[position] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
            position += 1
        }
        return value
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard position < text.count, text[position] == UInt8(ascii: character) else {
            return false
        }
        position += 1
        return true
    }

    /// Milliseconds; 0 if there is no fraction; nil if a point has no digit after it.
    private mutating func fraction() -> Int? {
        guard skip(".") else { return 0 }
        guard var value = number(1) else { return nil }
        var digitCount = 1
        while let digit = number(1) {
            if digitCount < 3 { value = value * 10 + digit }
            digitCount += 1
        }
        for _ in min(digitCount, 3)..<3 { value *= 10 }
        return value
    }

    /// Minutes east of Greenwich.
    private mutating func offset() -> Int? {
        if skip("Z") || skip("z") { return 0 }
        let isEast = skip("+")
        guard isEast || skip("-"), let hours = number(2), hours < 24, skip(":"),
            let minutes = number(2), minutes < 60
        else { return nil }
        return (isEast ? 1 : -1) * (hours * 60 + minutes)
    }
}
