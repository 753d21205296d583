/// Reads a length-prefixed frame; whatever the bytes are, it answers nil and never reads beyond.
struct FrameReader {
    private let bytes: UnsafeRawBufferPointer
    private var place = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { place == bytes.count }

    mutating func byte() -> UInt8? {
        guard place < bytes.count else { return nil }
        defer { place += 1 }
        return bytes[place]
    }

    mutating func number() -> Int? {
        guard bytes.count - place >= 4 else { return nil }
        defer { place += 4 }
        let value = bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)
        return Int(UInt32(bigEndian: value))
    }

    /// So many bytes.
    mutating func raw(_ byteCount: Int) -> [UInt8]? {
        guard byteCount <= bytes.count - place else { return nil }
        defer { place += byteCount }
        return [UInt8](bytes[place..<place + byteCount])
    }

    /// Bytes with their length before them, at most `byteCountMax`.
    mutating func part(byteCountMax: Int) -> [UInt8]? {
        guard let byteCount = number(), byteCount <= byteCountMax else { return nil }
        return raw(byteCount)
    }
}
