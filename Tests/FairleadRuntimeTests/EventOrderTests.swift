import FairleadCanonical
import FairleadCatalog
import FairleadConnector
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadTesting
import Testing

@Suite struct `Events out of order` {
    private static func plan(_ reactions: String) -> String {
        """
        \(TestedPlaybook.booking)
        reactions:
        \(reactions)

        """
    }

    private static let held = plan(
        "  - {event: ticket.created, do: hold, until: ticket.updated, owner: support-lead}")
    private static let reopening = plan(
        """
          - {event: payment.recovered, do: cancel, compensate: all, close: recovered}
          - {event: payment.returned, do: reopen}
        """)

    /// A playbook that shares no event with the tested one.
    private static let apart = """
        playbook: apart
        version: 1
        purpose: Answer a complaint
        owner: revops-lead
        opens:
          - event: complaint.received
        correlate: {by: account.root}
        inputs:
          account: {from: crm, newerThan: PT1H, within: PT30S}
        stages:
          - stage: answer
            inputs: [account]
            activities:
              - {id: answer, task: Answer it, queue: support}
            completesWhen: answer.outcome = "done"
            otherwise: {exception: notAnswered, owner: support-lead, by: {elapsed: P9D}}

        """

    private func ticket(
        _ type: String, _ id: String, at time: String, status: String = "open",
        sequence: Int64? = nil, isGapless: Bool = true
    ) throws -> Event {
        var document: JSONObject = [
            "specversion": "1.0", "id": .string(id), "source": "/helpDesk",
            "type": .string(type), "time": .string("2026-11-20T\(time):00Z"),
            "data": [
                "ticket": [
                    "id": "t-1", "subject": "Locked", "topic": "access",
                    "status": .string(status), "priority": "high", "queue": "support",
                    "requester": "user@acme.example", "createdAt": "2026-11-20T09:10:00Z",
                ],
                "aliases": .array([.string("ticket/\(id)")]),
                "parties": Told.parties("helpDesk", "organisation", "acme-crm"),
            ],
        ]
        if let sequence { document["sequence"] = .string(String(sequence)) }
        if sequence != nil, isGapless { document["sequencetype"] = "Integer" }
        return try Told.event(.object(document))
    }

    @Test(.requirement("S3.12", part: "events out of order have the effect of those in order"))
    func `what ends a hold and came before what began it has ended it`() throws {
        for isInOrder in [true, false] {
            let world = try RuntimeWorld.opened(stages: Self.held)
            let events = [
                try ticket("ticket.created", "e-1", at: "09:10"),
                try ticket("ticket.updated", "e-2", at: "09:20", status: "solved"),
            ]
            for event in isInOrder ? events : events.reversed() { try world.tell(event) }
            try world.finish("call")
            #expect(world.left("erp.createTask") == 1)
            let matter = try world.matter
            #expect(matter.values["ticket"]?.value["status"] == "solved")
            #expect(matter.happened.count { $0.before != nil } == (isInOrder ? 0 : 1))
            try world.expectSound()
        }
        // Without what ends it nothing leaves.
        let world = try RuntimeWorld.opened(stages: Self.held)
        try world.tell(ticket("ticket.created", "e-1", at: "09:10"))
        try world.finish("call")
        #expect(world.left("erp.createTask") == 0)
    }

