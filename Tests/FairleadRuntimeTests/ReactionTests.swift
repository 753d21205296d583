import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadSimulator
import FairleadStore
import FairleadTesting
import Testing

@Suite struct `Reactions` {
    private static func plan(_ reactions: String, act: String = "") -> String {
        """
        stages:
          - stage: keep
            inputs: [account]
            activities:
              - id: grace
                act: billing.grantGrace
                with: {subscription: '"sub-1"', until: 'date("2026-12-01")'}
                governedBy: freely
                compensate: billing.revokeGrace
              - id: dunning
                act: erp.holdDunning
                after: grace
                with: {customer: reference("erp"), receivable: '"r-1"', until: 'date("2026-12-01")',
                  reason: '"In hand"'}
                governedBy: freely
                compensate: erp.releaseDunning
              - {id: call, task: Call them, queue: support, after: dunning}
              - id: book
                act: erp.createTask
                after: call
                with: {customer: reference("erp"), kind: '"note"', text: '"A note"'}
                governedBy: freely
                \(act)
              - {id: last, task: Look again, queue: support, after: book}
            completesWhen: last.outcome = "done"
            otherwise: {exception: notKept, owner: support-lead, by: {elapsed: P9D}}
        reactions:
        \(reactions)
        reopenWithin: P2D

        """
    }

    private static let cancelling = plan(
        """
          - {event: payment.recovered, do: cancel, compensate: all, close: recovered}
          - {event: payment.returned, do: reopen}
        """)

    private func reversals(_ world: RuntimeWorld) throws -> [EffectState] {
        try world.cases.flatMap(\.effects).filter { $0.reverses != nil }
    }

    private func paused(_ world: RuntimeWorld) throws -> [HoldState] {
        try world.states().flatMap(\.holds).filter { $0.resource.hasPrefix("case/") }
    }

    // MARK: Compensation

