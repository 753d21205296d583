import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import FairleadSimulator
import FairleadStore
import FairleadTesting
import Testing

/// A new version of the catalog leaves cases alone until they are migrated, whole or not at all.
@Suite struct `Migrations` {
    private let lead = Principal.person("revops-lead")
    private let file = "playbooks/paymentFailedNearRenewal.yaml"

    /// A case that waits for consent to its grace.
    private func world() throws -> RuntimeWorld {
        var customer = RuntimeWorld.acme
        customer.pastDue = "38400.00"
        let world = try RuntimeWorld(customer)
        try world.tell(Told.acme(), Told.failure())
        _ = try #require(try world.matter.approvals.first { $0.status == .open })
        return world
    }

    private func plan(_ world: RuntimeWorld) throws -> MigrationPlan {
        let matter = try world.matter
        let state = try #require(
            try world.states().first { state in state.cases.contains { $0.id == matter.id } })
        return MigrationPlan(
            of: matter, in: state, from: world.version(matter.catalog),
            to: world.catalog.governance, zones: world.zones, at: world.now)
    }

    private func migrate(_ world: RuntimeWorld, _ reason: String = "a better one") throws
        -> RuntimeReply
    {
        let id = try world.matter.id
        return try world.command(
            .migrateCase(id: id, to: world.catalog.digest, reason: reason), on: id, by: lead)
    }

    private func code(_ reply: RuntimeReply) -> String {
        if case .rejected(let rejection) = reply { rejection.code } else { "done" }
    }

    @Test(.requirement("S2.31", part: "a case keeps the version that it began with"))
    func `a case keeps its version when another comes into force, and new ones take that`()
        throws
    {
        let world = try world()
        let before = try world.matter.catalog
        try world.restart(changing: [file: ("version: 1", "version: 2")])
        world.pass(minutes: 5)
        #expect(try world.matter.catalog == before)
        #expect(try world.matter.playbookVersion == 1)
        #expect(world.catalog.digest != before)
        try world.expectSound()
    }

    @Test func `another version comes into force while cases are under way`() throws {
        let world = try world()
        let before = world.catalog
        let changed = try RuntimeWorld.changed(before, [file: ("version: 1", "version: 2")])
        world.runtime.offer(changed.governance)
        #expect(world.runtime.governance.digest == before.digest)
        _ = try world.registry(.activate(catalog: changed.digest), by: lead)
        #expect(world.runtime.governance.digest == changed.digest)
        #expect(try world.matter.catalog == before.digest)
        let approval = try #require(try world.matter.approvals.first { $0.status == .open })
        _ = try world.command(
            .decideApproval(id: approval.id, isGranted: true, reason: "yes"), on: approval.id,
            by: .person(approval.role, "p-2"))
        #expect(try world.effects("billing.grantGrace").map(\.status) == [.done])
        try world.tell(Told.recovered())
        try world.tell(
            Told.payment("payment.failed", "f-9", at: "10:30", attempt: 9))
        let cases = try world.cases
        #expect(cases.map(\.catalog) == [before.digest, changed.digest])
        #expect(cases.map(\.playbookVersion) == [1, 2])
    }

    @Test func `a case moves by one record, goes on under it, and can be moved back`() throws {
        let world = try world()
        let before = try world.matter.catalog
        try world.restart(changing: [file: ("version: 1", "version: 2")])
        let planned = try plan(world)
        #expect(planned.isPossible)
        #expect(planned.differences.contains { $0.contains("1 becomes") })
        let records = world.published.count
        #expect(code(try migrate(world)) == "done")
        #expect(world.published.count == records + 1)
        #expect(try world.matter.catalog == world.catalog.digest)
        #expect(try world.matter.playbookVersion == 2)
        try world.expectSound()
        #expect(code(try migrate(world)) == "migration-there")
        let id = try world.matter.id
        let undone = try world.command(
            .undoMigration(id: id, reason: "not yet"), on: id, by: lead)
        #expect(code(undone) == "done")
        #expect(try world.matter.catalog == before)
        #expect(try world.matter.playbookVersion == 1)
        let again = try world.command(
            .undoMigration(id: id, reason: "not yet"), on: id, by: lead)
        #expect(code(again) == "not-migrated")
        let approval = try #require(try world.matter.approvals.first { $0.status == .open })
        _ = try world.command(
            .decideApproval(id: approval.id, isGranted: true, reason: "yes"), on: approval.id,
            by: .person(approval.role, "p-2"))
        #expect(try world.effects("billing.grantGrace").map(\.status) == [.done])
        try world.expectSound()
    }

    @Test func `what waits for consent is ruled anew where its ruling has changed`() throws {
        let world = try world()
        let before = try #require(try world.matter.approvals.first { $0.status == .open })
        let path = "decisions/serviceGrace.md"
        let text = String(decoding: try #require(world.catalog.files[path]), as: UTF8.self)
        let line = try #require(
            text.split(separator: "\n").first {
                $0.contains("finance-controller") && $0.contains("P14D")
            })
        let changed = line.replacing("P14D", with: "P10D")
        try #require(line != changed[...])
        try world.restart(changing: [path: (String(line), String(changed))])
        #expect(try plan(world).differences.contains { $0.hasPrefix("grace is ruled anew") })
        #expect(code(try migrate(world)) == "done")
        #expect(try world.matter.approval(before.id)?.status == .withdrawn)
        let anew = try #require(try world.matter.approvals.first { $0.status == .open })
        #expect(anew.effect != before.effect)
        #expect(world.left("billing.grantGrace") == 0)
        try world.expectSound()
    }

    @Test func `what has no place there stays where it is, untouched`() throws {
        let world = try world()
        let matter = try world.matter
        try world.restart(changing: [file: ("stage: keepAndRecover", "stage: recover")])
        let planned = try plan(world)
        #expect(planned.obstacles == ["the stage keepAndRecover, which is entered, is not there"])
        let records = world.published.count
        #expect(code(try migrate(world)) == "migration-obstacles")
        #expect(world.published.count == records)
        #expect(try world.matter == matter)
        try world.expectSound()
    }

    @Test func `a migration wants a person, a reason and a version that is carried`() throws {
        let world = try world()
        let id = try world.matter.id
        func code(_ to: Digest, _ reason: String, _ by: Principal) throws -> String {
            self.code(
                try world.command(
                    .migrateCase(id: id, to: to, reason: reason), on: id, by: by))
        }
        #expect(try code(.zero, "x", lead) == "catalog-unknown")
        try world.restart(changing: [file: ("version: 1", "version: 2")])
        #expect(try code(world.catalog.digest, "", lead) == "reason-missing")
        #expect(try code(world.catalog.digest, "x", .sender) == "migration-not-a-person")
    }

    @Test(
        arguments: [
            ("{elapsed: PT2H}", ["stopsOn: payment.recovered"], true),
            ("{business: PT8H, calendar: supportEMEA}", ["stopsOn: payment.recovered"], true),
            ("{elapsed: PT2H}", ["startsOn: payment.failed", "stopsOn: payment.recovered"], true),
            ("{elapsed: PT2H}", ["startsOn: ticket.created", "stopsOn: payment.recovered"], false),
            ("{elapsed: PT2H}", ["stopsOn: payment.failed"], false),
        ] as [(String, [String], Bool)])
    func `a new clock counts from what would have started it, and ends where a case goes back`(
        target: String, triggers: [String], runs: Bool
    ) throws {
        let world = try world()
        world.pass(minutes: 30)
        let opened = try world.matter.opened
        let clock = """
            clocks:
              tested:
                kind: OLA
                target: \(target)
                ladder: [{at: 100%, to: head-of-cs}]
                \(triggers.joined(separator: "\n    "))

            """
        try world.restart(changing: [
            file: ("clocks:\n", clock)
        ])
        func tested() throws -> [ClockState] {
            try world.matter.clocks.filter { $0.name == "tested" }
        }
        #expect(try plan(world).differences.contains { $0.contains("the clock tested is new") })
        for _ in 0..<2 {
            #expect(code(try migrate(world)) == "done")
            #expect(try tested().last { $0.stopped == nil }?.started == (runs ? opened : nil))
            let id = try world.matter.id
            let undone = try world.command(
                .undoMigration(id: id, reason: "not yet"), on: id, by: lead)
            #expect(code(undone) == "done")
            #expect(try tested().allSatisfy { $0.stopped != nil })
        }
        try world.expectSound()
    }
}
