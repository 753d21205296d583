import FairleadCanonical

/// An entry as it goes to the store: the bytes that were hashed, their hash, and the payloads
/// that are kept beside the chain.
public struct SealedEntry: Sendable, Hashable {
    public let entry: Entry
    /// The canonical bytes: stored as they are, for the hash is over them.
    public let bytes: [UInt8]
    public let hash: Digest
    /// In the order of the entry's `payloads`.
    public let payloads: [SealedPayload]
}

/// A payload with its salt, as it goes to the store.
public struct SealedPayload: Sendable, Hashable {
    public let label: String
    public let salt: Salt
    public let bytes: [UInt8]
    public let digest: Digest
}
