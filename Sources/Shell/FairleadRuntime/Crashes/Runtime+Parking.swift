import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadStore

// An input that killed the process twice is parked: it is kept, a person is told, and it is not
// taken up again before that person says so.
extension Runtime {
    /// Deaths of the process in one input after which it is not taken up again.
    static let deathsMax = 2

    /// The name of an event as an input.
    static func input(_ event: Event) -> String { "event \(event.source) \(event.id)" }

    /// The name of the work under an anchor: timers, answers, what the last run left.
    static func input(_ anchor: String) -> String { "work of \(anchor)" }

    func isParked(_ input: @autoclosure () -> String) -> Bool {
        !registry.parked.isEmpty && registry.parked.contains(input())
    }

    /// Handles an input that may kill the process: what is in hand is noted before.
    func guarded<Result>(_ input: String, _ body: () throws -> Result) rethrows -> Result {
        let slot = journal.slots[0]
        slot.begin(input)
        defer { slot.end() }
        return try body()
    }

    /// Records what killed the process too often; called before anything is taken up.
    func parkWhatKilled() throws {
        for (input, deaths) in journal.deaths.sorted(by: { $0.key < $1.key })
        where deaths >= Self.deathsMax && !isParked(input) {
            try step(
                .reportTrouble(
                    Trouble(
                        code: .inputParked, about: input,
                        message: "the process died \(deaths) times while this was in hand: "
                            + "it is kept, and taken up again when this is settled")),
                by: .system)
        }
    }

    /// A person has settled the exception of what was parked: it is taken up again.
    func release(_ input: String) throws {
        journal.forget(input)
        try eachAgenda { agenda, due in
            if due.milliseconds == 0 {
                try hold(agenda.anchor, agenda.shard)
                try dispatchWork(of: agenda.anchor)
            }
            wakes.push(max(due, now), shard: agenda.shard, anchor: agenda.anchor)
        }
    }

    func eachAgenda(_ body: (Agenda, Instant) throws -> Void) throws {
        var after: AgendaKey?
        repeat {
            let page = try store.agendas(after: after, limit: 1_000)
            for agenda in page {
                if let due = agenda.due { try body(agenda, due) }
            }
            after = page.count == 1_000 ? page.last.map { AgendaKey($0) } : nil
        } while after != nil
    }
}
