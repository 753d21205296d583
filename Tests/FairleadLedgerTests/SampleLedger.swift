import FairleadCanonical
import FairleadDomain
import FairleadLedger

/// A chain as a store keeps it: bytes, hashes, and payloads beside them.
struct SampleLedger {
    struct Row: Equatable {
        var bytes: [UInt8]
        var hash: Digest
        var payloads: [String: StoredPayload]
    }

    static let tenant = "acme"
    static let start = Instant(milliseconds: 1_795_167_000_000)

    var rows: [Row] = []
    private(set) var sealer: Sealer
    private var salts = Salts(seed: [UInt8](repeating: 7, count: Salt.byteCount))

    /// A chain of so many entries, of all shapes: with and without case, cause, objects, payloads.
    init(entries count: Int, shard: Int = 3, tenant: String = tenant) throws {
        sealer = Sealer(tenant: tenant, head: .empty(shard: shard))
        for index in 0..<count { try append(Self.draft(index, shard: shard), index) }
    }

    var head: ChainHead { sealer.head }

    mutating func append(_ draft: Draft, _ index: Int) throws {
        // Every fifth time the clock has run back by a second.
        let clock = Self.start.adding(milliseconds: Int64(index * 250 - (index % 5) / 4 * 1000))
        let sealed = try sealer.seal(draft, at: clock, salts: &salts)
        var payloads: [String: StoredPayload] = [:]
        for payload in sealed.payloads {
            payloads[payload.label] = .present(salt: payload.salt.bytes, bytes: payload.bytes)
        }
        rows.append(Row(bytes: sealed.bytes, hash: sealed.hash, payloads: payloads))
    }

    static func draft(_ index: Int, shard: Int = 3) -> Draft {
        switch index % 3 {
        case 0:
            Draft(
                actor: "pri_\(index)", type: "event-received",
                body: ["event": ["source": "/billing", "id": "evt_\(index)", "type": "x.y"]],
                payloads: [
                    Payload(label: "received", bytes: Array("{\"n\":\(index)}".utf8)),
                    Payload(label: "data", bytes: []),
                ])
        case 1:
            Draft(
                actor: "system", cause: EntryPlace(shard: shard, number: Int64(index)),
                case: "case_\(index)", type: "case-opened",
                objects: [
                    ObjectReference(type: "account", id: "acc_1", qualifier: ""),
                    ObjectReference(type: "invoice", id: "inv_é", qualifier: "opens"),
                ], versions: ["playbook": "recover@4", "semantics": 1], body: ["state": "open"])
        default:
            Draft(
                actor: "system", cause: EntryPlace(shard: 0, number: 9_007_199_254_740_991),
                case: "case_1", type: "decision-made", versions: ["b": ["d", "c"], "a": [:]],
                body: ["level": "approval", "amount": "12.50", "rules": [1, 2, -3], "is": true],
                payloads: [Payload(label: "inputs", bytes: [0, 255, UInt8(index & 255)])])
        }
    }
}

/// Verifies rows as a store would hand them over.
func verify(
    _ rows: [SampleLedger.Row], tenant: String = SampleLedger.tenant, shard: Int = 3,
    against checkpoint: Checkpoint? = nil
) -> ChainReport {
    var verifier = ChainVerifier(tenant: tenant, shard: shard, checkpoint: checkpoint)
    for row in rows {
        verifier.check(row.bytes, hash: row.hash) { row.payloads[$0.label] ?? .missing }
    }
    return verifier.finish()
}

func checkpointKey(_ byte: UInt8 = 1) throws -> CheckpointKey {
    guard let key = CheckpointKey(bytes: [UInt8](repeating: byte, count: 32)) else {
        throw MissingKey()
    }
    return key
}

struct MissingKey: Error {}
