import FairleadCanonical
import FairleadDomain
import FairleadLedger
import FairleadTesting
import Testing

@Suite struct VerificationTests {
    // All three shapes of entries, and few: the properties below go over every position.
    private let ledger: SampleLedger

    init() throws {
        ledger = try SampleLedger(entries: 8)
    }

    private func place(_ number: Int) -> EntryPlace {
        EntryPlace(shard: 3, number: Int64(number))
    }

    @Test func `a sound chain is intact, and everything was counted`() {
        let report = verify(ledger.rows)
        #expect(report.isIntact)
        #expect(report.first == nil)
        #expect(report.entryCount == 8)
        #expect(report.payloadCount == 8)
        #expect(report.purgedCount == 0)
        #expect(report.head == ledger.head)
        #expect(verify([]).isIntact)
    }

    @Test(.requirement("S4.27", "S0.30", part: "tampering is found at the entry"))
    func `any byte of an entry that is changed is named by its entry`() {
        var generator = SeededGenerator(seed: 6)
        for index in ledger.rows.indices {
            for position in ledger.rows[index].bytes.indices {
                var rows = ledger.rows
                rows[index].bytes[position] ^= UInt8.random(in: 1...255, using: &generator)
                let report = verify(rows)
                #expect(report.findings.map(\.problem) == [.hashMismatch])
                #expect(report.first?.place == place(index + 1))
                #expect(report.entryCount == 8)
                #expect(report.head.number == Int64(index))
            }
        }
    }

    @Test(.requirement("S4.27", "S0.30", part: "tampering is found at the entry"))
    func `any byte of a stored hash that is changed is named by its entry`() throws {
        for index in ledger.rows.indices {
            for position in 0..<Digest.byteCount {
                var bytes = ledger.rows[index].hash.bytes
                bytes[position] ^= 1
                var rows = ledger.rows
                rows[index].hash = try #require(Digest(bytes: bytes))
                #expect(verify(rows).findings.map(\.problem) == [.hashMismatch])
                #expect(verify(rows).first?.place == place(index + 1))
            }
        }
    }

    @Test(.requirement("S4.27", "S0.30", part: "tampering is found at the entry"))
    func `any byte of a payload or its salt that is changed is named by entry and label`() {
        for index in ledger.rows.indices {
            for (label, payload) in ledger.rows[index].payloads {
                guard case .present(let salt, let bytes) = payload else { continue }
                for position in 0..<(salt.count + bytes.count) {
                    var (newSalt, newBytes) = (salt, bytes)
                    if position < salt.count {
                        newSalt[position] ^= 0x40
                    } else {
                        newBytes[position - salt.count] ^= 0x40
                    }
                    expectAltered(index, label, .present(salt: newSalt, bytes: newBytes))
                }
                expectAltered(index, label, .present(salt: salt, bytes: bytes + [0]))
                expectAltered(index, label, .present(salt: salt + [0], bytes: bytes))
                expectAltered(index, label, .present(salt: salt.dropLast(), bytes: bytes))
            }
        }
    }

    private func expectAltered(_ index: Int, _ label: String, _ payload: StoredPayload) {
        var rows = ledger.rows
        rows[index].payloads[label] = payload
        let report = verify(rows)
        #expect(report.findings.map(\.problem) == [.payloadAltered(label: label)])
        #expect(report.first?.place == place(index + 1))
    }

    @Test(.requirement("S0.57", part: "the chain verifies after a purge"))
    func `a purged payload leaves the chain sound, and a missing one does not`() {
        var rows = ledger.rows
        rows[3].payloads["received"] = .purged
        #expect(verify(rows).isIntact)
        #expect(verify(rows).purgedCount == 1)
        #expect(verify(rows).payloadCount == 7)
        rows[6].payloads["received"] = nil
        #expect(verify(rows).findings.map(\.problem) == [.payloadMissing(label: "received")])
        #expect(verify(rows).first?.place == place(7))
    }

    @Test(.requirement("S4.27", "S0.30", part: "tampering is found at the entry"))
    func `an entry removed from the middle is named`() {
        for index in ledger.rows.indices.dropLast() {
            var rows = ledger.rows
            rows.remove(at: index)
            let report = verify(rows)
            #expect(report.findings.map(\.problem) == [.gap(next: Int64(index + 2))])
            #expect(report.first?.place == place(index + 1))
        }
    }

    @Test(.requirement("S4.27", "S0.30", part: "tampering is found at the entry"))
    func `an entry that stands twice, or in another's place, is named`() {
        for (from, to) in pairs() {
            var rows = ledger.rows
            rows.insert(rows[from], at: to)
            #expect(verify(rows).first?.place == place(min(from, to) + 1))
            guard from != to else { continue }
            rows = ledger.rows
            rows[to] = rows[from]
            #expect(verify(rows).first?.place == place(min(from, to) + 1))
        }
    }

