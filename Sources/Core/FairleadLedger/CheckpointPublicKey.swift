import FairleadCanonical

/// The public half of a `CheckpointKey`, to be known to whoever verifies.
public struct CheckpointPublicKey: Sendable, Hashable {
    /// 32 bytes.
    public let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// A key from 64 lower-case hexadecimal digits, or nil.
    public init?(hex: String) {
        guard let bytes = Hexadecimal.bytes(of: hex), bytes.count == CheckpointKey.byteCount
        else { return nil }
        self.bytes = bytes
    }

    /// 64 lower-case hexadecimal digits.
    public var hex: String { Hexadecimal.text(of: bytes) }

    /// The key's id: SHA-256 in the domain `ledgerKey` over its bytes.
    public var id: Digest {
        .sha256(domain: .ledgerKey, bytes)
    }
}
