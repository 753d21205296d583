import FairleadCanonical

/// The end of the chain of one shard: all that the next entry needs to know of it.
public struct ChainHead: Sendable, Hashable {
    public let shard: Int
    /// The number of the last entry; 0 if there is none.
    public let number: Int64
    /// The hash of the last entry; zeros if there is none.
    public let hash: Digest
    /// The time of the last entry; the earliest moment if there is none.
    public let time: Instant

    public init(shard: Int, number: Int64, hash: Digest, time: Instant) {
        self.shard = shard
        self.number = number
        self.hash = hash
        self.time = time
    }

    /// The head of a chain without entries.
    public static func empty(shard: Int) -> ChainHead {
        ChainHead(shard: shard, number: 0, hash: .zero, time: .earliest)
    }
}
