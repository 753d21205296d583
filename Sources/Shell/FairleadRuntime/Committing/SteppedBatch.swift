import FairleadDomain
public import FairleadEngine
public import FairleadStore

/// What is to be written in one transaction, before it is sealed.
public struct SteppedBatch: Sendable {
    /// Those of one shard stand in the order of the chain.
    public internal(set) var segments: [SteppedSegment] = []
    /// Everything but the segments.
    public internal(set) var rows = CommitBatch()

    /// Whether there is nothing in it to make durable.
    var isEmpty: Bool { segments.isEmpty && rows.rowCount == 0 }
}

/// The records of one step: consecutive numbers of one shard, all of one anchor.
public struct SteppedSegment: Sendable {
    public let shard: Int
    public let anchor: String
    /// At least one.
    public let records: [SteppedRecord]

    /// The number of the first entry.
    var first: Int64 { records[0].mark.place.number }
    /// The number of the last entry.
    var last: Int64 { first + Int64(records.count) - 1 }
}
