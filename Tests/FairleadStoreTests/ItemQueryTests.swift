import FairleadCanonical
import FairleadDomain
import FairleadStore
import Testing

@Suite struct ItemQueryTests {
    /// Items that differ in every column that a query can name.
    private static let items: [Item] = {
        let states = ["open", "waiting", "closed"]
        var items: [Item] = []
        for kind in Item.Kind.allCases {
            for index in 0..<30 {
                items.append(
                    LedgerSample.item(
                        "i\(index)", kind, state: states[index % 3],
                        score: Int64(index * 7 % 5) - 2,
                        account: index % 4 == 0 ? nil : "account-\(index % 4)",
                        playbook: index % 5 == 0 ? nil : "playbook-\(index % 2)",
                        queue: index % 3 == 0 ? nil : "queue-\(index % 2)",
                        caseID: "case-\(index % 6)",
                        due: index % 2 == 0 ? nil : LedgerSample.start))
            }
        }
        return items
    }()

    private static func expected(_ query: ItemQuery) -> [Item] {
        let found = items.filter { item in
            (query.kinds.isEmpty || query.kinds.contains(item.kind))
                && (query.states.isEmpty || query.states.contains(item.state))
                && (query.account == nil || query.account == item.account)
                && (query.playbook == nil || query.playbook == item.playbook)
                && (query.queue == nil || query.queue == item.queue)
        }
        return found.sorted { left, right in
            let (leftKind, rightKind) = (left.kind.rawValue, right.kind.rawValue)
            switch query.order {
            case .priority:
                return (-left.scoreThousandths, left.id, leftKind)
                    < (-right.scoreThousandths, right.id, rightKind)
            case .key: return (leftKind, left.id) < (rightKind, right.id)
            }
        }
    }

    private static let queries: [ItemQuery] = {
        let base = [
            ItemQuery(), ItemQuery(kinds: [.task]), ItemQuery(kinds: [.approval, .exception]),
            ItemQuery(states: ["open"]), ItemQuery(states: ["closed", "open", "closed", "none"]),
            ItemQuery(kinds: [.case], account: "account-2"), ItemQuery(account: "nobody"),
            ItemQuery(states: ["open", "waiting"], queue: "queue-1"),
            ItemQuery(playbook: "playbook-0"),
            ItemQuery(
                kinds: [.case], states: ["waiting"], account: "account-1",
                playbook: "playbook-1", queue: "queue-1"),
        ]
        return base.flatMap { query in
            ItemQuery.Order.allCases.map { order in
                var query = query
                query.order = order
                return query
            }
        }
    }()

    @Test(arguments: StoreUnderTest.allCases)
    func `every filter and order gives all its items in pages, each once`(
        _ kind: StoreUnderTest
    ) throws {
        let open = try OpenStore(kind)
        defer { open.discard() }
        try open.store.commit(CommitBatch(items: Self.items.shuffled()))
        for query in Self.queries {
            for limit in [1, 7, 1_000] {
                var query = query
                query.limit = limit
                var found: [Item] = []
                repeat {
                    let page = try open.store.items(query)
                    #expect(page.items.count == limit || page.next == nil)
                    found += page.items
                    query.cursor = page.next
                } while query.cursor != nil
                #expect(found == Self.expected(query), "\(query.order) \(query.states)")
            }
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `an item stands in the place of the one before, in every list`(
        _ kind: StoreUnderTest
    ) throws {
        let open = try OpenStore(kind)
        defer { open.discard() }
        try open.store.commit(
            CommitBatch(items: [LedgerSample.item("1", account: "a", queue: "q")]))
        let changed = LedgerSample.item(
            "1", state: "closed", score: 9, account: "b", caseID: "case-2")
        try open.store.commit(CommitBatch(items: [changed]))
        #expect(try open.store.item(kind: .case, id: "1") == changed)
        #expect(try open.store.item(kind: .task, id: "1") == nil)
        let empty = [
            ItemQuery(states: ["open"]), ItemQuery(account: "a"), ItemQuery(queue: "q"),
        ]
        for query in empty { #expect(try open.store.items(query).items == []) }
        for query in [ItemQuery(account: "b"), ItemQuery()] {
            #expect(try open.store.items(query).items == [changed])
        }
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `counts tell entries, items by kind and state, and agendas`(
        _ kind: StoreUnderTest
    ) throws {
        let open = try OpenStore(kind)
        defer { open.discard() }
        var ledger = LedgerSample()
        try open.store.commit(
            CommitBatch(
                segments: [
                    try ledger.segment(shard: 1, anchor: "a", entries: 3),
                    try ledger.segment(shard: 2, anchor: "a", entries: 2),
                ], items: Self.items,
                agendas: (0..<5).map { LedgerSample.agenda("a\($0)", due: Int64($0)) }))
        let counts = try open.store.counts(now: Instant(milliseconds: 1))
        #expect(counts.entries == 5)
        #expect(counts.agendas == 5)
        #expect(counts.agendasDue == 2)
        #expect(
            counts.items
                == ["approval", "case", "exception", "task"].flatMap { name in
                    ["closed", "open", "waiting"].compactMap { state in
                        Item.Kind(rawValue: name).map {
                            ItemCount(kind: $0, state: state, count: 10)
                        }
                    }
                })
    }

    @Test(arguments: StoreUnderTest.allCases)
    func `a cursor that this list did not give is refused`(_ kind: StoreUnderTest) throws {
        let open = try OpenStore(kind)
        defer { open.discard() }
        try open.store.commit(CommitBatch(items: Self.items))
        let next = try #require(try open.store.items(ItemQuery(limit: 2)).next)
        let wrong = [
            "", "zz", "0", String(next.dropLast()), next + "00", next.uppercased() + "G",
            String(repeating: "0", count: 5_000),
        ]
        for cursor in wrong {
            let error = #expect(throws: StoreError.self) {
                try open.store.items(ItemQuery(cursor: cursor))
            }
            #expect(error?.code == .invalid)
        }
        let order = #expect(throws: StoreError.self) {
            try open.store.items(ItemQuery(order: .key, cursor: next))
        }
        #expect(order?.code == .invalid)
    }
}
