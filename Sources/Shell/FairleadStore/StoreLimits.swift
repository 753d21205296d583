import FairleadLedger

/// What every store holds at most; beyond it, a commit or a question is refused.
public enum StoreLimits {
    /// Shards of a store, fixed when it is made.
    public static let shardCount = 64
    /// A name: source, id, anchor, case, account, queue, key of an answer.
    public static let keyBytesMax = 1_024
    public static let entryBytesMax = LedgerLimits.entryBytesMax
    public static let payloadBytesMax = LedgerLimits.payloadBytesMax
    public static let segmentEntriesMax = 4_096
    public static let segmentPayloadsMax = 16_384
    /// The entries of a segment together, and its payloads together.
    public static let segmentBytesMax = 67_108_864
    public static let blobBytesMax = 67_108_864
    public static let answerBytesMax = 4_194_304
    public static let metaBytesMax = 65_536
    public static let receiptCasesMax = 1_000
    /// Rows of one commit, of all kinds together.
    public static let batchRowsMax = 100_000
    /// Rows of one answer.
    public static let pageRowsMax = 1_000
    /// States that one query may name.
    public static let queryStatesMax = 16
    public static let cursorBytesMax = 4_096
}
