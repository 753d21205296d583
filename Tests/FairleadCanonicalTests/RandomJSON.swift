import FairleadCanonical
import FairleadTesting

/// Draws JSON values: any that can be parsed, or only those that records may hold.
struct RandomJSON {
    var generator: SeededGenerator
    var isCanonical = false

    init(seed: UInt64, isCanonical: Bool = false) {
        generator = SeededGenerator(seed: seed)
        self.isCanonical = isCanonical
    }

    mutating func value(depth: Int = 0) -> JSON {
        switch Int.random(in: 0..<(depth < 4 ? 10 : 6), using: &generator) {
        case 0: return isCanonical ? .bool(true) : .null
        case 1: return .bool(Bool.random(using: &generator))
        case 2: return .integer(integer())
        case 3: return isCanonical ? .string(string()) : .number(number())
        case 4, 5: return .string(string())
        case 6, 7:
            return .array(
                (0..<Int.random(in: 0...5, using: &generator)).map { _ in
                    value(depth: depth + 1)
                })
        default: return .object(object(depth: depth + 1))
        }
    }

    mutating func object(depth: Int = 0) -> JSONObject {
        var object = JSONObject()
        let isLarge = Int.random(in: 0..<20, using: &generator) == 0
        for _ in 0..<Int.random(in: 0...(isLarge ? 60 : 6), using: &generator) {
            object[string()] = value(depth: depth)
        }
        return object
    }

    mutating func integer() -> Int64 {
        let limit = isCanonical ? JSON.canonicalIntegerLimit - 1 : Int64.max
        let bits = Int.random(in: 0..<64, using: &generator)
        return Int64.random(in: -limit...limit, using: &generator) >> Int64(bits)
    }

    mutating func number() -> String {
        ["-0", "0.10", "1e5", "-2.5E-7", "123456789012345678901234567890"]
            .randomElement(using: &generator) ?? "0.0"
    }

    mutating func string() -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...12, using: &generator) {
            text.unicodeScalars.append(scalar())
        }
        return text
    }

    private mutating func scalar() -> Unicode.Scalar {
        let ranges: [ClosedRange<UInt32>] = [
            0x20...0x7E, 0x20...0x7E, 0...0x1F, 0x7F...0x7FF, 0x800...0xD7FF, 0xE000...0xFFFF,
            0x10000...0x10FFFF,
        ]
        let range = ranges.randomElement(using: &generator) ?? 0x20...0x7E
        return Unicode.Scalar(UInt32.random(in: range, using: &generator)) ?? "?"
    }
}
