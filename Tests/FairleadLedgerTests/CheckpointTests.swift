import FairleadCanonical
import FairleadDomain
import FairleadLedger
import FairleadTesting
import Testing

@Suite struct CheckpointTests {
    private let ledger: SampleLedger
    private let key: CheckpointKey
    private let checkpoint: Checkpoint

    init() throws {
        ledger = try SampleLedger(entries: 20)
        key = try checkpointKey()
        checkpoint = try Checkpoint.sign(
            [.init(tenant: "acme", head: ledger.head)], at: SampleLedger.start, with: key)
    }

    @Test func `a checkpoint is read from its bytes, with the key that is trusted`() throws {
        let read = try Checkpoint.parse(checkpoint.bytes, trusting: key.publicKey)
        #expect(read == checkpoint)
        #expect(try Checkpoint.parse(checkpoint.bytes, trusting: nil) == checkpoint)
        #expect(try JSON.parse(checkpoint.bytes).canonicalBytes() == checkpoint.bytes)
        #expect(read.head(tenant: "acme", shard: 3) == ledger.head)
        #expect(read.head(tenant: "acme", shard: 4) == nil)
        #expect(CheckpointPublicKey(hex: key.publicKey.hex) == key.publicKey)
        #expect(read.publicKey.id == key.publicKey.id)
        #expect(try checkpointKey(2).publicKey.id != key.publicKey.id)
    }

    @Test(.requirement("S4.27", part: "signed checkpoints"))
    func `a checkpoint of which any byte is altered is refused`() {
        var generator = SeededGenerator(seed: 8)
        for position in checkpoint.bytes.indices {
            var bytes = checkpoint.bytes
            bytes[position] ^= UInt8.random(in: 1...255, using: &generator)
            #expect(throws: LedgerError.self) {
                try Checkpoint.parse(bytes, trusting: key.publicKey)
            }
            #expect(throws: LedgerError.self) { try Checkpoint.parse(bytes, trusting: nil) }
        }
    }

    @Test func `a checkpoint signed with another key is refused`() throws {
        let error = #expect(throws: LedgerError.self) {
            try Checkpoint.parse(checkpoint.bytes, trusting: try checkpointKey(2).publicKey)
        }
        #expect(error?.code == .keyNotTrusted)
        // The other key's name on the old signature.
        let text = String(decoding: checkpoint.bytes, as: UTF8.self)
            .replacing(key.publicKey.hex, with: try checkpointKey(2).publicKey.hex)
        let forged = #expect(throws: LedgerError.self) {
            try Checkpoint.parse(Array(text.utf8), trusting: nil)
        }
        #expect(forged?.code == .signatureInvalid)
    }

    @Test func `heads are sorted, and chains without entries left out`() throws {
        func chain(_ tenant: String, _ shard: Int, _ number: Int64) -> Checkpoint.Chain {
            .init(
                tenant: tenant,
                head: ChainHead(shard: shard, number: number, hash: .zero, time: .earliest))
        }
        let chains = [
            chain("b", 0, 4), chain("a", 10, 1), chain("a", 9, 2), chain("a", 1, 0),
        ]
        let signed = try Checkpoint.sign(chains, at: SampleLedger.start, with: key)
        #expect(signed.chains == [chain("a", 9, 2), chain("a", 10, 1), chain("b", 0, 4)])
        #expect(try Checkpoint.parse(signed.bytes, trusting: key.publicKey) == signed)
        let error = #expect(throws: LedgerError.self) {
            try Checkpoint.sign(
                [chain("a", 1, 1), chain("a", 1, 2)], at: SampleLedger.start, with: key)
        }
        #expect(error?.code == .duplicate)
        #expect(try Checkpoint.sign([], at: SampleLedger.start, with: key).chains.isEmpty)
    }

    @Test(.requirement("S4.27", part: "a cut tail is found"))
    func `a cut tail is found against a checkpoint, at the first entry that is missing`() {
        for count in 0..<20 {
            let report = verify(Array(ledger.rows.prefix(count)), against: checkpoint)
            #expect(verify(Array(ledger.rows.prefix(count))).isIntact)
            #expect(report.findings.map(\.problem) == [.tailCut(checkpoint: 20)])
            #expect(report.first?.place == EntryPlace(shard: 3, number: Int64(count + 1)))
        }
    }

    @Test(.requirement("S4.27", part: "a chain computed anew is found"))
    func `a chain computed anew from any entry on is found against a checkpoint`() throws {
        for first in 0..<20 {
            var forged = try SampleLedger(entries: first)
            for index in first..<24 {
                var draft = SampleLedger.draft(index)
                if index == first { draft.actor = "mallory" }
                try forged.append(draft, index)
            }
            #expect(verify(forged.rows).isIntact)
            let report = verify(forged.rows, against: checkpoint)
            #expect(report.findings.map(\.problem) == [.checkpointMismatch])
            #expect(report.first?.place == EntryPlace(shard: 3, number: 20))
        }
    }

    @Test func `a chain that has grown since is sound against a checkpoint`() throws {
        let grown = try SampleLedger(entries: 30)
        #expect(verify(grown.rows, against: checkpoint).isIntact)
        #expect(verify(ledger.rows, against: checkpoint).isIntact)
        #expect(verify([], tenant: "other", against: checkpoint).isIntact)
    }

    @Test func `a key is 32 bytes`() {
        #expect(CheckpointKey(bytes: [UInt8](repeating: 1, count: 31)) == nil)
        #expect(CheckpointKey(bytes: [UInt8](repeating: 1, count: 33)) == nil)
        #expect(CheckpointPublicKey(hex: "00") == nil)
    }
}
