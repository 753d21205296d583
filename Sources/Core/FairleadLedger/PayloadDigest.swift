import FairleadCanonical

/// What an entry says of a payload.
public struct PayloadDigest: Sendable, Hashable {
    public let label: String
    /// SHA-256 in the domain `ledgerPayload` over the salt and the bytes.
    public let digest: Digest

    public init(label: String, digest: Digest) {
        self.label = label
        self.digest = digest
    }

    /// The digest of a payload under its salt.
    public static func of(_ bytes: [UInt8], salt: Salt) -> Digest {
        .sha256(domain: .ledgerPayload, salt.bytes, bytes)
    }
}
