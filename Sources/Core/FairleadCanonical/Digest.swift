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
        guard bytes.count == Self.byteCount else { return nil }
        var words: [UInt64] = [0, 0, 0, 0]
        for (index, byte) in bytes.enumerated() {
            words[index / 8] = words[index / 8] << 8 | UInt64(byte)
        }
        self.init(words[0], words[1], words[2], words[3])
    }

    /// A digest from 64 lower-case hexadecimal digits, or nil: a digest has one text only.
    public init?(hex: some StringProtocol) {
        guard hex.utf8.count == Self.byteCount * 2 else { return nil }
        var words: [UInt64] = [0, 0, 0, 0]
        for (index, digit) in hex.utf8.enumerated() {
            guard !Hexadecimal.isUpperCase(digit), let value = Hexadecimal.value(digit) else {
                return nil
            }
            words[index / 16] = words[index / 16] << 4 | UInt64(value)
        }
        self.init(words[0], words[1], words[2], words[3])
    }

    /// The digest of parts in a domain: SHA-256 over the domain's tag and the parts, each with
    /// its length in bytes before it as 8 bytes, the most significant first. So neither domains
    /// nor the borders between parts can be confused.
    public static func sha256(domain: DigestDomain, _ parts: [UInt8]...) -> Digest {
        sha256(domain: domain, parts: parts)
    }

    /// The digest of a list of parts in a domain.
    public static func sha256(domain: DigestDomain, parts: [[UInt8]]) -> Digest {
        var hasher = SHA256()
        domain.prefix.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        for part in parts {
            var length = UInt64(part.count).bigEndian
            withUnsafeBytes(of: &length) { hasher.update(bufferPointer: $0) }
            part.withUnsafeBytes { hasher.update(bufferPointer: $0) }
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
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        for word in [a, b, c, d] {
            bytes.append(contentsOf: Self.bigEndianBytes(word))
        }
        return bytes
    }

    /// 64 lower-case hexadecimal digits.
    public var hex: String {
        String(unsafeUninitializedCapacity: Self.byteCount * 2) { digits in
            writeHex { digits.initializeElement(at: $0, to: $1) }
            return Self.byteCount * 2
        }
    }

    /// Appends the 64 digits in ASCII.
    public func writeHex(into bytes: inout [UInt8]) {
        writeHex { _, digit in bytes.append(digit) }
    }

    private func writeHex(_ put: (Int, UInt8) -> Void) {
        var index = 0
        func write(_ word: UInt64) {
            for shift in stride(from: 60, through: 0, by: -4) {
                put(index, Hexadecimal.digit(UInt8(word >> shift & 15)))
                index += 1
            }
        }
        write(a)
        write(b)
        write(c)
        write(d)
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
