import FairleadCanonical
import FairleadConnector
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadStore
import FairleadTesting
import Testing

@Suite struct `Intake` {
    @Test(.requirement("S0.28", part: "at intake"))
    func `the same event a hundred times at once is one receipt, one case, one answer`() throws {
        let world = try RuntimeWorld()
        try world.tell(Told.acme())
        let failure = try Told.failure()
        world.holdsCommits = true
        var tickets = (0..<50).map { _ in world.submit([failure]) }
        world.letCommit()
        tickets += (0..<50).map { _ in world.submit([failure]) }
        world.settle()
        let answers = try tickets.flatMap { try world.receipts($0) }
        #expect(answers.count == 100)
        #expect(answers.count { !$0.isDuplicate } == 1)
        #expect(Set(answers.map(\.place)).count == 1)
        #expect(Set(answers.map(\.cases)) == [[try world.matter.id]])
        let once = try RuntimeWorld()
        try once.tell(Told.acme(), failure)
        #expect(world.published.map(\.type) == once.published.map(\.type))
        #expect(world.left("billing.grantGrace") == 1)
        try world.expectSound()
    }

    @Test func `inputs that come together come out as if they came one after the other`() throws {
        let names = (0..<40).map { "acme-\($0)" }
        let events = try names.map { name in
            try Told.failure(
                id: "failure-\(name)", aliases: [.string("invoice-\(name)/1")], customer: name)
        }
        func world(isTogether: Bool) throws -> RuntimeWorld {
            let world = try RuntimeWorld()
            for name in names { try world.tell(Told.account("\(name)", same: ["billing": name])) }
            // Each twice, so that of one wave the second must wait for the first.
            let twice = events + events
            var tickets: [Ticket] = []
            if isTogether {
                world.together { tickets = twice.map { world.submit([$0]) } }
                while !world.unanswered.isEmpty {
                    let work = world.unanswered
                    world.together {
                        for one in work {
                            if let answer = world.outside(one.item) { world.answered(one, answer) }
                        }
                    }
                }
            } else {
                tickets = twice.map { world.submit([$0]) }
                world.settle()
            }
            let receipts = try tickets.flatMap { try world.receipts($0) }
            #expect(receipts.map(\.isDuplicate) == twice.indices.map { $0 >= events.count })
            try world.expectSound()
            return world
        }
        let one = try world(isTogether: false)
        let other = try world(isTogether: true)
        func outcome(_ world: RuntimeWorld) throws -> [String] {
            try world.cases.map { matter in
                let effects = matter.effects.map { "\($0.reference) \($0.status)" }
                // The score depends on what else is promoted, and so on who was first.
                return "\(matter.status) \(matter.queue ?? "") \(effects)"
            }.sorted()
        }
        let (expected, found) = (try outcome(one), try outcome(other))
        #expect(found == expected)
        #expect(found.count == names.count)
    }

    @Test(.requirement("S0.28", "S4.23", part: "a sender's retry counter is no new fact"))
    func `a repetition with another retry counter is the same event`() throws {
        func webhook(_ pending: Int64) throws -> Event {
            try Told.stripe([
                "id": "evt_1", "type": "payment_intent.payment_failed",
                "api_version": "2025-03-31.basil", "created": 1_779_000_000,
                "pending_webhooks": .integer(pending),
                "data": [
                    "object": [
                        "id": "pi_1", "object": "payment_intent", "amount": 418_000,
                        "currency": "usd", "customer": "acme-billing",
                        "last_payment_error": ["code": "expired_card"],
                    ]
                ],
            ]).event
        }
        let world = try RuntimeWorld()
        try world.tell(Told.acme())
        let first = try world.tell(webhook(1))
        let again = try world.tell(webhook(3))
        #expect(again[0].isDuplicate)
        #expect(again[0].place == first[0].place)
        #expect(again[0].cases == first[0].cases)
        #expect(first[0].cases.count == 1)
        try world.expectSound()
    }

    @Test(.requirement("S0.28", part: "at intake"))
    func `the same id that says something else is a conflict, and nothing is kept`() throws {
        let world = try RuntimeWorld()
        try world.tell(Told.acme(), Told.failure())
        let before = world.published.count
        for isHeld in [false, true] {
            world.holdsCommits = isHeld
            let other = world.submit([
                try Told.ticket(), try Told.failure(failure: "insufficientFunds"),
            ])
            world.letCommit()
            guard case .conflict(let index, "/billing", "failure-1") = world.replies[other] else {
                throw Unexpected("\(String(describing: world.replies[other]))")
            }
            #expect(index == 1)
        }
        #expect(world.published.count == before)
        #expect(try world.store.receipt(source: "/helpDesk", id: "ticket-event-1") == nil)
    }

