import FairleadDomain
import FairleadEngine
import FairleadLedger
import FairleadStore
import FairleadTesting
import Testing

@testable import FairleadRuntime

@Suite struct `The registry` {
    /// Entries of a part: of one entry, across segments, of some pages, and all in one.
    @Test(arguments: [1, 7, 550, 5_000] as [Int64])
    func `read in parts it is what was stepped, wherever a part ends`(entries: Int64) throws {
        let world = try RuntimeWorld()
        for number in 0..<120 {
            let id = "acme-\(number)"
            try world.tell(Told.account(id, same: ["billing": id, "erp": id]))
        }
        let master = Principal.person("admin")
        let link = ExternalReference(system: "erp", kind: "customer", id: "acme-3")
        _ = try world.registry(.unlink(link, reason: "another Acme"), by: master)
        let claim = IdentityClaim(
            account: ExternalReference(system: "crm", kind: "account", id: "acme-90"),
            parent: nil, same: [link])
        _ = try world.registry(.learn(claim, basis: IdentityBasis.person), by: master)
        let registry = world.runtime.registry
        #expect(registry.links[link] == registry.account(of: [claim.account])?.id)
        #expect(try Registry.state(in: world.store, partEntries: entries) == registry)
    }

    @Test func `a segment of it that cannot be read stops a start`() throws {
        let world = try RuntimeWorld()
        try world.tell(Told.acme())
        let head = try #require(try world.store.heads().first)
        try world.store.commit(
            CommitBatch(segments: [
                Segment(
                    shard: head.shard, anchor: RegistryState.anchor, first: head.number + 1,
                    time: world.now, previous: head.hash,
                    entries: [SegmentEntry(hash: head.hash, bytes: Array("{}".utf8))],
                    payloads: [])
            ]))
        #expect(throws: (any Error).self) { try Registry.state(in: world.store) }
    }
}
