import FairleadCanonical
import FairleadDomain
import FairleadLedger
import FairleadStore

/// Makes sealed segments, as a step would, and keeps the heads.
struct LedgerSample {
    static let tenant = "acme"
    static let start = Instant(milliseconds: 1_795_000_000_000)

    private(set) var heads = (0..<StoreLimits.shardCount).map { ChainHead.empty(shard: $0) }
    private var salts = Salts(seed: Array(repeating: 7, count: Salt.byteCount))

    /// The next segment of a shard: so many entries, each with so many payloads.
    mutating func segment(
        shard: Int, anchor: String, entries: Int = 1, payloads: Int = 0
    ) throws -> Segment {
        var sealer = Sealer(tenant: Self.tenant, head: heads[shard])
        var sealed: [SealedEntry] = []
        for index in 0..<entries {
            let draft = Draft(
                actor: "system", case: anchor, type: "sample-recorded",
                body: ["index": .integer(Int64(index))],
                payloads: (0..<payloads).map {
                    Payload(label: "label\($0)", bytes: Array("secret \(index) \($0)".utf8))
                })
            let time = Self.start.adding(milliseconds: heads[shard].number)
            sealed.append(try sealer.seal(draft, at: time, salts: &salts))
        }
        heads[shard] = sealer.head
        return Segment(anchor: anchor, sealed: sealed)
    }

    static func receipt(
        _ source: String, _ id: String, digest: Digest = .zero, shard: Int = 0,
        number: Int64 = 1, cases: [String] = []
    ) -> Receipt {
        Receipt(
            source: source, id: id, digest: digest,
            place: EntryPlace(shard: shard, number: number), cases: cases)
    }

    static func item(
        _ id: String, _ kind: Item.Kind = .case, state: String = "open", score: Int64 = 0,
        account: String? = nil, playbook: String? = nil, queue: String? = nil,
        caseID: String = "case-1", due: Instant? = nil
    ) -> Item {
        Item(
            id: id, kind: kind, shard: 3, anchor: "anchor", caseID: caseID, account: account,
            state: state, playbook: playbook, queue: queue, scoreThousandths: score,
            opened: start, due: due)
    }

    static func agenda(_ anchor: String, shard: Int = 0, due: Int64?) -> Agenda {
        Agenda(
            shard: shard, anchor: anchor, due: due.map { Instant(milliseconds: $0) })
    }
}
