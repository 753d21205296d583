/// The parser behind `JSON.parse`: one pass over bytes, by hand, for it stands on the hot path.
///
/// It recurses once for each level, which `JSONLimits.depthMax` bounds.
struct JSONParser {
    /// A fault before its line and column are counted, which only a failing document pays for.
    struct Fault: Error {
        let code: JSONError.Code
        let offset: Int
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private let depthMax: Int
    private let numberBytesMax: Int
    private var position = 0
    /// Holds a string with escapes while it is put together.
    private var scratch: [UInt8] = []
    /// Whether the last string was ASCII with no escapes.
    private var isPlain = false

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ limits: JSONLimits) {
        self.bytes = bytes
        depthMax = limits.depthMax
        numberBytesMax = limits.numberBytesMax
    }

    mutating func document() throws(Fault) -> JSON {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw fault(.byteOrderMark) }
        skipSpace()
        let value = try value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw fault(.trailingBytes) }
        return value
    }

    private mutating func value(depth: Int) throws(Fault) -> JSON {
        switch try current() {
        case UInt8(ascii: "\""):
            return .string(try string())
        case UInt8(ascii: "{"):
            guard depth < depthMax else { throw fault(.limitDepth) }
            return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["):
            guard depth < depthMax else { throw fault(.limitDepth) }
            return .array(try array(depth: depth + 1))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return try number()
        case UInt8(ascii: "t"):
            try word("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try word("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try word("null")
            return .null
        default:
            throw fault(.unexpectedByte)
        }
    }

    private mutating func object(depth: Int) throws(Fault) -> JSONObject {
        position += 1
        skipSpace()
        var object = JSONObject()
        if try current() == UInt8(ascii: "}") {
            position += 1
            return object
        }
        object.reserveCapacity(8)
        var filter = KeyFilter()
        while true {
            let start = position
            guard try current() == UInt8(ascii: "\"") else { throw fault(.unexpectedByte) }
            let key = try string()
            let isNew = filter.isSurelyNew(
                UnsafeBufferPointer(rebasing: bytes[start..<position]), isPlain: isPlain)
            skipSpace()
            guard try current() == UInt8(ascii: ":") else { throw fault(.unexpectedByte) }
            position += 1
            skipSpace()
            let value = try value(depth: depth)
            if isNew {
                object.appendNew(key, value)
            } else if !object.append(key, value) {
                throw Fault(code: .duplicateKey, offset: start)
            }
            skipSpace()
            if try isEnd(UInt8(ascii: "}")) { return object }
        }
    }

    private mutating func array(depth: Int) throws(Fault) -> [JSON] {
        position += 1
        skipSpace()
        var elements: [JSON] = []
        if try current() == UInt8(ascii: "]") {
            position += 1
            return elements
        }
        while true {
            elements.append(try value(depth: depth))
            skipSpace()
            if try isEnd(UInt8(ascii: "]")) { return elements }
        }
    }

    /// Steps over a comma, or over the closing bracket and answers true.
    private mutating func isEnd(_ closing: UInt8) throws(Fault) -> Bool {
        let byte = try current()
        guard byte == closing || byte == UInt8(ascii: ",") else { throw fault(.unexpectedByte) }
        position += 1
        if byte == closing { return true }
        skipSpace()
        return false
    }

    private mutating func word(_ word: StaticString) throws(Fault) {
        for index in 0..<word.utf8CodeUnitCount {
            guard try current() == word.utf8Start[index] else { throw fault(.unexpectedByte) }
            position += 1
        }
    }

    private func current() throws(Fault) -> UInt8 {
        guard position < bytes.count else { throw fault(.unexpectedEnd) }
        return bytes[position]
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private func fault(_ code: JSONError.Code) -> Fault {
        Fault(code: code, offset: position)
    }
}

/// Spares the parser most comparisons of names: it knows a name for new when no earlier one of
/// the object had its mark. What is not plain ASCII is always compared, for it may be equivalent
/// to something written otherwise.
private struct KeyFilter {
    private var marks: UInt64 = 0
    private var isPlain = true

    mutating func isSurelyNew(
        _ written: UnsafeBufferPointer<UInt8>, isPlain isThisPlain: Bool
    ) -> Bool {
        var sum = UInt64(written.count)
        if written.count >= 8 {
            let raw = UnsafeRawBufferPointer(written)
            sum ^= raw.loadUnaligned(fromByteOffset: 0, as: UInt64.self) &* 0x9E37_79B9_7F4A_7C15
            sum ^= raw.loadUnaligned(fromByteOffset: raw.count - 8, as: UInt64.self)
            sum &*= 0xD6E8_FEB8_6659_FD93
        } else {
            for byte in written { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        isPlain = isPlain && isThisPlain
        let mark: UInt64 = 1 << ((sum ^ sum >> 29) & 63)
        defer { marks |= mark }
        return isPlain && marks & mark == 0
    }
}

// MARK: - Numbers

extension JSONParser {
    private mutating func number() throws(Fault) -> JSON {
        let start = position
        let isNegative = bytes[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let digitsStart = position
        var magnitude: UInt64 = 0
        while position < bytes.count, let digit = digit(bytes[position]) {
            magnitude = magnitude &* 10 &+ UInt64(digit)
            position += 1
        }
        let digitCount = position - digitsStart
        guard digitCount > 0 else { throw numberFault() }
        if digitCount > 1, bytes[digitsStart] == UInt8(ascii: "0") {
            throw Fault(code: .invalidNumber, offset: digitsStart + 1)
        }
        let isWhole = try !fractionAndExponent()
        guard position - start <= numberBytesMax else {
            throw Fault(code: .limitNumberBytes, offset: start)
        }
        if isWhole, digitCount <= 18, !(isNegative && magnitude == 0) {
            return .integer(isNegative ? -Int64(magnitude) : Int64(magnitude))
        }
        let text = String(
            decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
        if isWhole, magnitude != 0 || digitCount > 18, let value = Int64(text) {
            return .integer(value)
        }
        return .number(text)
    }

    /// Steps over what follows the digits before the point; false if nothing does.
    private mutating func fractionAndExponent() throws(Fault) -> Bool {
        let start = position
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count,
                bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-")
            {
                position += 1
            }
            try digits()
        }
        return position > start
    }

    private mutating func digits() throws(Fault) {
        let start = position
        while position < bytes.count, digit(bytes[position]) != nil { position += 1 }
        guard position > start else { throw numberFault() }
    }

    private func digit(_ byte: UInt8) -> UInt8? {
        let value = byte &- UInt8(ascii: "0")
        return value < 10 ? value : nil
    }

    private func numberFault() -> Fault {
        fault(position < bytes.count ? .invalidNumber : .unexpectedEnd)
    }
}

// MARK: - Strings

extension JSONParser {
    private mutating func string() throws(Fault) -> String {
        position += 1
        let start = position
        isPlain = true
        while true {
            skipPlain()
            let byte = try current()
            if byte == UInt8(ascii: "\"") {
                let text = UnsafeBufferPointer(rebasing: bytes[start..<position])
                position += 1
                return isPlain && text.count < 16
                    ? Self.short(text) : String(decoding: text, as: UTF8.self)
            }
            isPlain = false
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            try stepOverScalar(byte)
        }
    }

    /// A text of few bytes of ASCII, which is held without memory of its own.
    @inline(__always)
    private static func short(_ text: UnsafeBufferPointer<UInt8>) -> String {
        String(unsafeUninitializedCapacity: text.count) { target in
            _ = target.initialize(fromContentsOf: text)
            return text.count
        }
    }

    /// The slower way, from the first escape on.
    private mutating func escapedString(from start: Int) throws(Fault) -> String {
        scratch.removeAll(keepingCapacity: true)
        var runStart = start
        while true {
            skipPlain()
            let byte = try current()
            if byte == UInt8(ascii: "\"") {
                scratch.append(contentsOf: bytes[runStart..<position])
                position += 1
                return String(decoding: scratch, as: UTF8.self)
            }
            if byte == UInt8(ascii: "\\") {
                scratch.append(contentsOf: bytes[runStart..<position])
                try escape()
                runStart = position
            } else {
                try stepOverScalar(byte)
            }
        }
    }

    /// Steps over what stands for itself and is ASCII, most of all strings.
    private mutating func skipPlain() {
        position = plainEnd(bytes, from: position, isASCII: true)
    }

    private mutating func escape() throws(Fault) {
        let start = position
        position += 1
        let letter = try current()
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scratch.append(letter)
        case UInt8(ascii: "b"): scratch.append(0x08)
        case UInt8(ascii: "f"): scratch.append(0x0C)
        case UInt8(ascii: "n"): scratch.append(0x0A)
        case UInt8(ascii: "r"): scratch.append(0x0D)
        case UInt8(ascii: "t"): scratch.append(0x09)
        case UInt8(ascii: "u"): try escapedScalar(start)
        default: throw Fault(code: .invalidEscape, offset: start)
        }
    }

    private mutating func escapedScalar(_ start: Int) throws(Fault) {
        var code = try hexDigits(start)
        if (0xD800..<0xDC00).contains(code) {
            guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
                bytes[position + 1] == UInt8(ascii: "u")
            else { throw Fault(code: .loneSurrogate, offset: start) }
            position += 2
            let low = try hexDigits(position - 2)
            guard (0xDC00..<0xE000).contains(low) else {
                throw Fault(code: .loneSurrogate, offset: start)
            }
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else {
            throw Fault(code: .loneSurrogate, offset: start)
        }
        scratch.append(contentsOf: UTF8.encode(scalar)!)
    }

    private mutating func hexDigits(_ start: Int) throws(Fault) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Hexadecimal.value(try current()) else {
                throw Fault(code: .invalidEscape, offset: start)
            }
            code = code << 4 | UInt32(digit)
            position += 1
        }
        return code
    }

    /// Steps over one scalar of a string: RFC 3629, so no overlong forms and no surrogates.
    private mutating func stepOverScalar(_ first: UInt8) throws(Fault) {
        guard first < 0x80 else { return try stepOverLongScalar(first) }
        guard first >= 0x20 else { throw fault(.controlCharacter) }
        position += 1
    }

    private mutating func stepOverLongScalar(_ first: UInt8) throws(Fault) {
        let second: ClosedRange<UInt8>
        let length: Int
        switch first {
        case 0xC2...0xDF: (second, length) = (0x80...0xBF, 2)
        case 0xE0: (second, length) = (0xA0...0xBF, 3)
        case 0xED: (second, length) = (0x80...0x9F, 3)
        case 0xE1...0xEF: (second, length) = (0x80...0xBF, 3)
        case 0xF0: (second, length) = (0x90...0xBF, 4)
        case 0xF1...0xF3: (second, length) = (0x80...0xBF, 4)
        case 0xF4: (second, length) = (0x80...0x8F, 4)
        default: throw fault(.invalidUTF8)
        }
        guard position + length <= bytes.count, second.contains(bytes[position + 1]) else {
            throw fault(.invalidUTF8)
        }
        for index in 2..<max(length, 2) where bytes[position + index] & 0xC0 != 0x80 {
            throw fault(.invalidUTF8)
        }
        position += length
    }
}
