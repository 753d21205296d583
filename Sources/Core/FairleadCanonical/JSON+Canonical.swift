extension JSON {
    /// Integers of records are below this in size, so that every JSON library reads them exactly.
    public static let canonicalIntegerLimit: Int64 = 1 << 53

    /// The canonical bytes by RFC 8785, of the values that records may hold: objects, lists,
    /// strings, booleans and integers below 2^53 in size; no null, no other number, and nothing
    /// nested deeper than `JSONLimits.standard` reads.
    ///
    /// Within these values the standard comes down to: no white space, names sorted by their
    /// UTF-16 code units, and the string escapes of its §3.2.2.2.
    public func canonicalBytes() throws(CanonicalError) -> [UInt8] {
        var bytes = ByteWriter()
        try writeCanonical(into: &bytes)
        return bytes.bytes
    }

    /// Appends the canonical bytes; after an error, what was appended is of no use. `depth` is
    /// the number of arrays and objects around this value.
    public func writeCanonical(
        into bytes: inout ByteWriter, depth: Int = 0
    ) throws(CanonicalError) {
        switch self {
        case .null: throw CanonicalError(reason: .null, path: "")
        case .number: throw CanonicalError(reason: .otherNumber, path: "")
        case .bool(let value): Self.write(value, into: &bytes)
        case .string(let text): Self.write(text, into: &bytes)
        case .integer(let value):
            guard value.magnitude < Self.canonicalIntegerLimit.magnitude else {
                throw CanonicalError(reason: .integerTooLarge, path: "")
            }
            Self.write(value, into: &bytes)
        case .array(let elements): try Self.writeCanonical(elements, into: &bytes, depth: depth)
        case .object(let object): try object.writeCanonical(into: &bytes, depth: depth)
        }
    }

    /// The bytes with sorted names and everything else as `bytes` writes it: for the digest of a
    /// value that was received and may hold null and any number. Numbers keep their text, so 1.0
    /// and 1 differ.
    public var sortedBytes: [UInt8] {
        var bytes = ByteWriter()
        writeSorted(into: &bytes)
        return bytes.bytes
    }

    private func writeSorted(into bytes: inout ByteWriter) {
        switch self {
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for index in elements.indices {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                elements[index].writeSorted(into: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object):
            bytes.append(UInt8(ascii: "{"))
            for (index, place) in object.canonicalOrder.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                let (key, value) = object[place: place]
                Self.write(key, into: &bytes)
                bytes.append(UInt8(ascii: ":"))
                value.writeSorted(into: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        default: write(into: &bytes)
        }
    }

    private static func writeCanonical(
        _ elements: [JSON], into bytes: inout ByteWriter, depth: Int
    ) throws(CanonicalError) {
        guard depth < JSONLimits.standard.depthMax else {
            throw CanonicalError(reason: .tooDeep, path: "")
        }
        bytes.append(UInt8(ascii: "["))
        for index in elements.indices {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            do {
                try elements[index].writeCanonical(into: &bytes, depth: depth + 1)
            } catch {
                throw error.below(index: index)
            }
        }
        bytes.append(UInt8(ascii: "]"))
    }
}

extension JSONObject {
    /// Appends the canonical bytes of an object, as `JSON.writeCanonical` does.
    public func writeCanonical(
        into bytes: inout ByteWriter, depth: Int = 0
    ) throws(CanonicalError) {
        guard depth < JSONLimits.standard.depthMax else {
            throw CanonicalError(reason: .tooDeep, path: "")
        }
        bytes.append(UInt8(ascii: "{"))
        let order = isInCanonicalOrder ? nil : canonicalOrder
        var isFirst = true
        for index in 0..<count {
            let place = order?[index] ?? index
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            let (key, value) = self[place: place]
            JSON.write(key, into: &bytes)
            bytes.append(UInt8(ascii: ":"))
            do {
                try value.writeCanonical(into: &bytes, depth: depth + 1)
            } catch {
                throw error.below(key: key)
            }
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// The places of the members, by the UTF-16 code units of their names.
    var canonicalOrder: [Int] {
        guard count <= Self.linearSearchMembersMax else {
            return (0..<count).sorted { key(at: $0).precedesInUTF16(key(at: $1)) }
        }
        // Few are put in their order one by one.
        var order = Array(0..<count)
        for place in indices.dropFirst() {
            var free = place
            while free > 0, key(at: place).precedesInUTF16(key(at: order[free - 1])) {
                order[free] = order[free - 1]
                free -= 1
            }
            order[free] = place
        }
        return order
    }

    private var isInCanonicalOrder: Bool {
        for place in indices.dropFirst()
        where !key(at: place - 1).precedesInUTF16(key(at: place)) {
            return false
        }
        return true
    }

    private var indices: Range<Int> { 0..<count }
}

extension String {
    /// Whether this comes before the other by UTF-16 code units (RFC 8785 §3.2.3).
    ///
    /// UTF-8 sorts by scalar value, and so does UTF-16 but for one thing: scalars beyond U+FFFF,
    /// whose surrogates begin at D800, come before U+E000 to U+FFFF. In UTF-8 these begin with
    /// the bytes EE and EF, those with F0 and more.
    public func precedesInUTF16(_ other: String) -> Bool {
        let precedes = utf8.withContiguousStorageIfAvailable { bytes in
            other.utf8.withContiguousStorageIfAvailable { others in
                Self.precedesInUTF16(bytes, others)
            }
        }
        return (precedes ?? nil) ?? Self.precedesInUTF16(utf8, other.utf8)
    }

    @inline(__always)
    private static func precedesInUTF16(
        _ bytes: some Collection<UInt8>, _ others: some Collection<UInt8>
    ) -> Bool {
        for (byte, otherByte) in zip(bytes, others) where byte != otherByte {
            if byte >= 0xEE, otherByte >= 0xEE, (byte >= 0xF0) != (otherByte >= 0xF0) {
                return byte >= 0xF0
            }
            return byte < otherByte
        }
        return bytes.count < others.count
    }
}