    @Test func `two items of one batch that contradict each other are a conflict`() throws {
        let world = try RuntimeWorld()
        let ticket = world.submit([
            try Told.failure(), try Told.failure(failure: "insufficientFunds"),
        ])
        guard case .conflict(1, _, _) = world.replies[ticket] else {
            throw Unexpected("\(String(describing: world.replies[ticket]))")
        }
        #expect(world.published.isEmpty)
    }

    @Test func `the same item twice in one batch is one receipt`() throws {
        let world = try RuntimeWorld()
        try world.tell(Told.acme())
        let receipts = try world.tell(Told.failure(), Told.failure())
        #expect(receipts.map(\.isDuplicate) == [false, true])
        #expect(receipts[0].place == receipts[1].place)
        #expect(try world.cases.count == 1)
    }

    @Test func `a batch whose commit fails leaves nothing behind, and nobody is answered`() throws {
        let world = try RuntimeWorld()
        try world.tell(Told.acme())
        world.store.setFault { _ in .crashBefore }
        let ticket = world.submit([try Told.failure(), try Told.ticket()])
        #expect(world.replies[ticket] == nil)
        #expect(world.stopped != nil)
        world.store.setFault(nil)
        try world.restart()
        #expect(try world.store.receipt(source: "/billing", id: "failure-1") == nil)
        #expect(try world.cases.isEmpty)
        try world.tell(Told.failure(), Told.ticket())
        #expect(try world.cases.count == 1)
        try world.expectSound()
    }

    @Test(.requirement("S0.28", part: "across a crash"))
    func `a sender that never heard of the commit asks again and gets the first answer`() throws {
        let world = try RuntimeWorld()
        try world.tell(Told.acme())
        world.store.setFault { _ in .crashAfter }
        world.submit([try Told.failure()])
        world.store.setFault(nil)
        try world.restart()
        world.settle()
        let again = try world.tell(Told.failure())
        #expect(again[0].isDuplicate)
        #expect(try again[0].cases == [world.matter.id])
        #expect(world.left("billing.grantGrace") == 1)
        try world.expectSound()
    }

    @Test func `what is shown is durable, though more has been stepped since`() throws {
        let world = try RuntimeWorld()
        try world.tell(Told.acme(), Told.failure())
        let (shard, anchor) = try #require(try world.anchors.first { $0.anchor.hasPrefix("a") })
        world.holdsCommits = true
        world.submit([try Told.ticket()])
        world.submit([try Told.recovered()])
        let ticket = world.look(at: anchor, shard: shard)
        world.letOneCommit()
        // It is shown when the second commit returns; what comes now is on its way after that.
        #expect(world.replies[ticket] == nil)
        world.submit([try Told.failure(id: "failure-2", aliases: ["invoice-2"])])
        world.letOneCommit()
        guard case .state(let shown) = world.replies[ticket] else {
            throw Unexpected("\(String(describing: world.replies[ticket]))")
        }
        #expect(shown.events.count == 3)
        var kept = AnchorState(anchor: anchor, shard: shard)
        var isKept = false
        for segment in try world.segments() where segment.anchor == anchor {
            try Rebuild.records(of: segment) { try Engine.apply($0, at: $1, to: &kept) }
            isKept = isKept || shown == kept
        }
        #expect(isKept)
        world.letCommit()
        world.settle()
        try world.expectSound()
    }

    @Test(.requirement("S4.24", part: "a burst is refused clearly before memory grows"))
    func `what comes when the queue is full is answered as overloaded and not kept`() throws {
        var limits = RuntimeLimits()
        limits.inputsWaitingMax = 3
        let world = try RuntimeWorld(limits: limits)
        world.holdsCommits = true
        let tickets = try (1...6).map {
            world.submit([try Told.failure(id: "failure-\($0)", aliases: [])])
        }
        #expect(
            tickets.map { ticket in
                if case .overloaded = world.replies[ticket] { true } else { false }
            } == [false, false, false, true, true, true])
        world.letCommit()
        for ticket in tickets.prefix(3) {
            #expect(try world.receipts(ticket).count == 1)
        }
        #expect(try world.store.receipt(source: "/billing", id: "failure-4") == nil)
        try world.tell(Told.failure(id: "failure-4", aliases: []))
    }

    @Test func `bytes that wait are bounded too`() throws {
        var limits = RuntimeLimits()
        limits.bytesWaitingMax = 100
        let world = try RuntimeWorld(limits: limits)
        let ticket = world.submit([try Told.failure()])
        guard case .overloaded = world.replies[ticket] else {
            throw Unexpected("\(String(describing: world.replies[ticket]))")
        }
    }
}
