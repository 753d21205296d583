/// Where an entry stands on a tenant's audit ledger: its shard, and its number in that chain.
public struct EntryPlace: Sendable, Hashable {
    /// From 0.
    public let shard: Int
    /// From 1, without a gap.
    public let number: Int64

    public init(shard: Int, number: Int64) {
        self.shard = shard
        self.number = number
    }
}

extension EntryPlace: Comparable {
    /// By shard, then by number; between shards this is no order in time.
    public static func < (left: EntryPlace, right: EntryPlace) -> Bool {
        (left.shard, left.number) < (right.shard, right.number)
    }
}

extension EntryPlace: CustomStringConvertible {
    /// `shard/number`, as in `3/1024`.
    public var description: String { "\(shard)/\(number)" }
}
