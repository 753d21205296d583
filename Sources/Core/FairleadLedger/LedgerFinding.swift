import FairleadDomain

/// Something that is wrong with a chain, and where.
public struct LedgerFinding: Sendable, Hashable {
    public enum Problem: Sendable, Hashable {
        /// The bytes do not have the hash that is stored with them: one of the two was altered.
        case hashMismatch
        /// The bytes have their hash, but are no entry in canonical form.
        case malformed(LedgerError)
        case wrongTenant
        case wrongShard
        /// Entries are missing from this place on; the next one there has this number.
        case gap(next: Int64)
        /// An entry stands after one of its own or a greater number: inserted or moved.
        case outOfOrder
        /// `previous` is not the hash of the entry before: one of the two was replaced.
        case previousMismatch
        /// Its time is before that of the entry before it.
        case timeRunsBack
        case payloadMissing(label: String)
        case payloadAltered(label: String)
        /// A checkpoint has another hash for this entry: the chain was computed anew.
        case checkpointMismatch
        /// A checkpoint knows entries from this place up to this number: the tail was cut.
        case tailCut(checkpoint: Int64)
    }

    public let place: EntryPlace
    public let problem: Problem

    /// A stable word for the problem, such as `hash-mismatch`.
    public var code: String {
        switch problem {
        case .hashMismatch: "hash-mismatch"
        case .malformed: "malformed"
        case .wrongTenant: "wrong-tenant"
        case .wrongShard: "wrong-shard"
        case .gap: "gap"
        case .outOfOrder: "out-of-order"
        case .previousMismatch: "previous-mismatch"
        case .timeRunsBack: "time-runs-back"
        case .payloadMissing: "payload-missing"
        case .payloadAltered: "payload-altered"
        case .checkpointMismatch: "checkpoint-mismatch"
        case .tailCut: "tail-cut"
        }
    }

    /// What is wrong, in a sentence that quotes no value of the entry.
    public var message: String {
        switch problem {
        case .hashMismatch: "the entry or its hash was altered"
        case .malformed(let error): "the entry is malformed: \(error)"
        case .wrongTenant: "an entry of another tenant stands here"
        case .wrongShard: "an entry of another shard stands here"
        case .gap(let next): "entries are missing: number \(next) comes next"
        case .outOfOrder: "the entry was inserted or moved: its number has been passed"
        case .previousMismatch: "the entry does not follow from the one before it"
        case .timeRunsBack: "the entry is earlier than the one before it"
        case .payloadMissing(let label): "payload \(label) is missing"
        case .payloadAltered(let label): "payload \(label) was altered"
        case .checkpointMismatch: "the chain is not the one that the checkpoint knows"
        case .tailCut(let number): "the checkpoint knows entries up to number \(number)"
        }
    }
}

extension LedgerFinding: CustomStringConvertible {
    public var description: String { "\(place): \(message) (\(code))" }
}
