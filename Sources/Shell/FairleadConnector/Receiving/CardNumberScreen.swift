public import FairleadCanonical

/// Takes card numbers out of what was received, before anything of it is kept (PCI DSS 3.5: what
/// is not stored need not be protected; 3.4 allows the first six and the last four digits).
///
/// A card number is a run of 13 to 19 digits, alone or with single spaces or hyphens between
/// them, that passes the check of ISO/IEC 7812-1 annex B (Luhn) and whose first digit is one that
/// payment cards have at that length. So a time in milliseconds, which passes the check one time
/// in ten, stays what it is.
public enum CardNumberScreen {
    public static let digitsMin = 13
    public static let digitsMax = 19

    /// The body without card numbers. The same bytes where there are none; else the document
    /// anew, or, if it is no JSON, the bytes with the digits masked.
    public static func screened(_ body: [UInt8], limits: JSONLimits) -> [UInt8] {
        guard mayHoldNumber(body) else { return body }
        guard let document = try? JSON.parse(body, limits: limits) else {
            return masked(body) ?? body
        }
        return screened(document)?.bytes ?? body
    }

    /// The document without card numbers.
    public static func screened(value: JSON) -> JSON { screened(value) ?? value }

    /// The document without card numbers; nil if it holds none.
    static func screened(_ value: JSON) -> JSON? {
        switch value {
        case .null, .bool: return nil
        case .integer(let number):
            guard number.magnitude >= 1_000_000_000_000 else { return nil }
            return masked(String(number)).map { .string($0) }
        case .number(let text): return masked(text).map { .string($0) }
        case .string(let text): return masked(text).map { .string($0) }
        case .array(let items):
            var changed = false
            let screened = items.map { item in
                guard let screened = Self.screened(item) else { return item }
                changed = true
                return screened
            }
            return changed ? .array(screened) : nil
        case .object(let object): return screened(object).map { .object($0) }
        }
    }

    private static func screened(_ object: JSONObject) -> JSONObject? {
        var changed = false
        var result = JSONObject()
        for (key, value) in object {
            let screenedKey = masked(key)
            let screenedValue = screened(value)
            changed = changed || screenedKey != nil || screenedValue != nil
            result[screenedKey ?? key] = screenedValue ?? value
        }
        return changed ? result : nil
    }

    /// The text with each card number masked; nil if it holds none.
    static func masked(_ text: String) -> String? {
        guard text.utf8.count >= digitsMin else { return nil }
        return masked(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether a run of enough digits is there at all; an escape may hide digits.
    private static func mayHoldNumber(_ bytes: [UInt8]) -> Bool {
        var run = 0
        var previousIsBackslash = false
        for byte in bytes {
            if isDigit(byte) {
                run += 1
                if run >= digitsMin { return true }
            } else if byte != UInt8(ascii: " "), byte != UInt8(ascii: "-") {
                if previousIsBackslash, byte == UInt8(ascii: "u") { return true }
                run = 0
            }
            previousIsBackslash = byte == UInt8(ascii: "\\")
        }
        return false
    }

    private static func masked(_ bytes: [UInt8]) -> [UInt8]? {
        var result: [UInt8]?
        var start = 0
        while start < bytes.count {
            guard isDigit(bytes[start]) else {
                start += 1
                continue
            }
            let places = run(in: bytes, from: start)
            for numberPlaces in numbers(bytes, places) {
                var masked = result ?? bytes
                for place in numberPlaces.dropFirst(6).dropLast(4) {
                    masked[place] = UInt8(ascii: "*")
                }
                result = masked
            }
            start = places[places.count - 1] + 1
        }
        return result
    }

    /// The places of the digits that belong together.
    private static func run(in bytes: [UInt8], from start: Int) -> [Int] {
        var places = [start]
        var index = start + 1
        while index < bytes.count {
            if isDigit(bytes[index]) {
                places.append(index)
                index += 1
            } else if bytes[index] == UInt8(ascii: " ") || bytes[index] == UInt8(ascii: "-"),
                index + 1 < bytes.count, isDigit(bytes[index + 1])
            {
                index += 1
            } else {
                break
            }
        }
        return places
    }

    /// The card numbers in a run: the whole of it, or, where separators join several groups of
    /// digits, any stretch that begins and ends at a border of the groups.
    private static func numbers(_ bytes: [UInt8], _ places: [Int]) -> [ArraySlice<Int>] {
        let starts = places.indices.filter { $0 == 0 || places[$0 - 1] + 1 < places[$0] }
        var numbers: [ArraySlice<Int>] = []
        var free = 0
        for start in starts where start >= free {
            let ends = starts.filter { $0 > start } + [places.count]
            // The longest first: a number may begin with one that is shorter.
            for end in ends.reversed() where (digitsMin...digitsMax).contains(end - start) {
                let slice = places[start..<end]
                if isCardNumber(slice.map { bytes[$0] - UInt8(ascii: "0") }) {
                    numbers.append(slice)
                    free = end
                    break
                }
            }
        }
        return numbers
    }

    private static func isCardNumber(_ digits: [UInt8]) -> Bool {
        let hasCardPrefix =
            switch digits[0] {
            case 3...6: true
            case 1: digits.count == 15
            case 2, 8, 9: digits.count == 16
            default: false
            }
        guard hasCardPrefix else { return false }
        var sum = 0
        for (index, digit) in digits.reversed().enumerated() {
            let doubled = Int(digit) * 2
            sum += index % 2 == 0 ? Int(digit) : doubled > 9 ? doubled - 9 : doubled
        }
        return sum % 10 == 0
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
