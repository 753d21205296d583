import FairleadCanonical
import FairleadDomain

/// One entry of a tenant's audit ledger: a record in its envelope. Fixed for ever, version 1;
/// the whole format is in Documentation/ledger-format.md.
///
/// An entry comes from a `Sealer` or from its bytes; there is no other way to make one, so that
/// every value of this type has canonical bytes.
public struct Entry: Sendable, Hashable {
    /// The version of the envelope.
    public static let version: Int64 = 1

    public let tenant: String
    public let place: EntryPlace
    /// The hash of the entry before it in this chain; zeros for the first.
    public let previous: Digest
    public let time: Instant
    public let actor: String
    public let cause: EntryPlace?
    public let `case`: String?
    public let type: String
    public let objects: [ObjectReference]
    public let versions: JSONObject
    public let body: JSONObject
    /// Sorted by label, each label once.
    public let payloads: [PayloadDigest]

    /// The hash of an entry, from its canonical bytes.
    public static func hash(of bytes: [UInt8]) -> Digest {
        .sha256(domain: .ledgerEntry, bytes)
    }
}
