import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import FairleadSimulator
import FairleadStore
import FairleadTesting
import Testing

/// What a person says of what belongs together, after cases were made of it.
@Suite struct `Splits and mergers` {
    private let lead = Principal.person("support-lead", "p-lead")

    /// A failed payment over what a controller decides on, and a ticket that is part of its case.
    private func payment(_ events: Event...) throws -> RuntimeWorld {
        var customer = RuntimeWorld.acme
        customer.pastDue = "38400.00"
        let world = try RuntimeWorld(customer)
        try world.tell(Told.acme())
        for event in events { try world.tell(event) }
        return world
    }

    /// Two failed payments below what needs consent: a grace is given at once.
    private func twoPayments(together: Bool = false) throws -> RuntimeWorld {
        let world = try RuntimeWorld()
        let one = try Told.payment("payment.failed", "one", at: "08:00", invoice: "invoice-1")
        let two = try Told.payment("payment.failed", "two", at: "08:30", invoice: "invoice-2")
        try world.tell(Told.acme())
        if together {
            try world.tell(one, two)
        } else {
            try world.tell(one)
            try world.tell(two)
        }
        return world
    }

    @Test(.requirement("S4.7", part: "together or one after the other"))
    func `two events make the same case whether they come together or apart`() throws {
        let apart = try twoPayments()
        let together = try twoPayments(together: true)
        for world in [apart, together] {
            let open = try world.cases.filter { $0.status != .merged }
            #expect(open.map { $0.happened.count } == [2])
            #expect(world.left("billing.grantGrace") == 1)
            try world.expectSound()
        }
        let merged = try together.cases.filter { $0.status == .merged }
        #expect(merged.allSatisfy { $0.effects.isEmpty && $0.tasks.isEmpty })
    }

    private func place(of type: String, in matter: CaseState) throws -> EntryPlace {
        try #require(matter.happened.last { $0.type == type }).place
    }

    private func split(
        _ world: RuntimeWorld, _ matter: CaseState, _ type: String, by: Principal? = nil,
        reason: String = "another matter"
    ) throws -> RuntimeReply {
        try world.command(
            .splitCase(id: matter.id, event: try place(of: type, in: matter), reason: reason),
            on: matter.id, by: by ?? lead)
    }

    private func merge(
        _ world: RuntimeWorld, _ id: String, _ other: String, by: Principal? = nil,
        reason: String = "one matter"
    ) throws -> String {
        let reply = try world.command(
            .mergeCase(id: id, into: other, reason: reason), on: id, by: by ?? lead)
        return code(reply)
    }

    private func code(_ reply: RuntimeReply) -> String {
        if case .rejected(let rejection) = reply { return rejection.code }
        return "done"
    }

