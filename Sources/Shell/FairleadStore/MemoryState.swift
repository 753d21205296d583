import FairleadCanonical
import FairleadDomain
import FairleadLedger

/// The tables of a `MemoryStore`: a value, so that a snapshot is a copy. A batch is checked
/// before it is applied, so that a refused one leaves nothing behind.
struct MemoryState: Sendable {
    var heads: [ChainHead] = (0..<StoreLimits.shardCount).map { ChainHead.empty(shard: $0) }
    /// By shard, in the order of the chain.
    var segments: [[Segment]] = Array(repeating: [], count: StoreLimits.shardCount)
    /// Indices into the shard's segments.
    var segmentsByAnchor: [ByteKey: [Int]] = [:]
    var receipts = SortedTable<Receipt>()
    var items = SortedTable<Item>()
    var agendas = SortedTable<Agenda>()
    var answers = SortedTable<KeptAnswer>()
    var blobs: [Digest: [UInt8]] = [:]
    var meta: [String: String]

    init(tenant: String, created: Instant) {
        meta = [
            "schema": "0", "tenant": tenant, "created": created.rfc3339,
            "shards": String(StoreLimits.shardCount),
        ]
    }

    /// Refuses a batch that `apply` must not see.
    func check(_ batch: CommitBatch) throws(StoreError) {
        try batch.check()
        var next = heads
        for segment in batch.segments {
            try segment.checkFollows(next[segment.shard])
            next[segment.shard] = segment.head
        }
        var fresh: [ByteKey: Receipt] = [:]
        for receipt in batch.receipts {
            let key = ByteKey(receipt.source, receipt.id)
            if let known = fresh[key] ?? receipts[key], !receipt.mayFollow(known) {
                throw .conflict(receipt)
            }
            fresh[key] = receipt
        }
        for purge in batch.purges {
            let place = purge.place
            let held =
                index(of: place).map { segments[place.shard][$0] }
                ?? batch.segments.first {
                    $0.shard == place.shard && $0.entry(place.number) != nil
                }
            guard held?.purging(place.number, label: purge.label) != nil else {
                throw .notFound(purge)
            }
        }
    }

    /// Writes a batch that was checked.
    mutating func apply(_ batch: CommitBatch) {
        for segment in batch.segments { append(segment) }
        for receipt in batch.receipts {
            receipts[ByteKey(receipt.source, receipt.id)] = receipt
        }
        for item in batch.items { items[ByteKey(item.kind.rawValue, item.id)] = item }
        for agenda in batch.agendas {
            agendas[ByteKey(shard: agenda.shard, agenda.anchor)] = agenda.due == nil ? nil : agenda
        }
        for answer in batch.answers {
            answers[ByteKey(answer.principal, answer.path, answer.key)] = answer
        }
        for blob in batch.blobs where blobs[blob.digest] == nil {
            blobs[blob.digest] = blob.bytes
        }
        for entry in batch.meta { meta[entry.key] = entry.value }
        for purge in batch.purges { apply(purge) }
        if let until = batch.forgetAnswersUntil {
            answers.removeAll { $0.expires <= until }
        }
    }

    private mutating func append(_ segment: Segment) {
        heads[segment.shard] = segment.head
        let key = ByteKey(shard: segment.shard, segment.anchor)
        segmentsByAnchor[key, default: []].append(segments[segment.shard].count)
        segments[segment.shard].append(segment)
    }

    private mutating func apply(_ purge: PayloadPurge) {
        guard let index = index(of: purge.place),
            let purged = segments[purge.place.shard][index].purging(
                purge.place.number, label: purge.label)
        else { preconditionFailure("a batch is checked before it is applied") }
        segments[purge.place.shard][index] = purged
    }

    /// The index of the segment that holds an entry.
    func index(of place: EntryPlace) -> Int? {
        guard segments.indices.contains(place.shard) else { return nil }
        let shard = segments[place.shard]
        let index = shard.firstIndex(from: { $0.last >= place.number })
        guard index < shard.count, shard[index].first <= place.number else { return nil }
        return index
    }
}

extension [Segment] {
    /// The first index for which this holds, as it does for all later ones; else the end.
    func firstIndex(from holds: (Segment) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
