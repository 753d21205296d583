extension JSON {
    /// Appends the compact text of this value in UTF-8: no white space, member order and the text
    /// of numbers kept. Strings are escaped as little as RFC 8785 §3.2.2.2 allows.
    public func write(into bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(contentsOf: [0x6E, 0x75, 0x6C, 0x6C])
        case .bool(let value): Self.write(value, into: &bytes)
        case .integer(let value): Self.write(value, into: &bytes)
        case .number(let text): bytes.append(contentsOf: text.utf8)
        case .string(let text): Self.write(text, into: &bytes)
        case .array(let elements):
            var separator = UInt8(ascii: "[")
            for element in elements {
                bytes.append(separator)
                element.write(into: &bytes)
                separator = UInt8(ascii: ",")
            }
            if elements.isEmpty { bytes.append(separator) }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object):
            var separator = UInt8(ascii: "{")
            object.forEachMember { key, value in
                bytes.append(separator)
                Self.write(key, into: &bytes)
                bytes.append(UInt8(ascii: ":"))
                value.write(into: &bytes)
                separator = UInt8(ascii: ",")
            }
            if object.isEmpty { bytes.append(separator) }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// Room for most values, so that writing one does not move what is written.
    private static let usualBytes = 480

    /// The compact text of this value in UTF-8, order kept.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.usualBytes)
        write(into: &bytes)
        return bytes
    }

    /// The compact text of this value, order kept.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Appends `true` or `false`.
    public static func write(_ value: Bool, into bytes: inout [UInt8]) {
        bytes.append(
            contentsOf: value ? [0x74, 0x72, 0x75, 0x65] : [0x66, 0x61, 0x6C, 0x73, 0x65])
    }

    /// Appends an integer in decimal digits.
    public static func write(_ value: Int64, into bytes: inout [UInt8]) {
        // A sign and 19 digits at most, from the last one.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var start = digits.count
            func put(_ digit: UInt8) {
                start -= 1
                digits.initializeElement(at: start, to: digit)
            }
            var rest = value.magnitude
            repeat {
                put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
                rest /= 10
            } while rest > 0
            if value < 0 { put(UInt8(ascii: "-")) }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[start...]))
        }
    }

    /// Appends a string in quotation marks, escaped as RFC 8785 §3.2.2.2 says.
    public static func write(_ text: String, into bytes: inout [UInt8]) {
        var text = text
        text.withUTF8 { utf8 in
            var runStart = 0
            if utf8.count <= shortBytesMax, plainEnd(utf8, from: 0, isASCII: false) == utf8.count {
                return writeShort(utf8, into: &bytes)
            }
            bytes.append(UInt8(ascii: "\""))
            defer { bytes.append(UInt8(ascii: "\"")) }
            while true {
                let end = plainEnd(utf8, from: runStart, isASCII: false)
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[runStart..<end]))
                guard end < utf8.count else { return }
                escape(utf8[end], into: &bytes)
                runStart = end + 1
            }
        }
    }

    /// Up to so many bytes are put between their quotation marks before they are appended.
    private static let shortBytesMax = 62

    @inline(__always)
    private static func writeShort(
        _ text: UnsafeBufferPointer<UInt8>, into bytes: inout [UInt8]
    ) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: shortBytesMax + 2) { quoted in
            quoted[0] = UInt8(ascii: "\"")
            if let start = text.baseAddress, let target = quoted.baseAddress {
                (target + 1).update(from: start, count: text.count)
            }
            quoted[text.count + 1] = UInt8(ascii: "\"")
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: quoted[..<(text.count + 2)]))
        }
    }

    private static func escape(_ byte: UInt8, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x20...: bytes.append(byte)
        default:
            bytes.append(contentsOf: [UInt8(ascii: "u"), UInt8(ascii: "0"), UInt8(ascii: "0")])
            bytes.append(Hexadecimal.digit(byte >> 4))
            bytes.append(Hexadecimal.digit(byte & 15))
        }
    }
}
