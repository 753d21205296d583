/// Bytes that may hold classified values: kept beside the chain and purgeable alone, for the
/// entry holds only their digest.
public struct Payload: Sendable, Hashable {
    /// What it is, unique in its entry, such as `received`.
    public let label: String
    public let bytes: [UInt8]

    public init(label: String, bytes: [UInt8]) {
        self.label = label
        self.bytes = bytes
    }
}
