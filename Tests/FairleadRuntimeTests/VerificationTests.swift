import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadEngine
import FairleadLedger
import FairleadPlaybook
import FairleadRuntime
import FairleadStore
import FairleadTesting
import Testing

@Suite struct `Projections` {
    private func findings(_ world: RuntimeWorld) throws -> [String] {
        let current = world.catalog.governance
        return try Verifier(tenant: "test") { $0 == current.digest ? current : nil }
            .run(world.store).findings.map(\.message)
    }

    @Test(.requirement("S4.27", "S0.30", part: "an altered projection is found"))
    func `a row that does not follow from the ledger is named`() throws {
        let world = try RuntimeWorld()
        try world.tell(Told.acme(), Told.failure())
        #expect(try findings(world) == [])
        let rows = try world.store.items(ItemQuery(limit: 1_000)).items
        #expect(rows.count > 1)
        for row in rows {
            let other = Item(
                id: row.id, kind: row.kind, shard: row.shard, anchor: row.anchor,
                caseID: row.caseID, account: row.account, state: row.state,
                playbook: row.playbook, queue: row.queue,
                scoreThousandths: row.scoreThousandths + 1, opened: row.opened, due: row.due)
            try world.store.commit(CommitBatch(items: [other]))
            let found = try findings(world)
            #expect(found.count == 1)
            #expect(found.first?.contains(row.id) == true, "\(found)")
            try world.store.commit(CommitBatch(items: [row]))
        }
        #expect(try findings(world) == [])
    }

    @Test(.requirement("S4.27", "S0.30", part: "an altered projection is found"))
    func `a row that nobody wrote, and an agenda that is gone, are named`() throws {
        let world = try RuntimeWorld()
        try world.tell(Told.acme(), Told.failure())
        let matter = try world.matter
        let place = try #require(try world.anchors.first)
        let extra = Item(
            id: "a9-9", kind: .approval, shard: place.shard, anchor: place.anchor,
            caseID: matter.id, account: nil, state: "granted", playbook: nil, queue: nil,
            scoreThousandths: 0, opened: world.now, due: nil)
        try world.store.commit(
            CommitBatch(
                items: [extra],
                agendas: [Agenda(shard: place.shard, anchor: place.anchor, due: nil)]))
        let found = try findings(world)
        #expect(found.contains { $0.contains("a9-9") })
        #expect(found.contains { $0.contains("agenda of \(place.anchor) is missing") })
        #expect(found.count == 2)
    }
}
