import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadSimulator
import FairleadStore
import FairleadTesting
import Testing

@Suite struct `Conflicts` {
    private func promise() throws -> Event {
        try Told.event([
            "specversion": "1.0", "id": "promise-1", "source": "/helpDesk",
            "type": "credit.promised", "time": "2026-11-20T09:20:00Z",
            "data": [
                "ticket": [
                    "id": "ticket-1", "subject": "Locked", "topic": "access", "status": "open",
                    "priority": "high", "queue": "support", "requester": "user@acme.example",
                    "createdAt": "2026-11-20T09:10:00Z",
                ],
                "parties": Told.parties("helpDesk", "organisation", "acme-crm"),
            ],
        ])
    }

    @Test(.requirement("S4.8", "S4.37", part: "an agent promised a credit, and we ask for payment"))
    func `a promise before the request for payment holds it, and names both sides`() throws {
        let customer = RuntimeWorld.acme
        let world = try RuntimeWorld(customer)
        // The facts come late enough for the promise to be there first.
        world.outside = { $0.operation == "crm.contract" ? nil : customer.answer($0) }
        try world.tell(Told.acme(), Told.failure())
        try world.tell(promise())
        world.outside = { customer.answer($0) }
        world.settle()
        let matter = try world.matter
        let link = try #require(matter.effects.first { $0.operation == "billing.sendUpdateLink" })
        #expect(link.status == .held)
        #expect(world.left("billing.sendUpdateLink") == 0)
        let conflict = try #require(matter.exceptions.first { $0.code == "conflict" })
        #expect(conflict.owner == "finance-controller")
        #expect(conflict.message.contains("promise-1"))
        #expect(conflict.message.contains("billing.sendUpdateLink"))
        try world.expectSound()
        // A person decides: what is held is given up, the rest of the case goes on.
        _ = try world.command(
            .settleException(id: conflict.id, retry: false, reason: "credit", account: nil),
            on: conflict.id, by: .person("finance-controller"))
        #expect(try world.effects("billing.sendUpdateLink").map(\.status) == [.withdrawn])
        #expect(world.left("billing.sendUpdateLink") == 0)
        try world.expectSound()
    }

    @Test(.requirement("S4.8", part: "an agent promised a credit after the request left"))
    func `a promise after the request for payment is a conflict that names both sides`() throws {
        let world = try RuntimeWorld()
        try world.tell(Told.acme(), Told.failure())
        #expect(world.left("billing.sendUpdateLink") == 1)
        let effect = try #require(try world.effects("billing.sendUpdateLink").first)
        try world.tell(promise())
        let conflict = try #require(try world.matter.exceptions.first { $0.code == "conflict" })
        #expect(conflict.about == effect.id)
        #expect(conflict.message.contains("credit.promised"))
        try world.expectSound()
    }

    @Test(.requirement("S0.28", part: "only who was told that it may be done has it done again"))
    func `who settles a conflict does not have done again what may have been done`() throws {
        let world = try RuntimeWorld()
        world.outside = { work in
            work.operation == "billing.sendUpdateLink"
                ? .unknown(code: "timeout") : RuntimeWorld.acme.answer(work)
        }
        try world.tell(Told.acme(), Told.failure())
        try world.tell(promise())
        world.pass(minutes: 25 * 60)
        #expect(try world.effects("billing.sendUpdateLink").map(\.status) == [.unknown])
        let conflict = try #require(try world.matter.exceptions.first { $0.code == "conflict" })
        try #require(conflict.status == .open)
        let attempts = world.left("billing.sendUpdateLink")
        let reply = try world.command(
            .settleException(id: conflict.id, retry: true, reason: "goes on", account: nil),
            on: conflict.id, by: .person("finance-controller"))
        guard case .rejected(let rejection) = reply else {
            Issue.record("\(reply)")
            return
        }
        #expect(rejection.code == "effect-went-on")
        #expect(world.left("billing.sendUpdateLink") == attempts)
        try world.expectSound()
    }
}
