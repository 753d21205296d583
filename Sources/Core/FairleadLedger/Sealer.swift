import FairleadCanonical
import FairleadDomain

/// Seals records into the chain of one shard: gives each its number, its time and the hash of
/// the one before.
///
/// What it has sealed counts only once it is committed: after a commit that failed, begin again
/// from the stored head.
public struct Sealer: Sendable {
    public let tenant: String
    public private(set) var head: ChainHead

    /// A sealer that goes on from a chain's head.
    public init(tenant: String, head: ChainHead) {
        self.tenant = tenant
        self.head = head
    }

    /// Seals one record. Its time is the greater of the clock's and the last entry's, so that
    /// time in a chain never runs back. On an error nothing has changed, but for the salts drawn.
    public mutating func seal(
        _ draft: Draft, at clock: Instant, salts: inout Salts
    ) throws(LedgerError) -> SealedEntry {
        let payloads = try Self.seal(draft.payloads, &salts)
        let entry = Entry(
            tenant: tenant, place: EntryPlace(shard: head.shard, number: head.number + 1),
            previous: head.hash, time: max(clock, head.time), actor: draft.actor,
            cause: draft.cause, case: draft.case, type: draft.type, objects: draft.objects,
            versions: draft.versions, body: draft.body,
            payloads: payloads.map { PayloadDigest(label: $0.label, digest: $0.digest) })
        let bytes = try entry.canonicalBytes()
        let hash = Entry.hash(of: bytes)
        head = ChainHead(
            shard: head.shard, number: entry.place.number, hash: hash, time: entry.time)
        return SealedEntry(entry: entry, bytes: bytes, hash: hash, payloads: payloads)
    }

    private static func seal(
        _ payloads: [Payload], _ salts: inout Salts
    ) throws(LedgerError) -> [SealedPayload] {
        var sealed: [SealedPayload] = []
        for payload in payloads.sorted(by: { $0.label.precedesInUTF16($1.label) }) {
            guard payload.bytes.count <= LedgerLimits.payloadBytesMax else {
                throw LedgerError(.limit, "payloads", "a payload is larger than allowed")
            }
            let salt = salts.next()
            sealed.append(
                SealedPayload(
                    label: payload.label, salt: salt, bytes: payload.bytes,
                    digest: PayloadDigest.of(payload.bytes, salt: salt)))
        }
        return sealed
    }
}
