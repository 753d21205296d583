import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadLedger
import FairleadRuntime
import FairleadStore

/// An entry as it became durable.
struct SeenEntry {
    let reader: RecordReader
    let mark: Mark
    let anchor: String
    /// Its canonical bytes, in the envelope.
    let bytes: [UInt8]
    let payloads: [SegmentPayload]

    var type: String { reader.type }
}

/// Follows what becomes durable, entry by entry: checks the chains, and rebuilds the state of every
/// anchor, apart from the runtime and from nothing but stored bytes.
final class Witness {
    /// An anchor that a commit changed.
    struct Touched: Hashable {
        let shard: Int
        let anchor: String
    }

    let tenant: String
    private var chains: [ChainVerifier]
    /// The number of the last entry that was seen, by shard.
    private(set) var seen: [Int64]
    private(set) var anchors: [String: AnchorState] = [:]
    private(set) var registry = RegistryState()
    private(set) var decisions = 0
    private static let pageSegments = 500

    init(tenant: String) {
        self.tenant = tenant
        chains = (0..<Shards.count).map { ChainVerifier(tenant: tenant, shard: $0) }
        seen = Array(repeating: 0, count: Shards.count)
    }

    /// Reads what the store has more than before; calls `see` with each entry and the state of its
    /// anchor before it.
    func follow(
        _ store: some StoreReader, _ see: (SeenEntry, AnchorState) throws -> Void
    ) throws -> [Touched] {
        var touched: [Touched] = []
        for head in try store.heads() where head.number > seen[head.shard] {
            while seen[head.shard] < head.number {
                let page = try store.segments(
                    shard: head.shard, from: seen[head.shard] + 1, limit: Self.pageSegments)
                for segment in page {
                    let place = Touched(shard: segment.shard, anchor: segment.anchor)
                    if !touched.contains(place) { touched.append(place) }
                    try take(segment, see)
                }
            }
        }
        return touched
    }

    func isDurable(_ place: EntryPlace) -> Bool { place.number <= seen[place.shard] }

    /// The first finding in the chain of a shard, as far as it was followed.
    func finding(in shard: Int) -> LedgerFinding? { chains[shard].finish().first }

    func matter(_ id: String, _ anchor: String) -> CaseState? { anchors[anchor]?.case(id) }

    private func take(
        _ segment: Segment, _ see: (SeenEntry, AnchorState) throws -> Void
    ) throws {
        let shard = segment.shard
        var index = 0
        // Taken out, so that it is changed in place.
        var state =
            anchors.removeValue(forKey: segment.anchor)
            ?? AnchorState(anchor: segment.anchor, shard: shard)
        let isOfRegistry = segment.anchor == RegistryState.anchor && shard == Shards.registry
        defer { if !isOfRegistry { anchors[segment.anchor] = state } }
        try Rebuild.records(of: segment) { reader, mark in
            let stored = segment.entries[index]
            index += 1
            let payloads = segment.payloads(of: mark.place.number)
            chains[shard].check(stored.bytes, hash: stored.hash) { Self.payload($0, payloads) }
            let entry = SeenEntry(
                reader: reader, mark: mark, anchor: segment.anchor, bytes: stored.bytes,
                payloads: payloads)
            if reader.type == DecisionMade.type { decisions += 1 }
            try see(entry, state)
            if isOfRegistry {
                try Engine.apply(reader, at: mark, to: &registry)
            } else {
                try Engine.apply(reader, at: mark, to: &state)
            }
            seen[shard] = mark.place.number
        }
    }

    private static func payload(
        _ digest: PayloadDigest, _ payloads: [SegmentPayload]
    ) -> StoredPayload {
        switch payloads.first(where: { $0.label == digest.label })?.content {
        case .kept(let salt, let bytes): .present(salt: salt.bytes, bytes: bytes)
        case .purged: .purged
        case nil: .missing
        }
    }
}
