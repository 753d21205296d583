import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadSimulator
import FairleadStore
import FairleadTesting
import Testing

@Suite struct `Correlation` {
    /// Four events of one decline, as billing tells it: each knows the aliases that it knows.
    static func decline() throws -> [Event] {
        [
            try Told.failure(id: "charge", aliases: ["charge/1", "intent/1"]),
            try Told.failure(id: "intent", aliases: ["intent/1"], failure: nil),
            try Told.failure(id: "invoice", aliases: ["invoice/1/1"], failure: nil),
            try Told.failure(
                id: "link", aliases: ["invoice/1/1", "intent/1"], failure: nil),
        ]
    }

    /// All orders of a list.
    static func orders<Element>(of list: [Element]) -> [[Element]] {
        guard list.count > 1 else { return [list] }
        return list.indices.flatMap { index in
            var rest = list
            let first = rest.remove(at: index)
            return orders(of: rest).map { [first] + $0 }
        }
    }

    @Test(
        .requirement("S4.42", "S1.41", part: "four events of one decline, in any order"),
        .requirement("S4.21", part: "correlation"))
    func `four events of one decline are one occurrence and one case, in any order`() throws {
        for order in Self.orders(of: Array(0..<4)) {
            let world = try RuntimeWorld()
            try world.tell(Told.acme())
            let events = try Self.decline()
            for index in order { try world.tell(events[index]) }
            let matter = try world.matter
            let state = try #require(try world.states().first { $0.case(matter.id) != nil })
            let open = state.occurrences.filter { $0.mergedInto == nil }
            #expect(open.count == 1, "\(order)")
            #expect(Set(open[0].aliases) == ["charge/1", "intent/1", "invoice/1/1"])
            #expect(state.events.allSatisfy { $0.caseID == matter.id }, "\(order)")
            #expect(world.left("billing.grantGrace") == 1, "\(order)")
            try world.expectSound()
        }
    }

    @Test(.requirement("S4.7", "S4.21", part: "ticket first or payment first"))
    func `ticket first or payment first gives the same case`() throws {
        var shapes: [[String]] = []
        for order in Self.orders(of: [0, 1, 2]) {
            let world = try RuntimeWorld()
            let events = [try Told.acme(), try Told.ticket(), try Told.failure()]
            for index in order { try world.tell(events[index]) }
            let matter = try world.matter
            #expect(matter.happened.map(\.type).sorted() == ["payment.failed", "ticket.created"])
            #expect(matter.playbook == "paymentFailedNearRenewal")
            shapes.append(
                matter.effects.filter { $0.status != .withdrawn }.map(\.operation).sorted())
            for operation in Set(shapes[0]) { #expect(world.left(operation) == 1, "\(operation)") }
            try world.expectSound()
        }
        #expect(Set(shapes).count == 1, "\(shapes)")
    }

    @Test(.requirement("S4.10", part: "by external id; a mail domain alone goes to a person"))
    func `a mail domain alone goes to a person, who may name the account`() throws {
        let world = try RuntimeWorld()
        try world.tell(Told.acme(), Told.failure())
        try world.tell(Told.ticket(party: "nobody-knows"))
        let state = try #require(try world.states().first { !$0.exceptions.isEmpty })
        let raised = state.exceptions[0]
        #expect(raised.code == "identity-unknown")
        #expect(raised.message.contains("acme.example"))
        #expect(try world.matter.happened.map(\.type) == ["payment.failed"])

        let lead = Principal.person("support-lead")
        let nameless = try world.command(
            .settleException(id: raised.id, retry: false, reason: "seen", account: nil),
            on: raised.id, by: lead)
        guard case .rejected(let rejection) = nameless else { throw Unexpected("\(nameless)") }
        #expect(rejection.code == "account-missing")

        let account = try #require(try world.matter.account)
        let master = ExternalReference(system: "crm", kind: "account", id: "acme-crm")
        let reply = try world.command(
            .settleException(
                id: raised.id, retry: false, reason: "I know the requester",
                account: AccountChoice(
                    account: account,
                    claim: IdentityClaim(account: master, parent: nil, same: []))),
            on: raised.id, by: lead)
        guard case .done = reply else { throw Unexpected("\(reply)") }
        world.settle()
        #expect(
            try world.matter.happened.map(\.type) == ["payment.failed", "ticket.created"])
        try world.expectSound()
    }

    /// Two accounts of one group, a payment of each of which failed.
    private func group(pastDue: String, ofTheOther: String) throws -> RuntimeWorld {
        var (first, second) = (RuntimeWorld.acme, RuntimeWorld.acme)
        first.pastDue = pastDue
        second.pastDue = ofTheOther
        let world = try RuntimeWorld()
        world.outside = { [first, second] work in
            let isSecond = work.arguments.contains {
                $0.value.stringValue?.hasPrefix("beta") == true
            }
            return (isSecond ? second : first).answer(work)
        }
        func account(_ name: String) throws -> Event {
            try Told.account(
                "\(name)-crm", same: ["billing": "\(name)-billing", "erp": "\(name)-erp"],
                parent: "group-crm")
        }
        try world.tell(Told.account("group-crm", same: [:]), account("acme"), account("beta"))
        try world.tell(Told.failure())
        try world.tell(
            Told.failure(
                id: "failure-2", aliases: ["invoice-2/1"], customer: "beta-billing",
                of: "payment-2"))
        #expect(try world.anchors.count == 1, "a group has one anchor")
        try #require(try world.cases.count == 2)
        return world
    }

