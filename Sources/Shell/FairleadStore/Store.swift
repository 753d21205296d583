public import FairleadCanonical
public import FairleadDomain
public import FairleadLedger

/// Where one tenant's ledger, intake and projections live. Synchronous and thread-safe; whatever
/// is read shows every commit that returned.
public protocol Store: StoreReader, AnyObject, Sendable {
    var tenant: String { get }

    /// Writes a batch in one transaction: durable when this returns, all of it or nothing.
    ///
    /// `conflict`: a segment that does not follow its shard's head in number and previous hash,
    /// or a receipt whose digest or place is not the one that is there. `notFound`: a purge of a
    /// payload that is not there. `limit`, `invalid`: see `StoreLimits`. After any other error
    /// it is not known whether the batch was written: the caller must begin again from what is
    /// stored, and the store may refuse all further commits.
    func commit(_ batch: CommitBatch) throws(StoreError)

    /// Reads one state of the store, whatever is committed meanwhile. The reader must not be
    /// kept beyond the closure.
    func snapshot<Result>(_ body: (any StoreReader) throws -> Result) throws -> Result

    /// Copies the store to a file that is whole or not there, while commits go on. A file that
    /// is there already is replaced at the end, in one step.
    func backup(to path: String) throws(StoreError)

    /// Ends its use; whatever is called later throws `unavailable`.
    func close()
}

/// Questions to a store. Each throws `unavailable` if the store fails or is closed, and `damaged`
/// with the row's name if a row cannot be read.
public protocol StoreReader {
    /// The heads of all shards, in their order; those of chains without entries, too.
    func heads() throws(StoreError) -> [ChainHead]

    /// What intake keeps of an event, or nil if it was never received.
    func receipt(source: String, id: String) throws(StoreError) -> Receipt?

    /// Receipts in the order of source, then id, as bytes, after a place; at most 1,000.
    func receipts(after key: ReceiptKey?, limit: Int) throws(StoreError) -> [Receipt]

    /// The segments of a shard from the one that holds entry `number`, in order; at most 1,000.
    func segments(shard: Int, from number: Int64, limit: Int) throws(StoreError) -> [Segment]

    /// The segments of an anchor whose first entry is `number` or later, in order; at most 1,000.
    func segments(
        shard: Int, anchor: String, from number: Int64, limit: Int
    ) throws(StoreError) -> [Segment]

    /// The segment that holds an entry, or nil.
    func segment(containing place: EntryPlace) throws(StoreError) -> Segment?

    /// An anchor's agenda, or nil if nothing waits there.
    func agenda(shard: Int, anchor: String) throws(StoreError) -> Agenda?

    /// Agendas in the order of shard, then anchor, after a place; at most 1,000.
    func agendas(after key: AgendaKey?, limit: Int) throws(StoreError) -> [Agenda]

    /// A page of the items that a question asks for.
    func items(_ query: ItemQuery) throws(StoreError) -> ItemPage

    func item(kind: Item.Kind, id: String) throws(StoreError) -> Item?

    /// Bytes by their digest, or nil.
    func blob(_ digest: Digest) throws(StoreError) -> [UInt8]?

    /// A kept answer, expired or not, or nil.
    func answer(principal: String, path: String, key: String) throws(StoreError) -> KeptAnswer?

    /// A value of `meta`, of a reserved key, too, or nil.
    func meta(_ key: String) throws(StoreError) -> String?

    /// Figures for metrics; reads an index over all items.
    func counts(now: Instant) throws(StoreError) -> StoreCounts
}

/// A place in the order of receipts.
public struct ReceiptKey: Sendable, Hashable {
    public let source: String
    public let id: String

    public init(source: String, id: String) {
        self.source = source
        self.id = id
    }

    public init(_ receipt: Receipt) {
        self.init(source: receipt.source, id: receipt.id)
    }
}

/// A place in the order of agendas.
public struct AgendaKey: Sendable, Hashable {
    public let shard: Int
    public let anchor: String

    public init(shard: Int, anchor: String) {
        self.shard = shard
        self.anchor = anchor
    }

    public init(_ agenda: Agenda) {
        self.init(shard: agenda.shard, anchor: agenda.anchor)
    }
}

extension StoreReader {
    /// Refuses a page that is too great or none.
    public func checkPage(_ limit: Int) throws(StoreError) {
        guard limit >= 1, limit <= StoreLimits.pageRowsMax else {
            throw StoreError(
                .limit, "a page's rows: \(limit), at least 1, at most \(StoreLimits.pageRowsMax)")
        }
    }
}
