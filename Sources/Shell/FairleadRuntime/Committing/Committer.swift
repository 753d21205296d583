import Dispatch
import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadLedger
public import FairleadStore
import Synchronization

/// The committing side of a runtime: seals what was stepped, and writes it.
///
/// Steps need only the numbers of a chain; its hashes are made here, while the next inputs are
/// stepped. Chains are independent of each other, so that shards are sealed in parallel.
public final class Committer: Sendable {
    private let store: any Store
    /// 32 bytes that nobody can guess.
    private let entropy: @Sendable () -> [UInt8]
    private let heads: Mutex<[ChainHead]>

    public init(
        store: any Store, entropy: @escaping @Sendable () -> [UInt8]
    ) throws(StoreError) {
        self.store = store
        self.entropy = entropy
        var heads = (0..<Shards.count).map { ChainHead.empty(shard: $0) }
        for head in try store.heads() { heads[head.shard] = head }
        self.heads = Mutex(heads)
    }

    /// Seals a batch and commits it. After an error the chains' ends are not known any more: a
    /// new committer reads what is really there.
    public func commit(_ batch: SteppedBatch) throws(StoreError) {
        var rows = batch.rows
        if !batch.segments.isEmpty {
            rows.segments = try heads.withLock { heads throws(StoreError) in
                try Self.sealed(batch.segments, after: &heads, store.tenant, entropy())
            }
        }
        try store.commit(rows)
    }

    /// One shard's part of a batch: where its segments stand, and where its salts begin.
    private struct Chain {
        let head: ChainHead
        var places: [Int] = []
        var firstSalts: [UInt64] = []
    }

    private static func sealed(
        _ segments: [SteppedSegment], after heads: inout [ChainHead], _ tenant: String,
        _ seed: [UInt8]
    ) throws(StoreError) -> [Segment] {
        var chains: [Chain] = []
        var chainOfShard = [Int?](repeating: nil, count: heads.count)
        var salts: UInt64 = 0
        for (place, segment) in segments.enumerated() {
            let chain = chainOfShard[segment.shard] ?? chains.count
            if chain == chains.count {
                chainOfShard[segment.shard] = chain
                chains.append(Chain(head: heads[segment.shard]))
            }
            chains[chain].places.append(place)
            chains[chain].firstSalts.append(salts)
            salts += UInt64(segment.records.reduce(0) { $0 + $1.record.classified.count })
        }
        let results = Parallel.map(chains) { chain in
            Result { () throws(LedgerError) in try seal(chain, of: segments, tenant, seed) }
        }
        var sealed = [Segment?](repeating: nil, count: segments.count)
        for (chain, result) in zip(chains, results) {
            switch result {
            case .success(let made):
                for (place, segment) in zip(chain.places, made) { sealed[place] = segment }
                if let last = made.last { heads[last.shard] = last.head }
            case .failure(let error): throw StoreError(.invalid, "\(error)")
            }
        }
        return sealed.compactMap { $0 }
    }

    private static func seal(
        _ chain: Chain, of segments: [SteppedSegment], _ tenant: String, _ seed: [UInt8]
    ) throws(LedgerError) -> [Segment] {
        var sealer = Sealer(tenant: tenant, head: chain.head)
        var made: [Segment] = []
        made.reserveCapacity(chain.places.count)
        for (place, firstSalt) in zip(chain.places, chain.firstSalts) {
            let segment = segments[place]
            precondition(segment.first == sealer.head.number + 1, "a gap in a chain")
            var salts = Salts(seed: seed, from: firstSalt)
            var entries: [SealedEntry] = []
            entries.reserveCapacity(segment.records.count)
            for stepped in segment.records {
                let draft = Draft(stepped, of: segment)
                entries.append(try sealer.seal(draft, at: stepped.mark.time, salts: &salts))
            }
            made.append(Segment(anchor: segment.anchor, sealed: entries))
        }
        return made
    }
}

extension Draft {
    /// The version of the records' form.
    private static let versions: JSONObject = ["records": 1]

    fileprivate init(_ stepped: SteppedRecord, of segment: SteppedSegment) {
        let record = stepped.record
        let first = segment.records[0].mark.place
        self.init(
            actor: stepped.mark.actor, cause: stepped.mark.place == first ? nil : first,
            case: record.caseID, type: record.type, objects: record.objects,
            versions: Self.versions, body: record.fields,
            payloads: record.classified.map {
                Payload(label: $0.labels.text, bytes: $0.value.bytes)
            })
    }
}
