import FairleadCanonical
import FairleadDomain
import FairleadLedger
import Testing

@Suite struct SealerTests {
    private func seal(_ draft: Draft) throws -> SealedEntry {
        var sealer = Sealer(tenant: "acme", head: .empty(shard: 0))
        var salts = Salts(seed: [UInt8](repeating: 1, count: 32))
        return try sealer.seal(draft, at: SampleLedger.start, salts: &salts)
    }

    @Test func `an entry is read from its bytes as it was sealed`() throws {
        for index in 0..<30 {
            let sealed = try seal(SampleLedger.draft(index))
            #expect(try Entry.parse(sealed.bytes) == sealed.entry)
            #expect(Entry.hash(of: sealed.bytes) == sealed.hash)
            #expect(try JSON.parse(sealed.bytes).canonicalBytes() == sealed.bytes)
        }
    }

    @Test func `numbers begin at one, and each entry names the hash of the one before`() throws {
        let ledger = try SampleLedger(entries: 10)
        let entries = try ledger.rows.map { try Entry.parse($0.bytes) }
        #expect(entries.map(\.place.number) == Array(1...10))
        #expect(entries.map(\.previous) == [.zero] + ledger.rows.dropLast().map(\.hash))
        #expect(ledger.head.number == 10)
        #expect(ledger.head.hash == ledger.rows.last?.hash)
    }

    @Test func `time in a chain never runs back, whatever the clock does`() throws {
        var sealer = Sealer(tenant: "acme", head: .empty(shard: 0))
        var salts = Salts(seed: [UInt8](repeating: 1, count: 32))
        let times = try [50, 40, 60, 59].map { clock in
            try sealer.seal(
                SampleLedger.draft(1), at: Instant(milliseconds: clock), salts: &salts
            ).entry.time.milliseconds
        }
        #expect(times == [50, 50, 60, 60])
    }

    @Test func `payloads are sorted by label, each with a salt of its own`() throws {
        let bytes = Array("same".utf8)
        let labels = ["b", "a", "\u{e000}", "\u{10000}"]
        let sealed = try seal(
            Draft(actor: "a", type: "t", payloads: labels.map { Payload(label: $0, bytes: bytes) }))
        #expect(sealed.payloads.map(\.label) == ["a", "b", "\u{10000}", "\u{e000}"])
        #expect(sealed.entry.payloads.map(\.label) == sealed.payloads.map(\.label))
        #expect(sealed.entry.payloads.map(\.digest) == sealed.payloads.map(\.digest))
        #expect(Set(sealed.payloads.map(\.salt)).count == 4)
        #expect(Set(sealed.payloads.map(\.digest)).count == 4)
    }

    @Test func `salts follow from the seed and never repeat`() {
        var salts = Salts(seed: [UInt8](repeating: 1, count: 32))
        var again = salts
        var others = Salts(seed: [UInt8](repeating: 2, count: 32))
        let drawn = (0..<100).map { _ in salts.next() }
        #expect((0..<100).map { _ in again.next() } == drawn)
        #expect(Set(drawn + (0..<100).map { _ in others.next() }).count == 200)
    }