    @Test(arguments: [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
    func `a payment that failed, was made and taken back is the same case in any order`(
        order: [Int]
    ) throws {
        let world = try RuntimeWorld(stages: Self.reopening)
        try world.tell(Told.acme())
        let events = [
            try Told.payment("payment.failed", "p-1", at: "09:00"),
            try Told.payment("payment.recovered", "p-2", at: "09:10"),
            try Told.payment("payment.returned", "p-3", at: "09:20"),
        ]
        for place in order { try world.tell(events[place]) }
        let matter = try world.matter
        #expect(matter.status == .open)
        #expect(matter.happened.count == 3)
        #expect(try world.openTasks("call").count == 1)
        try world.expectSound()
    }

    @Test func `a late event of what is over opens nothing anew`() throws {
        let world = try RuntimeWorld(stages: Self.reopening)
        try world.tell(Told.acme())
        try world.tell(Told.payment("payment.failed", "p-1", at: "09:00"))
        try world.tell(Told.payment("payment.recovered", "p-3", at: "09:20"))
        #expect(try world.matter.outcome == "recovered")
        try world.tell(Told.payment("payment.failed", "p-2", at: "09:10", attempt: 2))
        let matter = try world.matter
        #expect(matter.outcome == "recovered")
        #expect(
            matter.happened.map(\.type) == [
                "payment.failed", "payment.recovered", "payment.failed",
            ])
        #expect(matter.happened.last?.before == matter.happened[1].place)
        try world.expectSound()
    }

    @Test func `a late event that its record's case has nothing to do with opens its own`() throws {
        for isInOrder in [true, false] {
            let world = try RuntimeWorld.opened(
                stages: Self.held,
                files: ["playbooks/apart.yaml": Self.apart])
            let events = [
                try ticket("complaint.received", "e-1", at: "09:10", sequence: 1),
                try ticket("ticket.updated", "e-2", at: "09:20", status: "solved", sequence: 2),
            ]
            for event in isInOrder ? events : events.reversed() { try world.tell(event) }
            #expect(
                try world.cases.map { $0.happened.map(\.type) } == [
                    ["payment.failed", "ticket.updated"], ["complaint.received"],
                ])
            try world.expectSound()
        }
    }

    @Test func `a late event starts no clock that a later one stops, and stops none it starts`()
        throws
    {
        for isInOrder in [true, false] {
            let world = try RuntimeWorld.opened(
                stages: """
                    clocks:
                      answer:
                        kind: OLA
                        startsOn: ticket.created
                        stopsOn: ticket.updated
                        target: {elapsed: PT1H}
                      mending:
                        kind: OLA
                        startsOn: ticket.updated
                        stopsOn: ticket.created
                        target: {elapsed: PT1H}

                    """ + Self.held)
            let events = [
                try ticket("ticket.created", "e-1", at: "09:10"),
                try ticket("ticket.updated", "e-2", at: "09:20"),
            ]
            for event in isInOrder ? events : events.reversed() { try world.tell(event) }
            let clocks = try world.matter.clocks
            #expect(clocks.contains { $0.name == "answer" } == isInOrder)
            #expect(clocks.filter { $0.stopped == nil }.map(\.name) == ["mending"])
            try world.expectSound()
        }
    }

    @Test func `the sender's count goes before his clock`() throws {
        let world = try RuntimeWorld.opened(stages: Self.held)
        try world.tell(
            ticket("ticket.updated", "e-2", at: "09:10", status: "solved", sequence: 2))
        try world.tell(
            ticket("ticket.updated", "e-1", at: "09:20", status: "open", sequence: 1))
        #expect(try world.matter.values["ticket"]?.value["status"] == "solved")
        try world.tell(
            ticket("ticket.updated", "e-3", at: "09:05", status: "closed", sequence: 3))
        #expect(try world.matter.values["ticket"]?.value["status"] == "closed")
        try world.expectSound()
    }

