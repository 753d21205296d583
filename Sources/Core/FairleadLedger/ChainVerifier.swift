import FairleadCanonical
import FairleadDomain

/// Verifies the chain of one shard, entry by entry as the store has them, from the first to the
/// last; it goes on after a finding, and keeps nothing but its place.
///
/// Whoever verifies a whole ledger does this for every chain of the store and for every chain of
/// the checkpoint: one that the store lacks is a tail cut at number 1.
public struct ChainVerifier: Sendable {
    private var report: ChainReport
    private let checkpoint: ChainHead?
    /// The number that comes next.
    private var next: Int64 = 1
    /// The hash that the next entry must name; nil after an entry whose hash cannot be trusted.
    private var link: Digest? = .zero
    private var time = Instant.earliest

    /// A verifier at the beginning of a chain.
    public init(tenant: String, shard: Int, checkpoint: Checkpoint? = nil) {
        report = ChainReport(tenant: tenant, shard: shard)
        self.checkpoint = checkpoint?.head(tenant: tenant, shard: shard)
    }

    /// Checks the next entry: the bytes and the hash as stored, and, for each payload of the
    /// entry, what the store holds of it. Throws only what the look-up throws.
    public mutating func check<Failure: Error>(
        _ bytes: [UInt8], hash stored: Digest,
        payload: (PayloadDigest) throws(Failure) -> StoredPayload
    ) throws(Failure) {
        report.entryCount += 1
        let hash = Entry.hash(of: bytes)
        guard hash == stored else { return skip(.hashMismatch, link: nil) }
        let entry: Entry
        do {
            entry = try Entry.parse(bytes)
        } catch {
            return skip(.malformed(error), link: hash)
        }
        guard isPlaced(entry) else { return }
        if let link, entry.previous != link { find(.previousMismatch, entry.place) }
        if entry.time < time { find(.timeRunsBack, entry.place) }
        if let checkpoint, checkpoint.number == next, checkpoint.hash != hash {
            find(.checkpointMismatch, entry.place)
        }
        next += 1
        link = hash
        time = max(time, entry.time)
        try checkPayloads(of: entry, payload)
        if report.isIntact {
            report.head = ChainHead(
                shard: report.shard, number: entry.place.number, hash: hash, time: entry.time)
        }
    }

    /// The report, when the last entry has been checked.
    public func finish() -> ChainReport {
        var report = report
        if let checkpoint, checkpoint.number >= next {
            report.add(
                LedgerFinding(
                    place: EntryPlace(shard: report.shard, number: next),
                    problem: .tailCut(checkpoint: checkpoint.number)))
        }
        return report
    }

    /// Whether the entry stands where the chain has come to, or, after a gap, goes on from there.
    private mutating func isPlaced(_ entry: Entry) -> Bool {
        let here = EntryPlace(shard: report.shard, number: next)
        guard entry.tenant == report.tenant else {
            find(.wrongTenant, here)
            return false
        }
        guard entry.place.shard == report.shard else {
            find(.wrongShard, here)
            return false
        }
        guard entry.place.number >= next else {
            find(.outOfOrder, entry.place)
            return false
        }
        if entry.place.number > next {
            find(.gap(next: entry.place.number), here)
            next = entry.place.number
            link = nil
        }
        return true
    }

    private mutating func checkPayloads<Failure: Error>(
        of entry: Entry, _ lookUp: (PayloadDigest) throws(Failure) -> StoredPayload
    ) throws(Failure) {
        for payload in entry.payloads {
            switch try lookUp(payload) {
            case .purged: report.purgedCount += 1
            case .missing: find(.payloadMissing(label: payload.label), entry.place)
            case .present(let salt, let bytes):
                if let salt = Salt(bytes: salt),
                    PayloadDigest.of(bytes, salt: salt) == payload.digest
                {
                    report.payloadCount += 1
                } else {
                    find(.payloadAltered(label: payload.label), entry.place)
                }
            }
        }
    }

    private mutating func skip(_ problem: LedgerFinding.Problem, link: Digest?) {
        find(problem, EntryPlace(shard: report.shard, number: next))
        next += 1
        self.link = link
    }

    private mutating func find(_ problem: LedgerFinding.Problem, _ place: EntryPlace) {
        report.add(LedgerFinding(place: place, problem: problem))
    }
}
