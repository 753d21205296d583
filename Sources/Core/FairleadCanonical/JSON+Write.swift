extension JSON {
    /// Appends the compact text of this value in UTF-8: no white space, member order and the text
    /// of numbers kept. Strings are escaped as little as RFC 8785 §3.2.2.2 allows.
    public func write(into bytes: inout ByteWriter) {
        switch self {
        case .null: bytes.append("null")
        case .bool(let value): Self.write(value, into: &bytes)
        case .integer(let value): Self.write(value, into: &bytes)
        case .number(let text):
            var text = text
            text.withUTF8 { bytes.append(UnsafeRawBufferPointer($0)) }
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

    /// The compact text of this value in UTF-8, order kept.
    public var bytes: [UInt8] {
        var bytes = ByteWriter()
        write(into: &bytes)
        return bytes.bytes
    }

    /// The compact text of this value, order kept.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Appends `true` or `false`.
    public static func write(_ value: Bool, into bytes: inout ByteWriter) {
        bytes.append(value ? "true" : "false")
    }

    /// Appends an integer in decimal digits.
    public static func write(_ value: Int64, into bytes: inout ByteWriter) {
        // A sign and 19 digits at most.
        bytes.append(upTo: 20) { target in
            var count = value < 0 ? 2 : 1
            var rest = value.magnitude
            while rest > 9 {
                rest /= 10
                count += 1
            }
            rest = value.magnitude
            for place in stride(from: count - 1, through: value < 0 ? 1 : 0, by: -1) {
                target.storeBytes(
                    of: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10),
                    toByteOffset: place, as: UInt8.self)
                rest /= 10
            }
            if value < 0 { target.storeBytes(of: UInt8(ascii: "-"), as: UInt8.self) }
            return count
        }
    }

    /// Appends a string in quotation marks, escaped as RFC 8785 §3.2.2.2 says.
    public static func write(_ text: String, into bytes: inout ByteWriter) {
        let isWritten: Void? = text.utf8.withContiguousStorageIfAvailable {
            write(utf8: $0, into: &bytes)
        }
        if isWritten == nil {
            var text = text
            text.withUTF8 { write(utf8: $0, into: &bytes) }
        }
    }

    private static func write(
        utf8: UnsafeBufferPointer<UInt8>, into bytes: inout ByteWriter
    ) {
        let plain = plainEnd(utf8, from: 0, isASCII: false)
        if plain == utf8.count {
            // Nearly every string: written in one piece.
            return bytes.append(upTo: plain + 2) { target in
                target.storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
                if let start = utf8.baseAddress {
                    (target + 1).copyMemory(from: start, byteCount: plain)
                }
                target.storeBytes(
                    of: UInt8(ascii: "\""), toByteOffset: plain + 1, as: UInt8.self)
                return plain + 2
            }
        }
        bytes.append(UInt8(ascii: "\""))
        var (start, end) = (0, plain)
        while true {
            let run = UnsafeBufferPointer(rebasing: utf8[start..<end])
            bytes.append(UnsafeRawBufferPointer(run))
            guard end < utf8.count else { break }
            escape(utf8[end], into: &bytes)
            start = end + 1
            end = plainEnd(utf8, from: start, isASCII: false)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func escape(_ byte: UInt8, into bytes: inout ByteWriter) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x20...: bytes.append(byte)
        default:
            bytes.append("u00")
            bytes.append(Hexadecimal.digit(byte >> 4))
            bytes.append(Hexadecimal.digit(byte & 15))
        }
    }
}
