/// Bytes that grow at their end, for what is written in many small parts: a list of bytes asks at
/// each of them whether it is its memory's only holder, which costs more than the part.
public struct ByteWriter: ~Copyable {
    @usableFromInline var memory: UnsafeMutableRawBufferPointer
    /// How many bytes are written.
    public var count: Int { written }
    @usableFromInline var written = 0

    /// Room for most values, so that writing one does not move what is written.
    private static let usualBytes = 1_000

    public init() { self.init(reserving: Self.usualBytes) }

    public init(reserving byteCount: Int) {
        memory = .allocate(byteCount: max(1, byteCount), alignment: 1)
    }

    deinit { memory.deallocate() }

    /// What is written.
    public var bytes: [UInt8] { [UInt8](UnsafeRawBufferPointer(rebasing: memory[..<count])) }

    /// Begins anew, in the same memory.
    public mutating func removeAll() { written = 0 }

    @inlinable @inline(__always)
    public mutating func append(_ byte: UInt8) {
        makeRoom(for: 1)
        end.storeBytes(of: byte, as: UInt8.self)
        written += 1
    }

    @inlinable @inline(__always)
    public mutating func append(_ part: UnsafeRawBufferPointer) {
        guard let start = part.baseAddress else { return }
        makeRoom(for: part.count)
        end.copyMemory(from: start, byteCount: part.count)
        written += part.count
    }

    /// Appends what is known when this is compiled.
    @inlinable @inline(__always)
    public mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Lets somebody write up to so many bytes; it answers how many it wrote.
    @inlinable @inline(__always)
    public mutating func append(upTo most: Int, _ write: (UnsafeMutableRawPointer) -> Int) {
        makeRoom(for: most)
        written += write(end)
    }

    @inlinable @inline(__always)
    var end: UnsafeMutableRawPointer {
        // There is memory from the beginning.
        memory.baseAddress.unsafelyUnwrapped + written
    }

    @inlinable @inline(__always)
    mutating func makeRoom(for more: Int) {
        if more > memory.count - written { grow(by: more) }
    }

    @usableFromInline @inline(never)
    mutating func grow(by more: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(memory.count * 2, count + more), alignment: 1)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<count]))
        memory.deallocate()
        memory = larger
    }
}