    @Test(.requirement("S4.10", "S4.21", part: "an event is taken out of a case by hand"))
    func `a ticket taken out leaves the case as if it had never come, and stays out`() throws {
        let without = try payment(Told.failure())
        let world = try payment(
            Told.failure(), Told.ticket(), Told.ticketUpdated("ticket-1", event: "update-1"))
        #expect(try world.matter.happened.count == 3)
        #expect(try code(split(world, world.matter, "ticket.created")) == "done")
        let matter = try world.matter
        // What was told of the same ticket under another alias left too.
        #expect(matter.happened.map(\.type) == ["payment.failed"])
        #expect(matter.values["ticket"] == nil)
        #expect(!matter.isOver)
        let other = try without.matter
        #expect(matter.values["priority"]?.value == other.values["priority"]?.value)
        #expect(
            matter.effects.filter { $0.status == .waitingForApproval }.map(\.operation)
                == other.effects.filter { $0.status == .waitingForApproval }.map(\.operation))
        // What comes of it later does not come back, and what comes of another ticket does.
        try world.tell(Told.ticketUpdated("ticket-1", event: "update-2"))
        #expect(try world.matter.happened.map(\.type) == ["payment.failed"])
        try world.tell(Told.ticketUpdated("ticket-2", event: "update-3"))
        #expect(
            try world.matter.happened.map(\.type) == ["payment.failed", "ticket.updated"])
        try world.expectSound()
    }

    @Test(.requirement("S4.21", part: "what is taken out becomes a case of its own"))
    func `a second payment taken out is a case of its own, and one again when merged`() throws {
        let world = try payment(
            Told.payment("payment.failed", "one", at: "08:00", invoice: "invoice-1"),
            Told.payment("payment.failed", "two", at: "08:30", invoice: "invoice-2"))
        let first = try world.matter
        #expect(first.happened.count == 2)
        #expect(try code(split(world, first, "payment.failed")) == "done")
        var cases = try world.cases
        try #require(cases.count == 2)
        #expect(cases.map { $0.happened.count } == [1, 1])
        #expect(cases.allSatisfy { !$0.isOver && $0.playbook == first.playbook })
        // Its further events are its own.
        try world.tell(
            Told.payment("payment.failed", "again", at: "09:00", attempt: 2, invoice: "invoice-2"))
        cases = try world.cases
        #expect(cases.map { $0.happened.count } == [1, 2])

        #expect(try merge(world, cases[1].id, cases[0].id) == "done")
        cases = try world.cases
        #expect(cases[1].status == .merged)
        #expect(cases[1].mergedInto == cases[0].id)
        #expect(cases[0].happened.count == 3)
        #expect(cases[1].approvals.allSatisfy { $0.status != .open })
        #expect(cases[1].tasks.allSatisfy { $0.status != .open })
        try world.tell(
            Told.payment("payment.failed", "third", at: "10:00", attempt: 3, invoice: "invoice-2"))
        #expect(try world.cases[0].happened.count == 4)
        try world.expectSound()
    }

    @Test(.requirement("S1.41", part: "a merger undone does nothing twice"))
    func `a case that was merged wrongly goes on where it stood, and does nothing twice`() throws {
        // Below what needs consent: the grace is given at once.
        let world = try twoPayments()
        #expect(try code(split(world, world.matter, "payment.failed")) == "done")
        let apart = try world.cases
        try #require(apart.count == 2)
        let given = world.left("billing.grantGrace")
        let open = apart[1].tasks.filter { $0.status == .open }.map(\.title)
        #expect(!open.isEmpty)
        #expect(try merge(world, apart[1].id, apart[0].id) == "done")
        #expect(try code(split(world, world.cases[0], "payment.failed")) == "done")
        let cases = try world.cases
        #expect(cases.count == 2)
        #expect(cases.map(\.status) == apart.map(\.status))
        #expect(cases.map(\.mergedInto) == [nil, nil])
        #expect(cases.map { $0.happened.map(\.place) } == apart.map { $0.happened.map(\.place) })
        #expect(cases[1].clocks.map(\.due) == apart[1].clocks.map(\.due))
        #expect(cases[1].tasks.filter { $0.status == .open }.map(\.title) == open)
        #expect(world.left("billing.grantGrace") == given)
        try world.expectSound()
    }

    @Test(.requirement("S4.21", part: "all that tells of one occurrence leaves together"))
    func `what opened a case stays in it, with all that tells of the same`() throws {
        let world = try RuntimeWorld()
        try world.tell(Told.acme())
        for event in try `Correlation`.decline() { try world.tell(event) }
        for place in try world.matter.happened.map(\.place) {
            let reply = try world.command(
                .splitCase(id: world.matter.id, event: place, reason: "not ours"),
                on: world.matter.id, by: lead)
            #expect(code(reply) == "event-opened-case")
        }
        #expect(world.count("case-split") == 0)
    }

    @Test(.requirement("S0.50", part: "whoever puts a case together approves nothing in it"))
    func `who says what belongs together approves nothing of it`() throws {
        let world = try payment(Told.failure(), Told.ticket())
        let controller = Principal.person("finance-controller", "p-controller")
        #expect(try code(split(world, world.matter, "ticket.created", by: controller)) == "done")
        let approval = try #require(try world.matter.approvals.first { $0.status == .open })
        let decide = Command.decideApproval(id: approval.id, isGranted: true, reason: "mine")
        #expect(
            try code(world.command(decide, on: approval.id, by: controller))
                == "approval-initiator")
        let other = Principal.person("finance-controller", "p-other")
        #expect(try code(world.command(decide, on: approval.id, by: other)) == "done")
        try world.expectSound()
    }

    @Test func `what cannot be split or merged is refused, and says why`() throws {
        let world = try payment(Told.failure(), Told.ticket())
        let matter = try world.matter
        #expect(
            try code(split(world, matter, "ticket.created", by: .sender)) == "case-not-a-person")
        #expect(try code(split(world, matter, "ticket.created", reason: "")) == "reason-missing")
        let nowhere = EntryPlace(shard: 0, number: 9_999)
        #expect(
            try code(
                world.command(
                    .splitCase(id: matter.id, event: nowhere, reason: "x"), on: matter.id, by: lead)
            )
                == "event-unknown")
        #expect(try merge(world, matter.id, matter.id) == "case-apart")
        #expect(try merge(world, matter.id, "c0-1") == "case-apart")
        #expect(try merge(world, matter.id, "c0-1", by: .sender) == "case-not-a-person")
        #expect(try world.matter.status == matter.status)
        #expect(world.count("case-split") + world.count("case-merged") == 0)
    }

    @Test(.requirement("S0.29", part: "a merger loses nothing"))
    func `a case is not merged into one that does not ask for what it is about`() throws {
        let world = try payment(Told.failure())
        try world.tell(
            Told.told(
                "chargeback.opened", "chargeback-1", by: "billing",
                [
                    "chargeback": [
                        "id": "chargeback-1", "reason": "fraudulent", "status": "needsResponse",
                        "amount": ["amount": "100.00", "currency": "USD"],
                    ]
                ]))
        let cases = try world.cases
        try #require(cases.count == 2, "\(cases.map(\.playbook))")
        #expect(try merge(world, cases[1].id, cases[0].id) == "merger-loses")
        #expect(try world.cases.allSatisfy { $0.status != .merged })
    }

    @Test func `an event split from a closed case opens one of its own`() throws {
        let world = try twoPayments()
        try world.tell(Told.recovered())
        let closed = try world.matter
        #expect(closed.status == .closed)
        #expect(try code(split(world, closed, "payment.failed")) == "done")
        let cases = try world.cases
        #expect(cases.map(\.status.rawValue) == ["closed", "open"])
        try world.expectSound()
    }

    @Test(.requirement("S4.8", part: "what a wrong event held up goes on"))
    func `a side that a wrong event took is given back`() throws {
        let world = try payment(Told.failure())
        try world.tell(Told.told("credit.promised", "promise-1", by: "helpDesk"))
        func holds() throws -> [String] {
            try world.states().flatMap(\.holds).filter { $0.by == "/helpDesk promise-1" }
                .map(\.side)
        }
        #expect(try holds() == ["credit"])
        #expect(try code(split(world, world.matter, "credit.promised")) == "done")
        #expect(try holds() == [])
        try world.expectSound()
    }
}
