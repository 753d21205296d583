public import FairleadCanonical
public import FairleadDomain

/// What one transaction writes: all of it or nothing.
public struct CommitBatch: Sendable {
    /// Those of one shard stand in the order of the chain.
    public var segments: [Segment]
    /// A receipt that is there already may change its cases, and nothing else.
    public var receipts: [Receipt]
    /// Each stands in the place of the one with its kind and id.
    public var items: [Item]
    /// Each stands in the place of its anchor's; one without `due` removes it.
    public var agendas: [Agenda]
    /// Each stands in the place of the one with its principal, path and key.
    public var answers: [KeptAnswer]
    /// Content-addressed: a digest that is there already keeps its bytes.
    public var blobs: [StoredBlob]
    public var meta: [MetaEntry]
    /// Applied after everything else of the batch.
    public var purges: [PayloadPurge]
    /// Kept answers that expired at this moment or before are forgotten.
    public var forgetAnswersUntil: Instant?

    public init(
        segments: [Segment] = [], receipts: [Receipt] = [], items: [Item] = [],
        agendas: [Agenda] = [], answers: [KeptAnswer] = [], blobs: [StoredBlob] = [],
        meta: [MetaEntry] = [], purges: [PayloadPurge] = [], forgetAnswersUntil: Instant? = nil
    ) {
        self.segments = segments
        self.receipts = receipts
        self.items = items
        self.agendas = agendas
        self.answers = answers
        self.blobs = blobs
        self.meta = meta
        self.purges = purges
        self.forgetAnswersUntil = forgetAnswersUntil
    }

    /// All its rows together.
    public var rowCount: Int {
        segments.count + receipts.count + items.count + agendas.count + answers.count
            + blobs.count + meta.count + purges.count
    }

    /// Adds another batch's rows after these, so that one transaction carries both.
    public mutating func append(_ other: CommitBatch) {
        segments += other.segments
        receipts += other.receipts
        items += other.items
        agendas += other.agendas
        answers += other.answers
        blobs += other.blobs
        meta += other.meta
        purges += other.purges
        if let until = other.forgetAnswersUntil {
            forgetAnswersUntil = max(until, forgetAnswersUntil ?? until)
        }
    }
}

/// The answer to a write with an idempotency key, kept so that a repetition gets the same.
public struct KeptAnswer: Sendable, Hashable {
    public let principal: String
    public let path: String
    public let key: String
    /// The digest of the request's body: another one under the same key is refused by the caller.
    public let body: Digest
    /// The HTTP status.
    public let status: Int
    public let answer: [UInt8]
    public let expires: Instant

    public init(
        principal: String, path: String, key: String, body: Digest, status: Int,
        answer: [UInt8], expires: Instant
    ) {
        self.principal = principal
        self.path = path
        self.key = key
        self.body = body
        self.status = status
        self.answer = answer
        self.expires = expires
    }
}

/// Bytes by their digest: a catalog, time-zone data.
public struct StoredBlob: Sendable, Hashable {
    public let digest: Digest
    public let bytes: [UInt8]

    public init(digest: Digest, bytes: [UInt8]) {
        self.digest = digest
        self.bytes = bytes
    }
}

/// A fact about the store itself, such as the digest of the active catalog.
public struct MetaEntry: Sendable, Hashable {
    /// The keys that the store keeps itself; a batch that names one is refused.
    public static let reservedKeys = ["schema", "tenant", "created", "shards"]
    /// In a backup: when it was made. Whoever brings it back takes note and empties it.
    public static let copied = "copied"

    public let key: String
    public let value: String

    public init(key: String, value: String) {
        self.key = key
        self.value = value
    }
}

/// A payload to be purged: its salt and bytes go, its digest stays on the chain.
public struct PayloadPurge: Sendable, Hashable {
    public let place: EntryPlace
    /// The text of the payload's labels.
    public let label: String

    public init(place: EntryPlace, label: String) {
        self.place = place
        self.label = label
    }
}
