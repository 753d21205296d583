public import FairleadCanonical
public import FairleadDomain
public import FairleadLedger
public import FairleadStore

/// A store that tells how long its commits take; everything else goes straight through.
public final class MeasuredStore: Store {
    private let store: any Store
    private let metrics: Metrics

    public init(_ store: any Store, metrics: Metrics) {
        self.store = store
        self.metrics = metrics
    }

    public var tenant: String { store.tenant }

    public func commit(_ batch: CommitBatch) throws(StoreError) {
        let clock = ContinuousClock()
        let start = clock.now
        var isDone = false
        defer {
            let took = (clock.now - start).components
            metrics.countCommit(
                seconds: Double(took.seconds) + Double(took.attoseconds) / 1e18,
                failed: !isDone)
        }
        try store.commit(batch)
        isDone = true
    }

    public func snapshot<Result>(_ body: (any StoreReader) throws -> Result) throws -> Result {
        try store.snapshot(body)
    }

    public func backup(to path: String) throws(StoreError) { try store.backup(to: path) }

    public func close() { store.close() }

    public func heads() throws(StoreError) -> [ChainHead] { try store.heads() }

    public func receipt(source: String, id: String) throws(StoreError) -> Receipt? {
        try store.receipt(source: source, id: id)
    }

    public func receipts(after key: ReceiptKey?, limit: Int) throws(StoreError) -> [Receipt] {
        try store.receipts(after: key, limit: limit)
    }

    public func segments(
        shard: Int, from number: Int64, limit: Int
    ) throws(StoreError) -> [Segment] {
        try store.segments(shard: shard, from: number, limit: limit)
    }

    public func segments(
        shard: Int, anchor: String, from number: Int64, limit: Int
    ) throws(StoreError) -> [Segment] {
        try store.segments(shard: shard, anchor: anchor, from: number, limit: limit)
    }

    public func segment(containing place: EntryPlace) throws(StoreError) -> Segment? {
        try store.segment(containing: place)
    }

    public func agenda(shard: Int, anchor: String) throws(StoreError) -> Agenda? {
        try store.agenda(shard: shard, anchor: anchor)
    }

    public func agendas(after key: AgendaKey?, limit: Int) throws(StoreError) -> [Agenda] {
        try store.agendas(after: key, limit: limit)
    }

    public func items(_ query: ItemQuery) throws(StoreError) -> ItemPage {
        try store.items(query)
    }

    public func item(kind: Item.Kind, id: String) throws(StoreError) -> Item? {
        try store.item(kind: kind, id: id)
    }

    public func blob(_ digest: Digest) throws(StoreError) -> [UInt8]? { try store.blob(digest) }

    public func answer(
        principal: String, path: String, key: String
    ) throws(StoreError) -> KeptAnswer? {
        try store.answer(principal: principal, path: path, key: key)
    }

    public func meta(_ key: String) throws(StoreError) -> String? { try store.meta(key) }

    public func counts(now: Instant) throws(StoreError) -> StoreCounts {
        try store.counts(now: now)
    }
}
