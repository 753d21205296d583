import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadLedger
import FairleadStore

/// Walks the chain of one shard from its first entry, rebuilding the state of every anchor.
struct ShardWalk {
    let shard: Int
    private(set) var anchors: [String: AnchorState] = [:]
    private(set) var registry = RegistryState()
    /// Anchors some of whose payloads were purged.
    private(set) var purgedAnchors: Set<String> = []
    /// Receipts as the chain tells them.
    private(set) var receipts: [Receipt] = []

    init(shard: Int) { self.shard = shard }

    static let pageSegments = 200

    /// Calls `before` with each record and the state that it was applied to, in order.
    mutating func run(
        _ store: some StoreReader, segment: (Segment) throws -> Void = { _ in },
        before: (RecordReader, Mark, AnchorState?) throws -> Void = { _, _, _ in }
    ) throws {
        var from: Int64 = 1
        while true {
            let page = try store.segments(shard: shard, from: from, limit: Self.pageSegments)
            for stored in page {
                try segment(stored)
                try take(stored, before)
                from = stored.last + 1
            }
            if page.count < Self.pageSegments { return }
        }
    }

    private mutating func take(
        _ segment: Segment, _ before: (RecordReader, Mark, AnchorState?) throws -> Void
    ) throws {
        var received: [(EventReceived, Mark)] = []
        let isRegistry = segment.anchor == RegistryState.anchor && shard == Shards.registry
        var state =
            anchors.removeValue(forKey: segment.anchor)
            ?? AnchorState(anchor: segment.anchor, shard: shard)
        try Rebuild.records(of: segment) { reader, mark in
            try before(reader, mark, isRegistry ? nil : state)
            if reader.purged { purgedAnchors.insert(segment.anchor) }
            if reader.type == EventReceived.type {
                received.append((try EventReceived(reader), mark))
            }
            if isRegistry {
                try Engine.apply(reader, at: mark, to: &registry)
            } else {
                try Engine.apply(reader, at: mark, to: &state)
            }
        }
        for (record, mark) in received {
            receipts.append(
                Receipt(
                    source: record.event.source, id: record.event.id,
                    digest: record.event.digest, place: mark.place,
                    cases: state.event(at: mark.place)?.caseID.map { [$0] } ?? []))
        }
        if !isRegistry { anchors[segment.anchor] = state }
    }
}
