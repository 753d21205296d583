import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadTesting
import Testing

@Suite struct `Signals and claims` {
    private static let plan = """
        \(TestedPlaybook.booking)
        claims:
          - {resource: subscription.billing, side: keep}
        reactions:
          - event: ticket.updated
            do: signal
            as: incident.declared
            to: '["beta-crm", "acme-crm", "gamma-crm"]'
            with: {incident: '{id: "i-1", severity: 2, component: "erp", status: "active",
              startedAt: now()}'}
          - {event: payment.recovered, do: cancel, compensate: none, close: recovered}

        """

    private static let other = """
        playbook: other
        version: 1
        purpose: Stop the service
        owner: ar-manager
        opens:
          - event: incident.declared
        inputs:
          account: {from: crm, newerThan: PT1H, within: PT30S}
        claims:
          - {resource: subscription.billing, side: stop}
        stages:
          - stage: stop
            inputs: [account]
            activities:
              - id: stopped
                act: erp.createTask
                with: {customer: reference("erp"), kind: '"stop"', text: '"Stop"'}
                governedBy: freely
              - {id: done, task: Look, queue: support, after: stopped}
            completesWhen: done.outcome = "done"
            otherwise: {exception: notStopped, owner: support-lead, by: {elapsed: P9D}}

        """

    private func world() throws -> RuntimeWorld {
        let world = try RuntimeWorld.opened(
            stages: Self.plan, files: ["playbooks/other.yaml": Self.other])
        try world.tell(
            Told.account("beta-crm", same: ["billing": "beta-billing", "erp": "beta-erp"]))
        return world
    }

    private func incident() throws -> Event {
        try Told.event([
            "specversion": "1.0", "id": "incident-1", "source": "/helpDesk",
            "type": "incident.declared", "time": "2026-11-20T09:20:00Z",
            "data": [
                "incident": [
                    "id": "i-1", "severity": 2, "component": "erp", "status": "active",
                    "startedAt": "2026-11-20T09:20:00Z",
                ],
                "parties": Told.parties("helpDesk", "organisation", "acme-crm"),
            ],
        ])
    }

    @Test func `a signal opens a case of each account that it names, once, in their own shards`()
        throws
    {
        let world = try world()
        try world.tell(Told.ticket(type: "ticket.updated"))
        let others = try world.cases.filter { $0.playbook == "other" }
        #expect(others.count == 2)
        #expect(Set(others.map(\.account)).count == 2)
        #expect(world.count("signal-raised") == 1)
        #expect(world.count("event-delivered") == 2)
        #expect(try world.states().allSatisfy { $0.deliveries.isEmpty })
        try world.expectSound()
        try world.restart()
        world.pass(minutes: 5)
        #expect(try world.cases.count { $0.playbook == "other" } == 2)
        try world.expectSound()
    }

    @Test(.requirement("S4.8", part: "two playbooks that want opposite things of one account"))
    func `of two playbooks that want opposite things the later is held, and both are named`()
        throws
    {
        let world = try world()
        try world.tell(incident())
        let later = try #require(try world.cases.first { $0.playbook == "other" })
        #expect(later.effects.map(\.status) == [.held])
        #expect(world.left("erp.createTask") == 0)
        let raised = try #require(try world.openExceptions().first)
        #expect(raised.code == "conflict")
        #expect(raised.message.contains("other in case \(later.id) wants stop"))
        #expect(raised.message.contains("tested in case"))
        #expect(raised.message.contains("holds keep"))
        #expect(raised.owner == "revops-lead")
        try world.expectSound()
        // The earlier one goes its way, and when it is over the later one does.
        try world.finish("call")
        #expect(world.left("erp.createTask") == 1)
        try world.tell(Told.recovered())
        #expect(world.left("erp.createTask") == 2)
        #expect(try world.openExceptions().isEmpty)
        try world.expectSound()
    }
}
