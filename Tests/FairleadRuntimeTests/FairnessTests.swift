import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadTesting
import Testing

@testable import FairleadRuntime

/// One's flood does not keep another waiting for longer than a round of those who wait.
@Suite struct `Fairness` {
    private static func event(_ number: Int, source: String, party: String) throws -> Event {
        Event(
            source: source, id: "e\(number)", type: "payment.failed", time: RuntimeWorld.start,
            subject: nil, data: [:], aliases: [],
            parties: [ExternalReference(system: "billing", kind: "customer", id: party)],
            claims: [], mailDomains: [], connector: "billing", digest: .zero,
            labels: Labels(["finance"]), received: [])
    }

    private static func submission(
        _ number: Int, source: String, party: String
    ) throws -> RuntimeInput {
        .submit(
            Ticket(UInt64(number)), [try event(number, source: source, party: party)],
            by: .sender)
    }

    private static func tickets(_ inputs: [RuntimeInput]) -> [UInt64] {
        inputs.compactMap { input in
            if case .submit(let ticket, _, _, _) = input { ticket.number } else { nil }
        }
    }

    @Test func `lines take turns by their weight, and nothing is lost`() {
        var line = FairLine<String, Int>()
        for number in 0..<900 { line.append(number, to: "three", weight: 3) }
        for number in 0..<900 { line.append(1_000 + number, to: "one") }
        var first: [Int] = []
        for _ in 0..<400 { first += line.popFirst().map { [$0] } ?? [] }
        #expect(first.count { $0 < 1_000 } == 300)
        var all = first
        while let next = line.popFirst() { all.append(next) }
        #expect(all.count == 1_800)
        #expect(all.filter { $0 < 1_000 } == Array(0..<900))
        #expect(all.filter { $0 >= 1_000 } == Array(1_000..<1_900))
        #expect(line.isEmpty && line.count(of: "one") == 0)
    }

    /// Whatever floods: another source, or another account of the same source.
    @Test(arguments: ["/crm", "/billing"])
    func `a flood delays another's event by no more than a turn`(source: String) throws {
        var inbox = Inbox(limits: RuntimeLimits())
        var sent = 0
        var refused = 0
        var longest = 0
        var waiting: (ticket: UInt64, turns: Int)?
        for turn in 0..<400 {
            // The flood fills whatever it may, again and again.
            for _ in 0..<(turn == 0 ? 25_000 : 100) {
                sent += 1
                let flood = try Self.submission(sent, source: source, party: "flood")
                if !inbox.put(flood) { refused += 1 }
            }
            if waiting == nil {
                sent += 1
                let ticket = UInt64(sent)
                let own = try Self.submission(sent, source: "/billing", party: "acme")
                let isKept = inbox.put(own)
                try #require(isKept, "there is room for who floods nothing")
                waiting = (ticket, 0)
            }
            let taken = Self.tickets(inbox.turn())
            #expect(taken.count == Inbox.askedEachTurnMax)
            waiting?.turns += 1
            if let now = waiting, taken.contains(now.ticket) {
                longest = max(longest, now.turns)
                waiting = nil
            }
        }
        #expect(refused > 10_000)
        #expect(longest == 1)
    }

    @Test func `a source of weight gets its share, and people are heard in each turn`() throws {
        var inbox = Inbox(limits: RuntimeLimits(), weights: ["/billing": 3])
        for number in 0..<1_000 {
            _ = inbox.put(try Self.submission(number, source: "/billing", party: "a"))
            _ = inbox.put(try Self.submission(5_000 + number, source: "/crm", party: "b"))
        }
        for number in 0..<10 {
            _ = inbox.put(.read(Ticket(UInt64(number)), shard: 0, anchor: "a"))
        }
        #expect(inbox.askedCount == 2_010)
        let turn = inbox.turn()
        let taken = Self.tickets(turn)
        #expect(turn.count - taken.count == 10)
        let share = taken.count { $0 < 5_000 }
        #expect(share >= 3 * (taken.count - share) - 3)
        #expect(inbox.eventsWaiting["/billing"] == 1_000 - share)
    }

    @Test func `urgent work leaves first, and the rest is not forgotten`() {
        var queue = DispatchQueueState()
        for number in 0..<90 {
            queue.wait(.init(shard: 0, anchor: "low-\(number)"), for: "erp", weight: 1)
            queue.wait(.init(shard: 0, anchor: "high-\(number)"), for: "erp", weight: 8)
        }
        #expect(queue.waitingCount == 180)
        var first: [String] = []
        for _ in 0..<90 { first += queue.popWaiting(for: "erp").map { [$0.anchor] } ?? [] }
        #expect(first.count { $0.hasPrefix("high") } == 80)
        while queue.popWaiting(for: "erp") != nil {}
        #expect(queue.waitingCount == 0)
        #expect(queue.connectorsWaiting.isEmpty)
    }

    @Test func `who has no line behind is stepped at once, whoever else has`() throws {
        let world = try RuntimeWorld()
        try world.tell(Told.acme())
        let runtime = world.runtime
        let busy = runtime.limits.inputsSteppedMax
        func isPending(_ event: Event, behind: [String: Int]) throws -> Bool? {
            let actions = runtime.handle(
                [.submit(Ticket(9_000), [event], by: .sender)], at: world.moment, behind: behind)
            for action in actions {
                if case .commit = action { _ = runtime.handle(.committed, at: world.moment) }
            }
            return runtime.waitingEvents.isEmpty
        }
        #expect(
            try isPending(Told.failure(id: "f-1"), behind: ["/crm": busy]) == true)
        #expect(
            try isPending(
                Told.failure(id: "f-2", aliases: ["invoice-2/1"]), behind: ["/billing": busy])
                == false)
    }
}
