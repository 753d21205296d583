import FairleadCanonical
import FairleadDomain
import FairleadLedger
import FairleadStore
import Testing

/// What every store must do; each test runs on each of them.
@Suite struct StoreConformanceTests {
    @Test(arguments: StoreUnderTest.allCases)
    func `a new store has empty chains and names itself`(_ kind: StoreUnderTest) throws {
        let open = try OpenStore(kind)
        defer { open.discard() }
        #expect(try open.store.heads() == (0..<64).map { ChainHead.empty(shard: $0) })
        #expect(open.store.tenant == "acme")
        #expect(try open.store.meta("tenant") == "acme")
        #expect(try open.store.meta("created") == LedgerSample.start.rfc3339)
        #expect(try open.store.meta("shards") == "64")
        #expect(try open.store.meta("catalog") == nil)
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `a segment is read back as it was written, by place, shard and anchor`(
        _ kind: StoreUnderTest
    ) throws {
        let open = try OpenStore(kind)
        defer { open.discard() }
        var ledger = LedgerSample()
        let first = try ledger.segment(shard: 5, anchor: "a", entries: 3, payloads: 2)
        let second = try ledger.segment(shard: 5, anchor: "b", entries: 1)
        let third = try ledger.segment(shard: 5, anchor: "a", entries: 2, payloads: 1)
        try open.store.commit(CommitBatch(segments: [first, second]))
        try open.store.commit(CommitBatch(segments: [third]))
        try open.reopen()
        let store = open.store
        #expect(try store.heads() == ledger.heads)
        #expect(try store.segments(shard: 5, from: 1, limit: 9) == [first, second, third])
        #expect(try store.segments(shard: 5, from: 3, limit: 2) == [first, second])
        #expect(try store.segments(shard: 5, from: 4, limit: 9) == [second, third])
        #expect(try store.segments(shard: 5, from: 7, limit: 9) == [])
        #expect(try store.segments(shard: 4, from: 1, limit: 9) == [])
        #expect(
            try store.segments(shard: 5, anchor: "a", from: 1, limit: 9) == [first, third])
        #expect(try store.segments(shard: 5, anchor: "a", from: 2, limit: 9) == [third])
        #expect(try store.segments(shard: 5, anchor: "a", from: 1, limit: 1) == [first])
        #expect(try store.segments(shard: 5, anchor: "c", from: 1, limit: 9) == [])
        for number in Int64(1)...6 {
            let found = try store.segment(containing: EntryPlace(shard: 5, number: number))
            #expect(found == (number <= 3 ? first : number == 4 ? second : third))
        }
        for number in [Int64(0), 7] {
            let place = EntryPlace(shard: 5, number: number)
            #expect(try store.segment(containing: place) == nil)
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `a segment that does not follow its head is refused with the whole batch`(
        _ kind: StoreUnderTest
    ) throws {
        let open = try OpenStore(kind)
        defer { open.discard() }
        var ledger = LedgerSample()
        let first = try ledger.segment(shard: 0, anchor: "a")
        let second = try ledger.segment(shard: 0, anchor: "a")
        var other = LedgerSample()
        let elsewhere = try other.segment(shard: 1, anchor: "z")
        try open.store.commit(CommitBatch(segments: [first]))
        let forged = Segment(
            shard: 0, anchor: "a", first: 2, time: second.time, previous: .zero,
            entries: second.entries, payloads: [])
        let later = Segment(
            shard: 0, anchor: "a", first: 3, time: second.time, previous: second.previous,
            entries: second.entries, payloads: [])
        for wrong in [forged, later, first] {
            let batch = CommitBatch(
                segments: [elsewhere, wrong], receipts: [LedgerSample.receipt("s", "1")],
                items: [LedgerSample.item("i")], agendas: [LedgerSample.agenda("a", due: 1)])
            let error = #expect(throws: StoreError.self) { try open.store.commit(batch) }
            #expect(error?.code == .conflict)
        }
        #expect(try open.store.heads()[1] == .empty(shard: 1))
        #expect(try open.store.receipt(source: "s", id: "1") == nil)
        #expect(try open.store.items(ItemQuery()).items == [])
        #expect(try open.store.agenda(shard: 0, anchor: "a") == nil)
        try open.store.commit(CommitBatch(segments: [second]))
        #expect(try open.store.heads()[0] == second.head)
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `a receipt may learn its cases and nothing else`(_ kind: StoreUnderTest) throws {
        let open = try OpenStore(kind)
        defer { open.discard() }
        let digest = Digest.sha256(domain: DigestDomain("test"), [1])
        let pending = LedgerSample.receipt("/billing", "e1", digest: digest, number: 4)
        try open.store.commit(CommitBatch(receipts: [pending]))
        #expect(try open.store.receipt(source: "/billing", id: "e1") == pending)
        let known = LedgerSample.receipt(
            "/billing", "e1", digest: digest, number: 4, cases: ["c1", "c2"])
        try open.store.commit(CommitBatch(receipts: [known]))
        #expect(try open.store.receipt(source: "/billing", id: "e1") == known)
        let conflicts = [
            LedgerSample.receipt("/billing", "e1", number: 4),
            LedgerSample.receipt("/billing", "e1", digest: digest, number: 5),
            LedgerSample.receipt("/billing", "e1", digest: digest, shard: 1, number: 4),
        ]
        for conflict in conflicts {
            let error = #expect(throws: StoreError.self) {
                try open.store.commit(CommitBatch(receipts: [conflict]))
            }
            #expect(error?.code == .conflict)
        }
        let both = #expect(throws: StoreError.self) {
            try open.store.commit(
                CommitBatch(receipts: [
                    LedgerSample.receipt("/crm", "x", number: 1),
                    LedgerSample.receipt("/crm", "x", number: 2),
                ]))
        }
        #expect(both?.code == .conflict)
        #expect(try open.store.receipt(source: "/crm", id: "x") == nil)
        #expect(try open.store.receipt(source: "/billing", id: "e1") == known)
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `names are compared as bytes, not as characters`(_ kind: StoreUnderTest) throws {
        let open = try OpenStore(kind)
        defer { open.discard() }
        let composed = LedgerSample.receipt("s", "caf\u{E9}", number: 1)
        let decomposed = LedgerSample.receipt("s", "cafe\u{301}", number: 2)
        try open.store.commit(CommitBatch(receipts: [composed, decomposed]))
        #expect(try open.store.receipt(source: "s", id: "caf\u{E9}")?.place.number == 1)
        #expect(try open.store.receipt(source: "s", id: "cafe\u{301}")?.place.number == 2)
        #expect(try open.store.receipts(after: nil, limit: 9).map(\.place.number) == [2, 1])
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `receipts and agendas are walked through in pages in the order of their keys`(
        _ kind: StoreUnderTest
    ) throws {
        let open = try OpenStore(kind)
        defer { open.discard() }
        let receipts = ["b", "a", "ab"].flatMap { source in
            (0..<5).map { LedgerSample.receipt(source, "\($0)") }
        }
        let agendas = (0..<12).map {
            LedgerSample.agenda("anchor \($0)", shard: 11 - $0, due: 50 - Int64($0 % 3))
        }
        try open.store.commit(CommitBatch(receipts: receipts, agendas: agendas))
        var walked: [Receipt] = []
        while case let page = try open.store.receipts(
            after: walked.last.map(ReceiptKey.init), limit: 4), !page.isEmpty
        { walked += page }
        #expect(
            walked.map { $0.source + $0.id } == [
                "a0", "a1", "a2", "a3", "a4", "ab0", "ab1", "ab2", "ab3", "ab4", "b0", "b1", "b2",
                "b3", "b4",
            ])
        var walkedAgendas: [Agenda] = []
        while case let page = try open.store.agendas(
            after: walkedAgendas.last.map(AgendaKey.init), limit: 5), !page.isEmpty
        { walkedAgendas += page }
        #expect(walkedAgendas == agendas.reversed())
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `an agenda without a time is removed`(_ kind: StoreUnderTest) throws {
        let open = try OpenStore(kind)
        defer { open.discard() }
        let first = LedgerSample.agenda("a", due: 0)
        try open.store.commit(CommitBatch(agendas: [first]))
        #expect(try open.store.agenda(shard: 0, anchor: "a") == first)
        #expect(try open.store.agendas(after: nil, limit: 1) == [first])
        try open.store.commit(CommitBatch(agendas: [LedgerSample.agenda("a", due: nil)]))
        #expect(try open.store.agenda(shard: 0, anchor: "a") == nil)
        #expect(try open.store.agendas(after: nil, limit: 1) == [])
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `blobs keep their first bytes, meta and answers the last`(
        _ kind: StoreUnderTest
    ) throws {
        let open = try OpenStore(kind)
        defer { open.discard() }
        let digest = Digest.sha256(domain: DigestDomain("test"), [2])
        func answer(_ status: Int, expires: Int64) -> KeptAnswer {
            KeptAnswer(
                principal: "p", path: "/v1/events", key: "k", body: digest, status: status,
                answer: Array("{}".utf8), expires: Instant(milliseconds: expires))
        }
        for round in 1...2 {
            try open.store.commit(
                CommitBatch(
                    answers: [answer(200 + round, expires: 10)],
                    blobs: [StoredBlob(digest: digest, bytes: [UInt8(round)])],
                    meta: [MetaEntry(key: "catalog", value: "v\(round)")]))
        }
        try open.reopen()
        let store = open.store
        #expect(try store.blob(digest) == [1])
        #expect(try store.blob(.zero) == nil)
        #expect(try store.meta("catalog") == "v2")
        let kept = try store.answer(principal: "p", path: "/v1/events", key: "k")
        #expect(kept == answer(202, expires: 10))
        #expect(try store.answer(principal: "q", path: "/v1/events", key: "k") == nil)
        try store.commit(CommitBatch(forgetAnswersUntil: Instant(milliseconds: 9)))
        #expect(try store.answer(principal: "p", path: "/v1/events", key: "k") != nil)
        try store.commit(CommitBatch(forgetAnswersUntil: Instant(milliseconds: 10)))
        #expect(try store.answer(principal: "p", path: "/v1/events", key: "k") == nil)
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `a purge takes out one payload and leaves the entries`(_ kind: StoreUnderTest) throws {
        let open = try OpenStore(kind)
        defer { open.discard() }
        var ledger = LedgerSample()
        let segment = try ledger.segment(shard: 2, anchor: "a", entries: 2, payloads: 2)
        let place = EntryPlace(shard: 2, number: 2)
        let missing = PayloadPurge(place: place, label: "label9")
        let error = #expect(throws: StoreError.self) {
            try open.store.commit(CommitBatch(segments: [segment], purges: [missing]))
        }
        #expect(error?.code == .notFound)
        #expect(try open.store.heads()[2].number == 0)
        try open.store.commit(CommitBatch(segments: [segment]))
        let purge = PayloadPurge(place: place, label: "label1")
        for _ in 1...2 {
            try open.store.commit(CommitBatch(purges: [purge]))
            let found = try #require(try open.store.segment(containing: place))
            #expect(found == segment.purging(2, label: "label1"))
            #expect(found.entries == segment.entries)
            #expect(found.payloads.map { $0.content == .purged } == [false, false, false, true])
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `a snapshot does not see later commits, and a read does at once`(
        _ kind: StoreUnderTest
    ) throws {
        let open = try OpenStore(kind)
        defer { open.discard() }
        let store = open.store
        try store.commit(CommitBatch(items: [LedgerSample.item("1")]))
        try store.snapshot { before in
            try store.commit(
                CommitBatch(
                    receipts: [LedgerSample.receipt("s", "1")],
                    items: [LedgerSample.item("1", state: "closed")]))
            #expect(try before.item(kind: .case, id: "1")?.state == "open")
            #expect(try before.receipt(source: "s", id: "1") == nil)
            #expect(try store.item(kind: .case, id: "1")?.state == "closed")
            #expect(try store.receipt(source: "s", id: "1") != nil)
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `a closed store answers nothing`(_ kind: StoreUnderTest) throws {
        let open = try OpenStore(kind)
        defer { open.discard() }
        open.store.close()
        open.store.close()
        let commit = #expect(throws: StoreError.self) { try open.store.commit(CommitBatch()) }
        #expect(commit?.code == .unavailable)
        let read = #expect(throws: StoreError.self) { try open.store.heads() }
        #expect(read?.code == .unavailable)
    }
}
