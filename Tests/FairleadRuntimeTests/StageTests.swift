import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadTesting
import Testing

@Suite struct `Stages` {
    private static let plan = """
        stages:
          - stage: assess
            inputs: [account]
            activities:
              - {id: look, task: Look at it, queue: support}
            completesWhen: look.outcome = "done"
            otherwise: {exception: notAssessed, owner: support-lead, by: {elapsed: P1D}}
          - stage: starters
            after: assess
            when: account.tier = "starter"
            inputs: []
            activities:
              - {id: welcome, task: Welcome them, queue: support}
            completesWhen: welcome.outcome = "done"
            otherwise: {exception: notWelcomed, owner: support-lead, by: {elapsed: P1D}}
          - stage: rest
            after: starters
            inputs: []
            activities:
              - {id: last, task: Do the rest, queue: support, after: welcome}
            completesWhen: last.outcome = "done"
            otherwise: {exception: notDone, owner: support-lead, by: {elapsed: P1D}}
          - stage: ticketed
            opensOn: {event: ticket.updated, when: ticket.topic = "access",
              repeat: {oneOpenPer: ticket.id}}
            inputs: [account]
            activities:
              - {id: answer, task: Answer the ticket, queue: support}
              - id: note
                act: helpDesk.route
                after: answer
                with: {ticket: ticket.id, queue: '"support"', priority: '"high"'}
                governedBy: freely
            completesWhen: note.outcome = "done"
            otherwise: {exception: notAnswered, owner: support-lead, by: {elapsed: P1D}}

        """

    private func ticket(_ id: String, event: String) throws -> Event {
        try Told.ticketUpdated(id, event: event)
    }

    @Test func `a stage whose condition does not hold is skipped, and what follows goes on`() throws
    {
        let world = try RuntimeWorld.opened(stages: Self.plan)
        try world.finish("look")
        let matter = try world.matter
        #expect(matter.stages["starters"]?.status == .skipped)
        #expect(matter.activities["welcome"]?.status == .skipped)
        #expect(matter.stages["rest"]?.status == .entered)
        try world.finish("last")
        #expect(try world.matter.outcome == "completed")
        try world.expectSound()
    }

    @Test
    func `a stage opens beside the plan as often as it happens, once at a time for one thing`()
        throws
    {
        let world = try RuntimeWorld.opened(stages: Self.plan)
        try world.tell(ticket("t-1", event: "u-1"))
        try world.tell(ticket("t-2", event: "u-2"))
        try world.tell(ticket("t-1", event: "u-3"))
        #expect(try world.openTasks("answer").count == 1)
        #expect(try world.openTasks("answer#2").count == 1)
        #expect(try world.openTasks("answer#3").isEmpty)
        try world.finish("answer#2")
        try world.finish("answer")
        let routed = world.carried.filter { $0.item.operation == "helpDesk.route" }
        #expect(routed.map { $0.item.arguments["ticket"] } == ["t-2", "t-1"])
        #expect(Set(routed.map(\.item.reference)).count == 2)
        #expect(try world.matter.stages["ticketed"]?.status == .completed)
        #expect(try world.matter.stages["ticketed#2"]?.status == .completed)
        // The first of a thing is over: it may be opened for that again.
        try world.tell(ticket("t-1", event: "u-4"))
        #expect(try world.openTasks("answer#3").count == 1)
        try world.expectSound()
        try world.restart()
        try world.finish("answer#3")
        try world.finish("look")
        try world.finish("last")
        #expect(try world.matter.outcome == "completed")
        try world.expectSound()
    }

    @Test func `the plan waits for what was opened beside it, and not for what was not`() throws {
        let world = try RuntimeWorld.opened(stages: Self.plan)
        try world.tell(ticket("t-1", event: "u-1"))
        try world.finish("look")
        try world.finish("last")
        #expect(try world.matter.status == .open)
        world.pass(days: 2)
        #expect(try world.openExceptions().map(\.code).contains("notAnswered"))
        try world.finish("answer")
        #expect(try world.matter.outcome == "completed")
        try world.expectSound()
    }

