/// Builds a length-prefixed frame; numbers are written with the most significant byte first.
struct FrameWriter {
    private(set) var bytes: [UInt8] = []

    init(reserving byteCount: Int) {
        bytes.reserveCapacity(byteCount)
    }

    mutating func put(_ value: UInt8) {
        bytes.append(value)
    }

    mutating func put(_ value: UInt32) {
        for shift in stride(from: UInt32(24), through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    /// Bytes of a length that the reader knows.
    mutating func putRaw(_ part: some Collection<UInt8>) {
        bytes.append(contentsOf: part)
    }

    /// Bytes with their length before them.
    mutating func put(_ part: some Collection<UInt8>) {
        put(UInt32(part.count))
        bytes.append(contentsOf: part)
    }
}
