import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadSimulator
import FairleadTesting
import Testing

@Suite struct `Kinds of activities` {
    // MARK: Models

    private static let classified = """
        stages:
          - stage: look
            inputs: [account]
            activities:
              - id: cause
                classify: rootCause
                precision: 95%
                otherwise: {label: platform}
              - {id: fix, task: Fix it, queue: support, after: cause, when: cause.label = "platform"}
              - {id: ask, task: Ask them, queue: support, after: cause, when: cause.label = "customerInput"}
            completesWhen: fix.outcome = "done" or ask.outcome = "done"
            otherwise: {exception: notFixed, owner: support-lead, by: {elapsed: P1D}}

        """

    private func classified(_ answer: @escaping () -> Answer?) throws -> RuntimeWorld {
        let world = try RuntimeWorld(
            stages: Self.classified, files: ["models.yaml": TestedPlaybook.models])
        let customer = RuntimeWorld.acme
        world.outside = { $0.kind == .estimate ? answer() : customer.answer($0) }
        try world.tell(Told.acme(), Told.failure())
        world.pass(minutes: 1)
        return world
    }

    private static func choice(_ label: String, _ score: String) -> Answer {
        .done(
            value: ["label": .string(label), "score": .number(score), "version": "cause-1"],
            records: [], readBack: .notDeclared)
    }

    @Test(.requirement("S1.29", part: "a label below its precision is not taken"))
    func `a label counts at its precision, and below it the fallback stands`() throws {
        let sure = try classified { Self.choice("customerInput", "0.95") }
        #expect(try sure.openTasks("ask").count == 1)
        #expect(try sure.openTasks("fix").isEmpty)
        #expect(try sure.matter.degraded.isEmpty)
        try sure.expectSound()
        let answers: [(Answer?, String)] = [
            (Self.choice("customerInput", "0.94"), "below-precision"),
            (Self.choice("weather", "0.99"), "malformed"),
            (Self.choice("customerInput", "1.5"), "out-of-range"),
            (.failed(code: "down", message: ""), "failed"), (nil, "late"),
        ]
        for (answer, why) in answers {
            let unsure = try classified { answer }
            #expect(try unsure.openTasks("fix").count == 1, "\(why)")
            #expect(try unsure.matter.activities["cause"]?.reason == why)
            #expect(try unsure.matter.degraded == ["cause"])
            try unsure.expectSound()
        }
    }

    // MARK: Questions

    private static func looking(_ ifFailed: String) -> String {
        """
        stages:
          - stage: look
            inputs: [account]
            activities:
              - id: master
                lookup: crm.contract
                with: {account: account.id}
                \(ifFailed)
              - {id: go, task: Go on, queue: support, after: master, when: master.status = "active"}
            completesWhen: go.outcome = "done"
            otherwise: {exception: stuck, owner: support-lead, by: {elapsed: P1D}}

        """
    }

    @Test func `what is looked up in the middle of a plan is the activity's value`() throws {
        let world = try RuntimeWorld.opened(stages: Self.looking(""))
        #expect(try world.openTasks("go").count == 1)
        #expect(try world.states().flatMap(\.allFacts).map(\.name).contains("master") == false)
        try world.expectSound()
        try world.restart()
        try world.finish("go")
        #expect(try world.matter.outcome == "completed")
        try world.expectSound()
    }

    @Test
    func `a question that is refused goes its declared way, else to a person who may ask again`()
        throws
    {
        func world(_ stages: String) throws -> (RuntimeWorld, () -> Void) {
            let world = try RuntimeWorld(stages: stages)
            let customer = RuntimeWorld.acme
            world.outside = {
                $0.operation == "crm.contract"
                    ? .failed(code: "http-404", message: "") : customer.answer($0)
            }
            try world.tell(Told.acme(), Told.failure())
            return (world, { world.outside = { customer.answer($0) } })
        }
        let (asked, _) = try world(
            Self.looking("ifFailed: {exception: masterData, owner: finance-controller}"))
        #expect(try asked.openExceptions().map(\.code) == ["masterData"])
        #expect(try asked.openExceptions().map(\.owner) == ["finance-controller"])
        try asked.expectSound()
        let (plain, heal) = try world(Self.looking(""))
        let raised = try #require(try plain.openExceptions().first)
        #expect(raised.code == "lookup-failed")
        heal()
        _ = try plain.command(
            .settleException(id: raised.id, retry: true, reason: "there now", account: nil),
            on: raised.id, by: .person("support-lead"))
        #expect(try plain.openTasks("go").count == 1)
        try plain.expectSound()
    }

    // MARK: Ways out

    private static func failing(_ ifFailed: String) -> String {
        """
        stages:
          - stage: work
            inputs: [account]
            activities:
              - id: note
                act: erp.createTask
                with: {customer: reference("erp"), kind: '"note"', text: '"A note"'}
                governedBy: freely
                ifFailed: \(ifFailed)
              - {id: repaired, wait: ticket.updated}
              - {id: after, task: Look again, queue: support, after: "any of [note, repaired]"}
            completesWhen: after.outcome = "done"
            otherwise: {exception: notDone, owner: support-lead, by: {elapsed: P9D}}
          - stage: trouble
            opensOn: {event: incident.declared, when: incident.severity = 2}
            inputs: []
            activities:
              - id: told
                escalate: head-of-cs
                because: An integration of theirs failed
            completesWhen: told.outcome = "done"
            otherwise: {exception: notTold, owner: support-lead, by: {elapsed: P1D}}

        """
    }

