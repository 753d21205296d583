import FairleadCanonical
import FairleadDomain
import FairleadLedger
import FairleadTesting
import Testing

/// Ledgers and checkpoints that come from elsewhere: never a crash, always a reason and its place.
@Suite struct LedgerFuzzTests {
    @Test func `every damaged entry is refused, or is itself`() throws {
        var generator = SeededGenerator(seed: 31)
        let rows = try SampleLedger(entries: 6).rows
        for number in 0..<TestScale.fuzzCases(otherwise: 3_000) {
            let bytes = MutatedBytes.of(rows[number % rows.count].bytes, &generator)
            do {
                let entry = try Entry.parse(bytes)
                #expect(!entry.type.isEmpty)
            } catch {
                #expect(!error.message.isEmpty)
            }
        }
    }

    @Test func `every damaged checkpoint is refused`() throws {
        var generator = SeededGenerator(seed: 32)
        let key = try checkpointKey(1)
        let ledger = try SampleLedger(entries: 3)
        let checkpoint = try Checkpoint.sign(
            [Checkpoint.Chain(tenant: SampleLedger.tenant, head: ledger.head)],
            at: SampleLedger.start, with: key)
        for _ in 0..<TestScale.fuzzCases(otherwise: 3_000) {
            let bytes = MutatedBytes.of(checkpoint.bytes, &generator)
            if bytes == checkpoint.bytes { continue }
            #expect(throws: LedgerError.self) { try Checkpoint.parse(bytes, trusting: nil) }
        }
    }
}