    @Test(.requirement("S4.9", part: "of two accounts of a group, each by its own facts"))
    func `two accounts of one group are each decided by their own facts`() throws {
        let world = try group(pastDue: "4180.00", ofTheOther: "38400.00")
        #expect(
            try world.cases.map { $0.approvals.map(\.role) } == [[], ["finance-controller"]])
        try world.expectSound()
    }

    @Test func `what was done for one account of a group does not count for another`() throws {
        // The first grace within a year needs no consent.
        let world = try group(pastDue: "4180.00", ofTheOther: "4180.00")
        #expect(try world.effects("billing.grantGrace").map(\.status) == [.done, .done])
        #expect(try world.cases.allSatisfy { $0.approvals.isEmpty })
        try world.expectSound()
    }

    @Test func `a case keeps its account's names when another account's becomes part of it`()
        throws
    {
        let world = try group(pastDue: "4180.00", ofTheOther: "4180.00")
        let names = try #require(try world.cases.first).references
        try world.tell(Told.failure(id: "failure-3", aliases: ["invoice-1/1", "invoice-2/1"]))
        #expect(try world.cases.map(\.status) == [.open, .merged])
        #expect(try world.cases.first?.references == names)
        try world.expectSound()
    }

    @Test(.requirement("S4.10", "S4.21", part: "a wrong link is undone"))
    func `a wrong link undone takes its events out of the case`() throws {
        let world = try RuntimeWorld()
        try world.tell(Told.acme(), Told.failure(), Told.ticket())
        let master = Principal.person("support-lead")
        let link = ExternalReference(
            system: "helpDesk", kind: "organisation", id: "acme-crm")
        let reply = try world.registry(.unlink(link, reason: "another Acme"), by: master)
        guard case .done = reply else { throw Unexpected("\(reply)") }
        let matter = try world.matter
        #expect(matter.happened.map(\.type) == ["payment.failed"])
        #expect(matter.values["ticket"] == nil)
        #expect(!matter.isOver)
        #expect(try world.registry(.unlink(link, reason: "again"), by: master).isRejected)
        try world.expectSound()
        // What comes next from there is nobody's until somebody says whose it is.
        try world.tell(Told.ticket(id: "ticket-event-2", type: "ticket.updated"))
        #expect(try world.matter.happened.map(\.type) == ["payment.failed"])
    }

    @Test func `a case all of whose events were linked wrongly is closed, its work withdrawn`()
        throws
    {
        var customer = RuntimeWorld.acme
        customer.pastDue = "38400.00"
        let world = try RuntimeWorld(customer)
        try world.tell(Told.acme(), Told.failure())
        let link = ExternalReference(system: "billing", kind: "customer", id: "acme-billing")
        _ = try world.registry(.unlink(link, reason: "wrong"), by: .person("support-lead"))
        let matter = try world.matter
        #expect(matter.status == .closed)
        #expect(matter.outcome == "unlinked")
        #expect(matter.approvals.map(\.status) == [.withdrawn])
        #expect(matter.tasks.allSatisfy { $0.status == .cancelled })
        try world.expectSound()
    }

    @Test(.requirement("S4.20", part: "paid before anyone acted; taken back after success"))
    func `a payment that comes back opens the case again`() throws {
        var customer = RuntimeWorld.acme
        customer.pastDue = "38400.00"
        let world = try RuntimeWorld(customer)
        try world.tell(Told.acme(), Told.failure())
        #expect(try world.matter.approvals.map(\.status) == [.open])
        try world.tell(Told.recovered())
        var matter = try world.matter
        #expect(matter.status == .closed)
        #expect(matter.outcome == "recovered")
        #expect(matter.approvals.map(\.status) == [.withdrawn])
        #expect(matter.clocks.allSatisfy { $0.stopped != nil })
        #expect(world.left("billing.grantGrace") == 0)
        // What was done is lifted again, by the way that the playbook names.
        #expect(world.left("erp.holdDunning") == 1)
        #expect(world.left("erp.releaseDunning") == 1)
        try world.tell(
            Told.event([
                "specversion": "1.0", "id": "returned-1", "source": "/billing",
                "type": "payment.returned",
                "data": [
                    "payment": ["id": "payment-1", "invoice": "invoice-1", "status": "failed"],
                    "aliases": ["payment-1/returned"],
                    "parties": Told.parties("billing", "customer", "acme-billing"),
                ],
            ]))
        matter = try world.matter
        #expect(!matter.isOver)
        #expect(matter.reopened != nil)
        #expect(matter.approvals.last?.status == .open)
        try world.expectSound()
    }

    @Test(.requirement("S4.7", part: "whichever event of an occurrence comes first"))
    func `what an event tells after the decision is decided again`() throws {
        let world = try RuntimeWorld()
        try world.tell(Told.acme(), Told.failure(id: "first", failure: nil))
        let first = try world.matter.values["cause"]?.value
        #expect(first == "declined")
        try world.tell(Told.failure(id: "second", failure: "expiredCard"))
        #expect(try world.matter.values["cause"]?.value == "expiredCard")
        #expect(world.left("billing.sendUpdateLink") == 1)
        #expect(world.left("erp.holdDunning") == 1, "what was done is not done again")
        // The same in the other order, and told once.
        let other = try RuntimeWorld()
        try other.tell(Told.acme(), Told.failure(id: "first", failure: "expiredCard"))
        try other.tell(Told.failure(id: "second", failure: nil))
        #expect(try other.matter.values["cause"]?.value == "expiredCard")
        try world.expectSound()
        try other.expectSound()
    }
}

extension RuntimeReply {
    var isRejected: Bool {
        if case .rejected = self { true } else { false }
    }
}
