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

    /// Parts up to so many bytes are put together before they are hashed.
    private static let shortBytesMax = 256

    /// The digest of a list of parts in a domain.
    public static func sha256(domain: DigestDomain, parts: [[UInt8]]) -> Digest {
        var hasher = SHA256()
        withUnsafeTemporaryAllocation(byteCount: shortBytesMax, alignment: 8) { short in
            // What is short is hashed together: each call costs as much as many bytes.
            var end = 0
            func put(_ bytes: UnsafeRawBufferPointer) {
                if bytes.count > short.count - end {
                    hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: short[..<end]))
                    end = 0
                }
                guard bytes.count <= short.count else {
                    return hasher.update(bufferPointer: bytes)
                }
                UnsafeMutableRawBufferPointer(rebasing: short[end...]).copyMemory(from: bytes)
                end += bytes.count
            }
            domain.prefix.withUnsafeBytes(put)
            for part in parts {
                withUnsafeBytes(of: UInt64(part.count).bigEndian, put)
                part.withUnsafeBytes(put)
            }
            hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: short[..<end]))
        }
        return hasher.finalize().withUnsafeBytes { result in
            func word(_ index: Int) -> UInt64 {
                UInt64(
                    bigEndian: result.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
            }
            return Digest(word(0), word(1), word(2), word(3))
        }
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Self.byteCount) { bytes, count in
            let raw = UnsafeMutableRawBufferPointer(bytes)
            raw.storeBytes(of: a.bigEndian, toByteOffset: 0, as: UInt64.self)
            raw.storeBytes(of: b.bigEndian, toByteOffset: 8, as: UInt64.self)
            raw.storeBytes(of: c.bigEndian, toByteOffset: 16, as: UInt64.self)
            raw.storeBytes(of: d.bigEndian, toByteOffset: 24, as: UInt64.self)
            count = Self.byteCount
        }
    }

    /// 64 lower-case hexadecimal digits.
    public var hex: String {
        String(unsafeUninitializedCapacity: Self.byteCount * 2) { digits in
            writeHex(to: digits)
            return Self.byteCount * 2
        }
    }

    /// Appends the 64 digits in ASCII.
    public func writeHex(into bytes: inout [UInt8]) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.byteCount * 2) { digits in
            writeHex(to: digits)
            bytes.append(contentsOf: digits)
        }
    }

    private func writeHex(to digits: UnsafeMutableBufferPointer<UInt8>) {
        let raw = UnsafeMutableRawBufferPointer(digits)
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