    private func failed(_ ifFailed: String) throws -> RuntimeWorld {
        let world = try RuntimeWorld(stages: Self.failing(ifFailed))
        let customer = RuntimeWorld.acme
        world.outside = {
            $0.kind == .effect ? .failed(code: "http-422", message: "") : customer.answer($0)
        }
        try world.tell(Told.acme(), Told.failure())
        return world
    }

    @Test func `a failure that is part of the business raises the case's own event`() throws {
        let world = try failed(
            """
            {emit: incident.declared, keepStageOpen: true, with: {incident: '{id: "i-1",
                    severity: 2, component: "erp", status: "active", startedAt: now()}'}}
            """)
        #expect(try world.openExceptions().isEmpty)
        #expect(world.count("event-raised") == 1)
        let matter = try world.matter
        #expect(matter.stages["work"]?.status == .entered)
        #expect(matter.stages["trouble"]?.status == .completed)
        #expect(matter.tasks.map(\.title) == ["An integration of theirs failed"])
        #expect(matter.tasks.map(\.queue) == ["head-of-cs"])
        try world.expectSound()
        // The other way in is open: what failed need not come back.
        try world.tell(Told.ticket(type: "ticket.updated"))
        try world.finish("after")
        #expect(try world.matter.outcome == "completed")
        try world.expectSound()
    }

    @Test func `a failure may be a task or an exception of its own`() throws {
        let task = try failed("{task: Write it by hand, queue: support}")
        #expect(try task.openTasks("note").map(\.title) == ["Write it by hand"])
        #expect(try task.openExceptions().isEmpty)
        try task.expectSound()
        let exception = try failed("{exception: noteMissing, owner: support-lead}")
        #expect(try exception.openExceptions().map(\.code) == ["noteMissing"])
        try exception.expectSound()
    }

    // MARK: Waiting

    private static let waiting = """
        stages:
          - stage: sign
            inputs: [account]
            activities:
              - id: signed
                wait:
                  event: ticket.updated
                  when: ticket.subject = "agreed"
                  elseOn:
                    - {event: ticket.updated, when: ticket.subject = "changed",
                      exception: differs, owner: finance-controller}
              - {id: last, task: Do the rest, queue: support, after: signed}
            completesWhen: last.outcome = "done"
            otherwise: {exception: notSigned, owner: support-lead, by: {elapsed: P9D}}

        """

    private func ticket(_ subject: String, _ id: String) throws -> Event {
        try Told.event([
            "specversion": "1.0", "id": .string(id), "source": "/helpDesk",
            "type": "ticket.updated", "time": "2026-11-20T09:10:00Z",
            "data": [
                "ticket": [
                    "id": "ticket-1", "subject": .string(subject), "topic": "access",
                    "status": "open", "priority": "high", "queue": "support",
                    "requester": "user@acme.example", "createdAt": "2026-11-20T09:10:00Z",
                ],
                "aliases": .array([.string("ticket/\(id)")]),
                "parties": Told.parties("helpDesk", "organisation", "acme-crm"),
            ],
        ])
    }

    @Test
    func `what comes instead of what is waited for is an exception, and may be waited for anew`()
        throws
    {
        let world = try RuntimeWorld.opened(stages: Self.waiting)
        try world.tell(ticket("something else", "u-1"))
        #expect(try world.openExceptions().isEmpty)
        try world.tell(ticket("changed", "u-2"))
        let raised = try #require(try world.openExceptions().first)
        #expect(raised.code == "differs")
        #expect(raised.owner == "finance-controller")
        #expect(try world.matter.activities["signed"]?.status == .ended)
        _ = try world.command(
            .settleException(id: raised.id, retry: true, reason: "sign again", account: nil),
            on: raised.id, by: .person("finance-controller"))
        #expect(try world.matter.activities["signed"]?.status == .running)
        try world.tell(ticket("agreed", "u-3"))
        try world.finish("last")
        #expect(try world.matter.outcome == "completed")
        try world.expectSound()
    }

    @Test func `what was waited for ends the waiting`() throws {
        let world = try RuntimeWorld.opened(stages: Self.waiting)
        try world.tell(ticket("agreed", "u-1"))
        #expect(try world.openTasks("last").count == 1)
        try world.expectSound()
    }

    // MARK: Drafts

    @Test func `a draft is written and does not leave`() throws {
        let world = try RuntimeWorld.opened(
            stages: """
                stages:
                  - stage: write
                    inputs: [account]
                    activities:
                      - id: letter
                        notify: accessRestored
                        mode: draft
                        with: {ticket: '"ticket-1"'}
                        governedBy: freely
                      - {id: send, task: Read and send it, queue: support, after: letter}
                    completesWhen: send.outcome = "done"
                    otherwise: {exception: notSent, owner: support-lead, by: {elapsed: P9D}}

                """)
        let effect = try #require(try world.effects("helpDesk.reply").first)
        #expect(effect.status == .advised)
        #expect(effect.arguments["text"]?.stringValue?.contains("Acme") == true)
        #expect(world.left("helpDesk.reply") == 0)
        try world.finish("send")
        #expect(try world.matter.outcome == "completed")
        try world.expectSound()
    }
}
