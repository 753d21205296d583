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
        try Verifier(tenant: "test", governance: world.version)
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

    @Test(
        .requirement("S4.27", part: "the catalogs and the time-zone data that the store keeps"))
    func `what governed and is not kept, or was altered, is named with its entry`() throws {
        let world = try RuntimeWorld()
        let archive = try ZoneArchive.ofThisMachine()
        let digest = world.catalog.digest
        _ = try world.registry(.activate(catalog: digest, zones: archive.digest), by: .system)
        let activated = EntryPlace(
            shard: Shards.registry, number: try world.store.heads()[Shards.registry].number)
        let verifier = Verifier(tenant: "test", governance: world.version)
        func kept(_ zones: [UInt8]?, catalog: Bool) throws -> [Verifier.Finding] {
            let store = MemoryStore(tenant: "test", created: RuntimeWorld.start)
            let registry = try world.store.segments(shard: Shards.registry, from: 1, limit: 10)
            var batch = CommitBatch(segments: registry)
            if catalog {
                batch.blobs.append(StoredBlob(digest: digest, bytes: world.catalog.archive))
            }
            if let zones {
                batch.blobs.append(StoredBlob(digest: archive.digest, bytes: zones))
            }
            try store.commit(batch)
            return try verifier.run(store).findings
        }
        #expect(try kept(archive.bytes, catalog: true) == [])
        var altered = archive.bytes
        altered[altered.count / 2] ^= 1
        let findings = [
            try kept(archive.bytes, catalog: false), try kept(nil, catalog: true),
            try kept(altered, catalog: true), try kept([], catalog: true),
        ]
        for found in findings {
            #expect(found.count == 1)
            #expect(found.first?.place == activated)
        }
        #expect(findings[0].first?.message.contains("lacks the catalog \(digest)") == true)
        #expect(findings[1].first?.message.contains("lacks the time-zone data") == true)
        #expect(findings[2].first?.message.contains("were altered") == true)
        #expect(findings[3].first?.message.contains("were altered") == true)
    }
}
