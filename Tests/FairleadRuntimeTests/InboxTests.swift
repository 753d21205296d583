import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadStore
import FairleadTesting
import Testing

@testable import FairleadRuntime

/// An inbox that an expectation may change.
private final class HeldInbox {
    private var inbox: Inbox

    init(_ limits: RuntimeLimits = RuntimeLimits()) { inbox = Inbox(limits: limits) }

    var isEmpty: Bool { inbox.isEmpty }
    var askedCount: Int { inbox.askedCount }
    func put(_ input: RuntimeInput) -> Bool { inbox.put(input) }
    func turn() -> [RuntimeInput] { inbox.turn() }
}

@Suite struct `The inbox` {
    private static func read(_ number: Int) -> RuntimeInput {
        .read(Ticket(UInt64(number)), shard: 0, anchor: "a")
    }

    private static func answered(_ number: Int) -> RuntimeInput {
        .answered(work: "w\(number)", shard: 0, anchor: "a", .unknown(code: "x"))
    }

    private static func names(_ inputs: [RuntimeInput]) -> [String] {
        inputs.map { input in
            switch input {
            case .read(let ticket, _, _): "read \(ticket.number)"
            case .answered(let work, _, _, _): work
            case .committed: "committed"
            case .tick: "tick"
            default: "other"
            }
        }
    }

    @Test func `a turn is bounded, and whoever waits does not wait for what the system does`() {
        let inbox = HeldInbox()
        for number in 0..<1_000 { #expect(inbox.put(Self.answered(number))) }
        for number in 0..<100 { #expect(inbox.put(Self.read(number))) }
        #expect(inbox.askedCount == 100)
        #expect(
            Self.names(inbox.turn())
                == (0..<Inbox.askedEachTurnMax).map { "read \($0)" }
                + (0..<Inbox.ownEachTurnMax).map { "w\($0)" })
        #expect(inbox.put(.tick))
        #expect(inbox.put(.committed))
        #expect(Self.names(inbox.turn()) == ["committed"])
        #expect(
            Self.names(inbox.turn())
                == (Inbox.askedEachTurnMax..<100).map { "read \($0)" }
                + (Inbox.ownEachTurnMax..<2 * Inbox.ownEachTurnMax).map { "w\($0)" })
        var rest: [String] = []
        while !inbox.isEmpty { rest += Self.names(inbox.turn()) }
        #expect(rest == (2 * Inbox.ownEachTurnMax..<1_000).map { "w\($0)" } + ["tick"])
        #expect(inbox.turn().isEmpty)
    }

    @Test func `each event of a submission counts`() throws {
        let inbox = HeldInbox()
        let events = Array(repeating: try Told.acme(), count: Inbox.askedEachTurnMax / 2)
        for number in 0..<5 {
            #expect(inbox.put(.submit(Ticket(UInt64(number)), events, by: .sender)))
        }
        #expect([inbox.turn().count, inbox.turn().count, inbox.turn().count] == [2, 2, 1])
    }

    @Test func `what nobody has room for is refused, by number and by bytes`() throws {
        var limits = RuntimeLimits()
        limits.inputsWaitingMax = 3
        let inbox = HeldInbox(limits)
        for number in 0..<3 { #expect(inbox.put(Self.read(number))) }
        #expect(!inbox.put(Self.read(3)))
        // What was begun comes back in any case.
        #expect(inbox.put(Self.answered(1)))
        _ = inbox.turn()
        #expect(inbox.put(Self.read(3)))

        let event = try Told.acme()
        limits.inputsWaitingMax = 1_000
        limits.bytesWaitingMax = 2 * event.received.count
        let small = HeldInbox(limits)
        let submission = RuntimeInput.submit(Ticket(1), [event], by: .sender)
        #expect(small.put(submission))
        #expect(small.put(submission))
        #expect(!small.put(submission))
        _ = small.turn()
        #expect(small.put(submission))
    }
}