    @Test(
        arguments: [
            (Draft(actor: "", type: "t"), .memberInvalid, "actor"),
            (Draft(actor: "a", type: ""), .memberInvalid, "type"),
            (Draft(actor: "a", case: "", type: "t"), .memberInvalid, "case"),
            (
                Draft(actor: "a", cause: EntryPlace(shard: -1, number: 1), type: "t"),
                .memberInvalid, "cause.shard"
            ),
            (
                Draft(actor: "a", cause: EntryPlace(shard: 65_536, number: 1), type: "t"),
                .memberInvalid, "cause.shard"
            ),
            (
                Draft(actor: "a", cause: EntryPlace(shard: 0, number: 0), type: "t"),
                .memberInvalid, "cause.number"
            ),
            (
                Draft(actor: "a", cause: EntryPlace(shard: 0, number: 1 << 53), type: "t"),
                .memberInvalid, "cause.number"
            ),
            (
                Draft(
                    actor: "a", type: "t",
                    objects: [ObjectReference(type: "x", id: "", qualifier: "")]),
                .memberInvalid, "objects[0].id"
            ),
            (
                Draft(actor: "a", type: "t", body: ["a": [["b": nil]]]), .valueNotAllowed,
                "body.a[0].b"
            ),
            (Draft(actor: "a", type: "t", body: ["a": .number("1.5")]), .valueNotAllowed, "body.a"),
            (
                Draft(actor: "a", type: "t", versions: ["v": .integer(1 << 53)]),
                .valueNotAllowed, "versions.v"
            ),
            (
                Draft(
                    actor: "a", type: "t",
                    payloads: [Payload(label: "x", bytes: []), Payload(label: "x", bytes: [1])]),
                .duplicate, "payloads[1].label"
            ),
            (
                Draft(actor: "a", type: "t", payloads: [Payload(label: "", bytes: [])]),
                .memberInvalid, "payloads[0].label"
            ),
        ] as [(Draft, LedgerError.Code, String)])
    func `a draft that the format has no room for is refused, and nothing has changed`(
        draft: Draft, code: LedgerError.Code, path: String
    ) throws {
        var sealer = Sealer(tenant: "acme", head: .empty(shard: 0))
        var salts = Salts(seed: [UInt8](repeating: 1, count: 32))
        let error = #expect(throws: LedgerError.self) {
            try sealer.seal(draft, at: SampleLedger.start, salts: &salts)
        }
        #expect(error?.code == code)
        #expect(error?.path == path)
        #expect(sealer.head == .empty(shard: 0))
    }

    @Test func `each limit is kept, and one more is refused`() throws {
        let nameMax = LedgerLimits.nameBytesMax
        let name = String(repeating: "n", count: nameMax)
        try expectLimit(Draft(actor: name, type: "t"), Draft(actor: name + "n", type: "t"))
        func about(_ count: Int) -> Draft {
            let object = ObjectReference(type: "o", id: "1", qualifier: "")
            return Draft(
                actor: "a", type: "t", objects: Array(repeating: object, count: count))
        }
        try expectLimit(about(LedgerLimits.objectsMax), about(LedgerLimits.objectsMax + 1))
        func with(_ count: Int) -> Draft {
            Draft(
                actor: "a", type: "t",
                payloads: (0..<count).map { Payload(label: "p\($0)", bytes: []) })
        }
        try expectLimit(with(LedgerLimits.payloadsMax), with(LedgerLimits.payloadsMax + 1))
        func heavy(_ count: Int) -> Draft {
            let bytes = [UInt8](repeating: 0, count: count)
            return Draft(actor: "a", type: "t", payloads: [Payload(label: "p", bytes: bytes)])
        }
        try expectLimit(
            heavy(LedgerLimits.payloadBytesMax), heavy(LedgerLimits.payloadBytesMax + 1))
        func long(_ count: Int) -> Draft {
            Draft(actor: "a", type: "t", body: ["x": .string(String(repeating: "x", count: count))])
        }
        let rest = LedgerLimits.entryBytesMax - (try seal(long(0)).bytes.count)
        try expectLimit(long(rest), long(rest + 1))
    }

    private func expectLimit(_ kept: Draft, _ refused: Draft) throws {
        let sealed = try seal(kept)
        #expect(try Entry.parse(sealed.bytes) == sealed.entry)
        let error = #expect(throws: LedgerError.self) { try seal(refused) }
        #expect(error?.code == .limit)
    }

    @Test func `the deepest body that can be sealed can be read again`() throws {
        var value: JSON = 1
        for _ in 0..<62 { value = [value] }
        let sealed = try seal(Draft(actor: "a", type: "t", body: ["x": value]))
        #expect(try Entry.parse(sealed.bytes) == sealed.entry)
        let error = #expect(throws: LedgerError.self) {
            try seal(Draft(actor: "a", type: "t", body: ["x": [value]]))
        }
        #expect(error?.code == .valueNotAllowed)
    }
}