    private static let negotiation = """
        stages:
          - stage: offer
            inputs: [account]
            activities:
              - {id: prepare, task: Prepare the offer, queue: support}
              - id: book
                act: erp.createTask
                after: prepare
                with: {customer: reference("erp"), kind: '"offer"', text: '"An offer"'}
                governedBy: withConsent
                ifRefused: {rework: negotiate}
                ifExpired: {redo: offer, atMost: 1}
            completesWhen: book.outcome = "done"
            otherwise: {exception: notBooked, owner: support-lead, by: {elapsed: P30D}}
          - stage: negotiate
            opensOn: rework
            atMost: 2
            inputs: []
            activities:
              - {id: counter, task: Revise the offer, queue: support}
              - {id: revised, wait: ticket.updated, after: counter}
            completesWhen: revised.outcome = "done"
            otherwise: {exception: idle, owner: support-lead, by: {elapsed: P30D}}
            then: {redo: offer}
        closes:
          - {outcome: booked, when: completed("offer")}

        """

    @Test(.requirement("S0.15", part: "a refusal has a way back, so often and no more"))
    func `a refusal sends back to rework, so often as is said and then to a person`() throws {
        let world = try RuntimeWorld.opened(stages: Self.negotiation)
        for round in 1...2 {
            try world.finish("prepare")
            try world.decide(false)
            #expect(try world.matter.rounds["negotiate"] == round)
            try world.finish("counter")
            #expect(try world.matter.stages["negotiate"]?.status == .entered)
            try world.tell(ticket("t-1", event: "round-\(round)"))
            #expect(try world.matter.stages["negotiate"]?.status == .completed)
            #expect(try world.matter.stages["offer"]?.status == .entered)
        }
        try world.expectSound()
        try world.finish("prepare")
        try world.decide(false)
        #expect(try world.openExceptions().map(\.code) == ["too-many-rounds"])
        #expect(world.left("erp.createTask") == 0)
        try world.expectSound()
    }

    @Test func `consent in a later round lets the effect go once and closes with its outcome`()
        throws
    {
        let world = try RuntimeWorld.opened(stages: Self.negotiation)
        try world.finish("prepare")
        try world.decide(false)
        try world.finish("counter")
        try world.tell(ticket("t-1", event: "round-1"))
        try world.finish("prepare")
        try world.decide(true)
        #expect(world.left("erp.createTask") == 1)
        #expect(try world.matter.outcome == "booked")
        try world.expectSound()
    }

    @Test func `a stage that is begun anew reads again what is too old by then, and nothing else`()
        throws
    {
        let world = try RuntimeWorld.opened(stages: Self.negotiation)
        #expect(world.left("crm.account") == 1)
        for (minutes, reads) in [(30, 1), (90, 2)] {
            try world.finish("prepare")
            try world.decide(false)
            try world.finish("counter")
            world.pass(minutes: minutes)
            try world.tell(ticket("t-1", event: "after-\(minutes)"))
            #expect(world.left("crm.account") == reads)
        }
        #expect(try world.openTasks("prepare").count == 1)
        try world.expectSound()
    }

    private static let billed = """
        stages:
          - stage: book
            inputs: []
            activities:
              - {id: order, task: Book it, queue: support}
            completesWhen: order.outcome = "done"
            otherwise: {exception: notBooked, owner: support-lead, by: {elapsed: P1D}}
          - stage: check
            opensOn: ticket.updated
            inputs: []
            activities:
              - {id: compared, task: Compare it, queue: support}
            completesWhen: compared.outcome = "done"
            otherwise: {exception: differs, owner: support-lead, by: {elapsed: P1D}}

        """

    @Test(arguments: [true, false])
    func `where a playbook says with what it closes, it stays open for what may open yet`(
        isSaid: Bool
    ) throws {
        let closes = """
            closes:
              - {outcome: booked, when: completed("book") and completed("check")}

            """
        let world = try RuntimeWorld.opened(stages: Self.billed + (isSaid ? closes : ""))
        try world.finish("order")
        #expect(try world.matter.outcome == (isSaid ? nil : "completed"))
        try world.tell(ticket("t-1", event: "u-1"))
        #expect(try world.openTasks("compared").count == (isSaid ? 1 : 0))
        if isSaid { try world.finish("compared") }
        #expect(try world.matter.outcome == (isSaid ? "booked" : "completed"))
        try world.expectSound()
    }

    @Test
    func `an approval that expired begins the stage anew, and the second time a person looks`()
        throws
    {
        let world = try RuntimeWorld.opened(stages: Self.negotiation)
        try world.finish("prepare")
        world.pass(days: 1)
        #expect(try world.openTasks("prepare").count == 1)
        try world.finish("prepare")
        world.pass(days: 1)
        #expect(try world.openExceptions().map(\.code) == ["too-many-rounds"])
        try world.expectSound()
    }
}
