import FairleadCanonical

/// Builds a length-prefixed frame; numbers are written with the most significant byte first.
struct FrameWriter: ~Copyable {
    private var written: ByteWriter

    var bytes: [UInt8] { written.bytes }

    init(reserving byteCount: Int) {
        written = ByteWriter(reserving: byteCount)
    }

    mutating func put(_ value: UInt8) {
        written.append(value)
    }

    mutating func put(_ value: UInt32) {
        withUnsafeBytes(of: value.bigEndian) { written.append($0) }
    }

    /// Bytes of a length that the reader knows.
    mutating func putRaw(_ part: [UInt8]) {
        part.withUnsafeBytes { written.append($0) }
    }

    mutating func putRaw(_ digest: Digest) {
        digest.withUnsafeBytes { written.append($0) }
    }

    /// Bytes with their length before them.
    mutating func put(_ part: [UInt8]) {
        put(UInt32(part.count))
        putRaw(part)
    }

    /// The bytes of a text with their length before them.
    mutating func put(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            put(UInt32(utf8.count))
            written.append(UnsafeRawBufferPointer(utf8))
        }
    }
}
