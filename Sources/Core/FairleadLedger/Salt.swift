import FairleadCanonical

/// 32 bytes hashed before a payload, so that nobody guesses a purged payload from its digest.
/// It is stored with the payload and purged with it.
public struct Salt: Sendable, Hashable {
    public static let byteCount = 32

    public let bytes: [UInt8]

    /// A salt as stored; nil if it is not 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }
}

/// The salts of one commit, drawn from one seed: 32 random bytes that the shell makes for each
/// commit and never stores. Salt i is SHA-256 in the domain `ledgerSalt` over the seed and i, as
/// 8 bytes with the most significant first, from 0.
public struct Salts: Sendable {
    private let seed: [UInt8]
    private var counter: UInt64

    /// The salts of a seed; a seed that is not 32 bytes is a programmer's mistake.
    ///
    /// `from` is the number of the first, for whoever seals another part of the same commit.
    public init(seed: [UInt8], from first: UInt64 = 0) {
        precondition(seed.count == Salt.byteCount, "a seed is 32 random bytes")
        self.seed = seed
        counter = first
    }

    /// The next salt.
    public mutating func next() -> Salt {
        let place = withUnsafeBytes(of: counter.bigEndian) { [UInt8]($0) }
        counter += 1
        let digest = Digest.sha256(domain: .ledgerSalt, seed, place)
        guard let salt = Salt(bytes: digest.bytes) else {
            preconditionFailure("a digest is 32 bytes")
        }
        return salt
    }
}
