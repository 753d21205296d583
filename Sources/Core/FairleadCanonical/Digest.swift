import Crypto

/// A SHA-256 digest (FIPS 180-4) with a domain, written as 64 lower-case hexadecimal digits.
public struct Digest: Sendable, Hashable {
    public static let byteCount = 32

    /// 32 zero bytes: what comes before the first entry of a chain.
    public static let zero = Digest(0, 0, 0, 0)

    // Four words, the most significant byte first: no allocation, and quick to compare.
    private let a: UInt64
    private let b: UInt64
    private let c: UInt64
    private let d: UInt64

    private init(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) {
        self.a = a
        self.b = b
        self.c = c
        self.d = d
    }

    /// A digest from its 32 bytes, or nil if there are more or fewer.
    public init?(bytes: some Collection<UInt8>) {
        let words = Self.read(bytes) { bytes -> (UInt64, UInt64, UInt64, UInt64)? in
            guard bytes.count == Self.byteCount else { return nil }
            func word(_ index: Int) -> UInt64 {
                var word: UInt64 = 0
                for place in index * 8..<index * 8 + 8 { word = word << 8 | UInt64(bytes[place]) }
                return word
            }
            return (word(0), word(1), word(2), word(3))
        }
        guard let words else { return nil }
        self.init(words.0, words.1, words.2, words.3)
    }

    /// A digest from 64 lower-case hexadecimal digits, or nil: a digest has one text only.
    public init?(hex: some StringProtocol) {
        let words = Self.read(hex.utf8) { digits -> (UInt64, UInt64, UInt64, UInt64)? in
            guard digits.count == Self.byteCount * 2 else { return nil }
            var isHex = true
            func word(_ index: Int) -> UInt64 {
                var word: UInt64 = 0
                for digit in digits[index * 16..<index * 16 + 16] {
                    let value = Hexadecimal.isUpperCase(digit) ? nil : Hexadecimal.value(digit)
                    isHex = isHex && value != nil
                    word = word << 4 | UInt64(value ?? 0)
                }
                return word
            }
            let words = (word(0), word(1), word(2), word(3))
            return isHex ? words : nil
        }
        guard let words else { return nil }
        self.init(words.0, words.1, words.2, words.3)
    }

    /// Reads bytes where they lie, if they lie together: one by one costs ten times as much.
    private static func read<Result>(
        _ bytes: some Collection<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        if let result = bytes.withContiguousStorageIfAvailable(body) { return result }
        return Array(bytes).withUnsafeBufferPointer(body)
    }

    /// The digest of parts in a domain: SHA-256 over the domain's tag and the parts, each with
    /// its length in bytes before it as 8 bytes, the most significant first. So neither domains
    /// nor the borders between parts can be confused.
    public static func sha256(domain: DigestDomain, _ parts: [UInt8]...) -> Digest {
        sha256(domain: domain, parts: parts)
    }

    /// Parts up to so many bytes are put together before they are hashed: each call of the hash
    /// costs as much as many bytes.
    private static let shortBytesMax = 256

    /// The digest of a list of parts in a domain.
    public static func sha256(domain: DigestDomain, parts: [[UInt8]]) -> Digest {
        var hasher = SHA256()
        withUnsafeTemporaryAllocation(byteCount: shortBytesMax, alignment: 8) { short in
            var end = put(domain.prefix, at: 0, in: short, of: &hasher)
            for part in parts {
                if end + MemoryLayout<UInt64>.size > short.count {
                    hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: short[..<end]))
                    end = 0
                }
                short.storeBytes(
                    of: UInt64(part.count).bigEndian, toByteOffset: end, as: UInt64.self)
                end = put(part, at: end + MemoryLayout<UInt64>.size, in: short, of: &hasher)
            }
            if end > 0 {
                hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: short[..<end]))
            }
        }
        return hasher.finalize().withUnsafeBytes { result in
            func word(_ index: Int) -> UInt64 {
                UInt64(
                    bigEndian: result.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
            }
            return Digest(word(0), word(1), word(2), word(3))
        }
    }

    /// Puts a part behind what is gathered, or hashes that and the part; where the next begins.
    @inline(__always)
    private static func put(
        _ part: [UInt8], at end: Int, in short: UnsafeMutableRawBufferPointer,
        of hasher: inout SHA256
    ) -> Int {
        guard part.count > short.count - end else {
            part.withUnsafeBytes { bytes in
                UnsafeMutableRawBufferPointer(rebasing: short[end...]).copyMemory(from: bytes)
            }
            return end + part.count
        }
        hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: short[..<end]))
        part.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        return 0
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        withUnsafeBytes { [UInt8]($0) }
    }

    /// Does something with the 32 bytes, without a list of them.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        Swift.withUnsafeBytes(
            of: (a.bigEndian, b.bigEndian, c.bigEndian, d.bigEndian), body)
    }

    /// 64 lower-case hexadecimal digits.
    public var hex: String {
        String(unsafeUninitializedCapacity: Self.byteCount * 2) { digits in
            writeHex(to: UnsafeMutableRawPointer(digits.baseAddress.unsafelyUnwrapped))
            return Self.byteCount * 2
        }
    }

    /// The first so many digits.
    public func hexPrefix(_ digitCount: Int) -> String {
        // Not by characters, each of which would be looked for.
        String(Substring(hex.utf8.prefix(digitCount)))
    }

    /// Appends the 64 digits in ASCII.
    public func writeHex(into bytes: inout ByteWriter) {
        bytes.append(upTo: Self.byteCount * 2) { digits in
            writeHex(to: digits)
            return Self.byteCount * 2
        }
    }

    private func writeHex(to raw: UnsafeMutableRawPointer) {
        func write(_ word: UInt64, at place: Int) {
            raw.storeBytes(
                of: Hexadecimal.digits(word >> 32).bigEndian, toByteOffset: place,
                as: UInt64.self)
            raw.storeBytes(
                of: Hexadecimal.digits(word & 0xFFFF_FFFF).bigEndian, toByteOffset: place + 8,
                as: UInt64.self)
        }
        write(a, at: 0)
        write(b, at: 16)
        write(c, at: 32)
        write(d, at: 48)
    }

    static func lengthPrefix(_ byteCount: Int) -> [UInt8] {
        bigEndianBytes(UInt64(byteCount))
    }

    private static func bigEndianBytes(_ word: UInt64) -> [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> $0) }
    }
}

extension Digest: Comparable {
    /// By their bytes, as by their text.
    public static func < (left: Digest, right: Digest) -> Bool {
        (left.a, left.b, left.c, left.d) < (right.a, right.b, right.c, right.d)
    }
}

extension Digest: CustomStringConvertible {
    public var description: String { hex }
}
