/// What one entry, or one checkpoint, may hold. What is beyond it is refused, never cut.
public enum LedgerLimits {
    /// The canonical bytes of one entry.
    public static let entryBytesMax = 1 << 20
    /// An id or a name in the envelope: tenant, actor, case, type, object, qualifier, label.
    public static let nameBytesMax = 256
    /// Objects that one entry is about.
    public static let objectsMax = 1000
    /// Payloads of one entry.
    public static let payloadsMax = 100
    /// The bytes of one payload.
    public static let payloadBytesMax = 16 << 20
    /// The canonical bytes of a checkpoint: some 200 for each chain.
    public static let checkpointBytesMax = 64 << 20
    /// Shards are numbered from 0 to this.
    public static let shardMax = 65_535
    /// Entries of a chain are numbered from 1 to this.
    public static let numberMax: Int64 = (1 << 53) - 1
}