    private func pairs() -> [(Int, Int)] {
        ledger.rows.indices.flatMap { from in ledger.rows.indices.map { (from, $0) } }
    }

    @Test(.requirement("S4.27", "S0.30", part: "tampering is found at the entry"))
    func `entries that are swapped are named by the first place`() {
        for (left, right) in pairs() where left < right {
            var rows = ledger.rows
            rows.swapAt(left, right)
            let report = verify(rows)
            #expect(report.first?.place == place(left + 1))
            #expect(report.first?.problem == .gap(next: Int64(right + 1)))
            #expect(report.entryCount == 8)
        }
    }

    @Test func `a forged entry with its right number and hash breaks the link after it`() throws {
        for index in 0..<7 {
            // All is sealed well, but one entry says something else than the chain knows.
            var sealer = Sealer(tenant: "acme", head: try head(before: index))
            var salts = Salts(seed: [UInt8](repeating: 9, count: 32))
            let forged = try sealer.seal(
                Draft(actor: "mallory", type: "case-opened"), at: SampleLedger.start, salts: &salts)
            var rows = ledger.rows
            rows[index] = .init(bytes: forged.bytes, hash: forged.hash, payloads: [:])
            let report = verify(rows)
            #expect(report.first?.place == place(index + 2))
            #expect(report.first?.problem == .previousMismatch)
            rows.insert(.init(bytes: forged.bytes, hash: forged.hash, payloads: [:]), at: index)
            #expect(!verify(rows).isIntact)
        }
    }

    private func head(before index: Int) throws -> ChainHead {
        guard index > 0 else { return .empty(shard: 3) }
        let entry = try Entry.parse(ledger.rows[index - 1].bytes)
        return ChainHead(
            shard: 3, number: entry.place.number, hash: ledger.rows[index - 1].hash,
            time: entry.time)
    }

    @Test func `an entry of another tenant or shard is named`() throws {
        let foreign = try SampleLedger(entries: 8, tenant: "other").rows
        let elsewhere = try SampleLedger(entries: 8, shard: 4).rows
        for index in ledger.rows.indices {
            for (others, problem) in [
                (foreign, LedgerFinding.Problem.wrongTenant), (elsewhere, .wrongShard),
            ] {
                var rows = ledger.rows
                rows[index] = others[index]
                #expect(verify(rows).first?.problem == problem)
                #expect(verify(rows).first?.place == place(index + 1))
            }
        }
    }

    @Test func `an entry whose hash is right but whose bytes are not canonical is named`() {
        var rows = ledger.rows
        rows[4].bytes.append(UInt8(ascii: " "))
        rows[4].hash = Entry.hash(of: rows[4].bytes)
        let report = verify(rows)
        guard case .malformed(let error) = report.first?.problem else {
            Issue.record("not found as malformed")
            return
        }
        #expect(error.code == .notCanonical)
        #expect(report.findings.map(\.place.number) == [5, 6])
    }

    @Test func `an entry earlier than the one before is named`() throws {
        var sealer = Sealer(
            tenant: "acme",
            head: ChainHead(
                shard: 3, number: 8, hash: ledger.head.hash, time: SampleLedger.start))
        var salts = Salts(seed: [UInt8](repeating: 9, count: 32))
        let early = try sealer.seal(
            Draft(actor: "a", type: "t"), at: SampleLedger.start, salts: &salts)
        let report = verify(
            ledger.rows + [.init(bytes: early.bytes, hash: early.hash, payloads: [:])])
        #expect(report.findings.map(\.problem) == [.timeRunsBack])
        #expect(report.first?.place == place(9))
    }

    @Test func `verification goes on after a finding, and finds the next ones too`() throws {
        var rows = try SampleLedger(entries: 24).rows
        rows[2].bytes[20] ^= 1
        rows[9].payloads["inputs"] = nil
        rows[12].payloads["received"] = .missing
        rows.remove(at: 17)
        #expect(
            verify(rows).findings.map(\.description) == [
                "3/3: the entry or its hash was altered (hash-mismatch)",
                "3/13: payload received is missing (payload-missing)",
                "3/18: entries are missing: number 19 comes next (gap)",
            ])
        #expect(verify(rows).head.number == 2)
    }

    @Test func `findings beyond the limit are counted, not kept`() throws {
        let rows = try SampleLedger(entries: ChainReport.findingsMax + 20).rows.map { row in
            var row = row
            row.bytes[0] = 0
            return row
        }
        let report = verify(rows)
        #expect(report.findings.count == ChainReport.findingsMax)
        #expect(report.findingCount == Int64(ChainReport.findingsMax + 20))
    }

    @Test func `trouble of the look-up itself is passed on`() {
        struct Trouble: Error {}
        var verifier = ChainVerifier(tenant: "acme", shard: 3)
        #expect(throws: Trouble.self) {
            try verifier.check(ledger.rows[0].bytes, hash: ledger.rows[0].hash) {
                (_) throws(Trouble) in throw Trouble()
            }
        }
    }
}