    @Test(.requirement("S3.12", part: "webhooks are taken in by their sender's count"))
    func `webhooks of a help desk that come the wrong way round have the right order`() throws {
        let catalog = try RuntimeWorld.shipped.get()
        let mapper = EventMapper(
            try #require(catalog.connectors.first { $0.name == "helpDesk" }))
        func webhook(_ revision: Int, _ priority: String) -> Event {
            let body = """
                {"id":"ev_\(revision)","type":"ticket.updated","createdAt":"2026-11-20T09:10:00Z",
                 "data":{"id":"t-1","topic":"access","status":"open","priority":"\(priority)",
                 "revision":\(revision),"organisationId":"acme-crm"}}
                """
            return mapper.receive(Array(body.utf8), now: RuntimeWorld.start).event
        }
        let world = try RuntimeWorld.opened(stages: Self.held)
        try world.tell(webhook(9, "urgent"))
        try world.tell(webhook(7, "low"))
        #expect(try world.matter.values["ticket"]?.value["priority"] == "urgent")
        #expect(try world.openExceptions().isEmpty)
        try world.tell(webhook(10, "high"))
        #expect(try world.matter.values["ticket"]?.value["priority"] == "high")
        try world.expectSound()
        try world.restart()
        // A number of 60 bits is kept as it is.
        let large = Int64(1) << 60
        try world.tell(webhook(Int(large), "normal"))
        try world.tell(webhook(Int(large) - 1, "low"))
        #expect(try world.matter.values["ticket"]?.value["priority"] == "normal")
        try world.expectSound()
    }

    @Test(.requirement("S3.12", part: "what is missing is waited for, and said so"))
    func `an event waits for the one before it, and a person sees that it does`() throws {
        let world = try RuntimeWorld.opened(stages: Self.held)
        try world.tell(ticket("ticket.updated", "e-1", at: "09:10", sequence: 1))
        try world.tell(
            ticket("ticket.updated", "e-4", at: "09:40", status: "closed", sequence: 4))
        try world.tell(
            ticket("ticket.updated", "e-3", at: "09:30", status: "solved", sequence: 3))
        #expect(
            try world.openExceptions().map(\.code).allSatisfy {
                $0 == "event-predecessor-missing"
            })
        #expect(try world.openExceptions().count == 2)
        #expect(try world.matter.values["ticket"]?.value["status"] == "open")
        try world.expectSound()
        try world.restart()
        try world.tell(ticket("ticket.updated", "e-2", at: "09:20", sequence: 2))
        #expect(try world.matter.values["ticket"]?.value["status"] == "closed")
        #expect(try world.matter.happened.count { $0.type == "ticket.updated" } == 4)
        #expect(try world.openExceptions().isEmpty)
        try world.expectSound()
    }

    @Test func `what is missing for too long is waited for no more`() throws {
        let world = try RuntimeWorld.opened(stages: Self.held)
        try world.tell(ticket("ticket.updated", "e-1", at: "09:10", sequence: 1))
        try world.tell(
            ticket("ticket.updated", "e-3", at: "09:30", status: "solved", sequence: 3))
        world.pass(minutes: 14)
        #expect(try world.matter.values["ticket"]?.value["status"] == "open")
        world.pass(minutes: 1)
        #expect(try world.matter.values["ticket"]?.value["status"] == "solved")
        #expect(try world.openExceptions().isEmpty)
        // What comes after all is what it was before.
        try world.tell(
            ticket("ticket.updated", "e-2", at: "09:20", status: "pending", sequence: 2))
        #expect(try world.matter.values["ticket"]?.value["status"] == "solved")
        try world.expectSound()
    }

    @Test func `a case that an event opens after it waited knows its account's names`() throws {
        for isToldMeanwhile in [true, false] {
            let world = try RuntimeWorld(
                stages: Self.held, files: ["playbooks/apart.yaml": Self.apart])
            try world.tell(
                isToldMeanwhile
                    ? Told.account("acme-crm", same: [:], event: "crm-first") : Told.acme())
            try world.tell(ticket("ticket.updated", "e-1", at: "09:10", sequence: 1))
            try world.tell(ticket("complaint.received", "e-3", at: "09:30", sequence: 3))
            if isToldMeanwhile { try world.tell(Told.acme()) }
            #expect(try world.cases.isEmpty)
            try world.restart()
            world.pass(minutes: 15)
            let matter = try #require(try world.cases.first)
            #expect(
                matter.references.map(\.system) == ["billing", "crm", "erp", "helpDesk"])
            #expect(try world.states().contains { $0.fact("account", of: matter) != nil })
            try world.expectSound()
        }
    }

    @Test(arguments: [true, false])
    func `a change that is told in two ways is a person's to choose`(isTaken: Bool) throws {
        let world = try RuntimeWorld.opened(stages: Self.held)
        try world.tell(ticket("ticket.updated", "e-1", at: "09:10", sequence: 1))
        try world.tell(
            ticket("ticket.updated", "e-x", at: "09:10", status: "solved", sequence: 1))
        let raised = try #require(try world.openExceptions().first)
        #expect(raised.code == "event-contradicts")
        #expect(try world.matter.values["ticket"]?.value["status"] == "open")
        try world.expectSound()
        _ = try world.command(
            .settleException(id: raised.id, retry: isTaken, reason: "asked them", account: nil),
            on: raised.id, by: .person("support-lead"))
        #expect(
            try world.matter.values["ticket"]?.value["status"] == (isTaken ? "solved" : "open"))
        #expect(try world.openExceptions().isEmpty)
        try world.expectSound()
    }
}
