/// What the store holds of a payload.
public enum StoredPayload: Sendable, Hashable {
    /// Salt and bytes as stored, whether or not they still have the digest.
    case present(salt: [UInt8], bytes: [UInt8])
    /// Taken out by retention, which the store remembers.
    case purged
    /// Not there, and nothing says why.
    case missing
}
