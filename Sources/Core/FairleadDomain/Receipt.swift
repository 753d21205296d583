public import FairleadCanonical

/// What intake keeps of an event: unique by `(source, id)` across all shards of a tenant.
public struct Receipt: Sendable, Hashable {
    public let source: String
    public let id: String
    /// The digest of what the event says; another one under the same id is a conflict.
    public let digest: Digest
    /// The receipt's entry on the ledger.
    public let place: EntryPlace
    /// The cases that the first step gave the event to; the answer to every repetition.
    public let cases: [String]

    public init(
        source: String, id: String, digest: Digest, place: EntryPlace, cases: [String]
    ) {
        self.source = source
        self.id = id
        self.digest = digest
        self.place = place
        self.cases = cases
    }
}
