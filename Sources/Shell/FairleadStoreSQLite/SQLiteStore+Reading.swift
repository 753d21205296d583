public import FairleadCanonical
public import FairleadDomain
public import FairleadLedger
public import FairleadStore

extension SQLiteStore {
    public func heads() throws(StoreError) -> [ChainHead] {
        try read { (reader) throws(StoreError) in try reader.heads() }
    }

    public func receipt(source: String, id: String) throws(StoreError) -> Receipt? {
        try read { (reader) throws(StoreError) in try reader.receipt(source: source, id: id) }
    }

    public func receipts(after key: ReceiptKey?, limit: Int) throws(StoreError) -> [Receipt] {
        try read { (reader) throws(StoreError) in try reader.receipts(after: key, limit: limit) }
    }

    public func segments(
        shard: Int, from number: Int64, limit: Int
    ) throws(StoreError) -> [Segment] {
        try read { (reader) throws(StoreError) in
            try reader.segments(shard: shard, from: number, limit: limit)
        }
    }

    public func segments(
        shard: Int, anchor: String, from number: Int64, limit: Int
    ) throws(StoreError) -> [Segment] {
        try read { (reader) throws(StoreError) in
            try reader.segments(shard: shard, anchor: anchor, from: number, limit: limit)
        }
    }

    public func segment(containing place: EntryPlace) throws(StoreError) -> Segment? {
        try read { (reader) throws(StoreError) in try reader.segment(containing: place) }
    }

    public func agenda(shard: Int, anchor: String) throws(StoreError) -> Agenda? {
        try read { (reader) throws(StoreError) in try reader.agenda(shard: shard, anchor: anchor) }
    }

    public func agendas(after key: AgendaKey?, limit: Int) throws(StoreError) -> [Agenda] {
        try read { (reader) throws(StoreError) in try reader.agendas(after: key, limit: limit) }
    }

    public func items(_ query: ItemQuery) throws(StoreError) -> ItemPage {
        try read { (reader) throws(StoreError) in try reader.items(query) }
    }

    public func item(kind: Item.Kind, id: String) throws(StoreError) -> Item? {
        try read { (reader) throws(StoreError) in try reader.item(kind: kind, id: id) }
    }

    public func blob(_ digest: Digest) throws(StoreError) -> [UInt8]? {
        try read { (reader) throws(StoreError) in try reader.blob(digest) }
    }

    public func answer(
        principal: String, path: String, key: String
    ) throws(StoreError) -> KeptAnswer? {
        try read { (reader) throws(StoreError) in
            try reader.answer(principal: principal, path: path, key: key)
        }
    }

    public func meta(_ key: String) throws(StoreError) -> String? {
        try read { (reader) throws(StoreError) in try reader.meta(key) }
    }

    public func counts(now: Instant) throws(StoreError) -> StoreCounts {
        try read { (reader) throws(StoreError) in try reader.counts(now: now) }
    }
}