    @Test func `what was done is reversed one after the other, the last one first`() throws {
        let world = try RuntimeWorld.opened(stages: Self.cancelling)
        let customer = RuntimeWorld.acme
        world.outside = { $0.operation == "erp.releaseDunning" ? nil : customer.answer($0) }
        try world.tell(Told.recovered())
        #expect(
            try reversals(world).map(\.operation) == ["erp.releaseDunning", "billing.revokeGrace"])
        #expect(try reversals(world).map(\.status) == [.attempting, .queued])
        #expect(world.left("billing.revokeGrace") == 0)
        try world.expectSound()
        world.outside = { customer.answer($0) }
        world.settle()
        #expect(try reversals(world).map(\.status) == [.done, .done])
        try world.expectSound()
    }

    @Test func `a reversal that fails is an exception, and the others wait for it`() throws {
        let world = try RuntimeWorld.opened(stages: Self.cancelling)
        let customer = RuntimeWorld.acme
        world.outside = {
            $0.operation == "erp.releaseDunning"
                ? .failed(code: "http-422", message: "") : customer.answer($0)
        }
        try world.tell(Told.recovered())
        let raised = try #require(try world.openExceptions().first)
        #expect(raised.code == "effect-failed")
        #expect(try reversals(world).map(\.status) == [.failed, .queued])
        try world.expectSound()
        try world.restart()
        #expect(world.left("billing.revokeGrace") == 0)
        // A person did it by hand: the next one's turn.
        _ = try world.command(
            .settleException(id: raised.id, retry: false, reason: "by hand", account: nil),
            on: raised.id, by: .person("support-lead"))
        #expect(try reversals(world).map(\.status) == [.failed, .done])
        try world.expectSound()
    }

    @Test func `after the point of no return nothing is reversed, and a person looks`() throws {
        let world = try RuntimeWorld.opened(
            stages: Self.plan(
                "  - {event: payment.recovered, do: cancel, compensate: all, close: recovered}",
                act: "noReturn: true"))
        try world.finish("call")
        #expect(world.left("erp.createTask") == 1)
        try world.tell(Told.recovered())
        #expect(try reversals(world).isEmpty)
        let raised = try #require(try world.openExceptions().first)
        #expect(raised.code == "no-way-back")
        #expect(raised.about == "book")
        try world.expectSound()
    }

    // MARK: Reopening

    private func returned(_ id: String) throws -> Event {
        try Told.event([
            "specversion": "1.0", "id": .string(id), "source": "/billing",
            "type": "payment.returned", "time": "2026-11-20T12:00:00Z",
            "data": [
                "payment": ["id": "payment-1", "invoice": "invoice-1", "status": "failed"],
                "aliases": .array([.string("return/\(id)")]),
                "parties": Told.parties("billing", "customer", "acme-billing"),
            ],
        ])
    }

    @Test(arguments: [(Int64(1), true), (3, false)])
    func `a case is opened again as long as its playbook says`(days: Int64, opens: Bool) throws {
        let world = try RuntimeWorld.opened(stages: Self.cancelling)
        try world.tell(Told.recovered())
        #expect(try world.matter.status == .closed)
        world.pass(days: days)
        try world.tell(returned("return-1"))
        #expect(try world.cases[0].status == (opens ? .open : .closed))
        try world.expectSound()
    }

    @Test(.requirement("S0.55", part: "what is late is told once, and nothing later is missed"))
    func `a stage that was late before its case was opened again is not told twice`() throws {
        let world = try RuntimeWorld.opened(stages: Self.cancelling)
        func late() throws -> Int { try world.matter.exceptions.count { $0.code == "notKept" } }
        world.pass(days: 10)
        #expect(try late() == 1)
        try world.tell(Told.recovered(), returned("return-1"))
        #expect(try world.matter.status == .open)
        world.pass(days: 10)
        #expect(try late() == 1)
        let due = try world.store.agendas(after: nil, limit: 100).compactMap(\.due)
        #expect(due.allSatisfy { $0 > world.now }, "\(due)")
        try world.expectSound()
    }

    // MARK: Holding

    @Test func `nothing leaves a case that is held, until the event that ends it`() throws {
        let world = try RuntimeWorld.opened(
            stages: Self.plan(
                """
                  - {event: ticket.created, do: hold, until: ticket.updated, owner: ar-manager}
                """))
        try world.tell(Told.ticket())
        try world.finish("call")
        #expect(try world.effects("erp.createTask").map(\.status) == [.held])
        #expect(world.left("erp.createTask") == 0)
        #expect(try paused(world).map(\.owner) == ["ar-manager"])
        try world.expectSound()
        try world.restart()
        try world.tell(Told.ticket(id: "ticket-event-2", type: "ticket.updated"))
        #expect(world.left("erp.createTask") == 1)
        #expect(try paused(world).isEmpty)
        try world.finish("last")
        #expect(try world.matter.outcome == "completed")
        try world.expectSound()
    }

    @Test func `an event may raise an exception, or begin a stage anew`() throws {
        let world = try RuntimeWorld.opened(
            stages: Self.plan(
                """
                  - {event: ticket.created, do: raise, exception: stateConflict, owner: ar-manager}
                  - {event: ticket.updated, do: redo, from: keep, atMost: 1}
                """))
        try world.tell(Told.ticket())
        #expect(try world.openExceptions().map(\.code) == ["stateConflict"])
        try world.tell(Told.ticket(id: "u-1", type: "ticket.updated"))
        // What was done is reversed, and done again.
        #expect(
            try reversals(world).map { "\($0.operation) \($0.status)" } == [
                "erp.releaseDunning done", "billing.revokeGrace done",
            ])
        #expect(world.left("billing.grantGrace") == 2)
        #expect(try world.openTasks("call").count == 1)
        try world.expectSound()
        let again = try Told.event([
            "specversion": "1.0", "id": "u-2", "source": "/helpDesk", "type": "ticket.updated",
            "time": "2026-11-20T09:20:00Z",
            "data": [
                "ticket": [
                    "id": "ticket-1", "subject": "Locked", "topic": "access",
                    "status": "open", "priority": "high", "queue": "support",
                    "requester": "user@acme.example", "createdAt": "2026-11-20T09:10:00Z",
                ],
                "aliases": ["ticket/u-2"],
                "parties": Told.parties("helpDesk", "organisation", "acme-crm"),
            ],
        ])
        try world.tell(again)
        #expect(try world.openExceptions().map(\.code).contains("too-many-rounds"))
        #expect(world.left("billing.grantGrace") == 2)
        try world.expectSound()
    }

    // MARK: Consent

    private static let asking = """
        stages:
          - stage: keep
            inputs: [account]
            activities:
              - {id: before, task: Look first, queue: support, when: 'ticket != null'}
              - id: book
                act: erp.createTask
                after: before
                with: {customer: reference("erp"), kind: '"note"',
                  text: 'if ticket = null then "none" else ticket.subject'}
                governedBy: withConsent
            completesWhen: book.outcome = "done"
            otherwise: {exception: notKept, owner: support-lead, by: {elapsed: P9D}}
        reactions:
          - {event: payment.recovered, do: redo, from: keep}
          - {event: ticket.created, do: redo, activities: [before, book]}

        """

    @Test func `consent that was asked for stands as long as nothing of it has changed`() throws {
        let world = try RuntimeWorld.opened(stages: Self.asking)
        let asked = try #require(try world.matter.approvals.first)
        try world.tell(Told.recovered())
        #expect(try world.matter.approvals.map(\.id) == [asked.id])
        #expect(try world.matter.approvals.map(\.status) == [.open])
        #expect(try world.matter.activities["book"]?.reason == "unchanged")
        try world.expectSound()
        try world.restart()
        // While it is being decided again nobody consents to what was.
        try world.tell(Told.ticket())
        #expect(try world.matter.activities["book"] == nil)
        let reply = try world.command(
            .decideApproval(id: asked.id, isGranted: true, reason: "seen"), on: asked.id,
            by: .person(asked.role))
        guard case .rejected(let rejection) = reply else {
            Issue.record("it was taken")
            return
        }
        #expect(rejection.code == "approval-in-question")
        try world.finish("before")
        #expect(try world.matter.approvals.map(\.status) == [.withdrawn, .open])
        #expect(try world.matter.effects.map(\.status) == [.withdrawn, .waitingForApproval])
        try world.decide(true)
        #expect(world.left("erp.createTask") == 1)
        #expect(try world.matter.outcome == "completed")
        try world.expectSound()
    }
}
