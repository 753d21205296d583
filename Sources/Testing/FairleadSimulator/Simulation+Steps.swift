import FairleadCanonical
import FairleadCatalog
import FairleadConnector
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import FairleadStore

/// What may happen in one step: to the world, to the process, by people.
extension Simulation {
    func takeStep() throws {
        switch chance.below(100) {
        case 0..<25 where commit != nil: try finishCommit()
        case 25..<60 where !work.isEmpty: try answer(fate())
        case 60..<75: try happen()
        case 75..<85: try moveClock()
        case 85..<95: try letPeopleAct()
        case 95..<97: try crash()
        default:
            if commit != nil { try finishCommit() } else if !work.isEmpty { try answer(fate()) }
        }
    }

    func fate() -> SimulatedOutside.Fate {
        switch chance.below(100) {
        case 0..<75: .well
        case 75..<87: .answerLost
        case 87..<98: .refusesForNow
        default: .refuses
        }
    }

    /// Something new is told, or something known is told again.
    func happen() throws {
        if !told.isEmpty, chance.permille(300) {
            return try tell(told[chance.below(told.count)])
        }
        let number = chance.below(Self.customers)
        try tell(
            read(SimulatedEvents.something(number, id: told.count, chance: &chance)))
    }

    func read(_ document: JSON) throws -> Event {
        try reader.read(
            headers: [("Content-Type", "application/cloudevents+json")], body: document.bytes,
            now: now)[0]
    }

    func tell(_ event: Event) throws {
        told.append(event)
        tickets += 1
        asked[Ticket(tickets)] = [event]
        give(.submit(Ticket(tickets), [event], by: .system))
    }

    func finishCommit() throws {
        guard let batch = commit else { return }
        commit = nil
        try committer.commit(batch)
        give(.committed)
    }

    func answer(_ fate: SimulatedOutside.Fate) throws {
        let next = work.remove(at: chance.below(work.count))
        let once = catalog.governance.operations[next.item.operation]?.once ?? .none
        let answer = outside.take(next.item, once, fate)
        give(
            .answered(
                work: next.item.id, shard: next.shard, anchor: next.anchor, answer))
    }

    func moveClock() throws {
        if let wakeAt, chance.permille(500) {
            now = max(now, wakeAt)
        } else {
            now = now.adding(milliseconds: Int64(chance.below(600_000)))
        }
        wakeAt = nil
        give(.tick)
    }

    /// The process ends: what was not committed is gone, and of what was outside nobody knows
    /// whether it was done.
    func crash() throws {
        report.crashes += 1
        if let batch = commit, chance.permille(500) { try committer.commit(batch) }
        commit = nil
        inbox = []
        for next in work where chance.permille(500) {
            let once = catalog.governance.operations[next.item.operation]?.once ?? .none
            _ = outside.take(next.item, once, .answerLost)
        }
        work = []
        asked = [:]
        wakeAt = nil
        runtime = try Self.runtime(catalog, store, zones)
        committer = try Self.committer(store, seed ^ UInt64(report.crashes))
        give(.start)
    }

    func letPeopleAct() throws {
        let items = try store.items(
            ItemQuery(kinds: [.approval, .exception], states: ["open"], order: .key, limit: 50)
        ).items
        guard !items.isEmpty else { return }
        let item = items[chance.below(items.count)]
        let person = Principal(
            id: "person-\(chance.below(3))", name: "person@fairlead.example", kind: .person,
            roles: ["ar-manager", "finance-controller", "vp-finance"])
        let command: Command
        if item.kind == .approval {
            command = .decideApproval(
                id: item.id, isGranted: chance.permille(700), reason: "simulated")
        } else {
            // Whoever tries again what may have been done takes it upon themselves; these do not.
            let isUnknown = try state(item.shard, item.anchor).cases.flatMap(\.exceptions)
                .contains { $0.id == item.id && $0.code == "effect-unknown" }
            command = .settleException(
                id: item.id, retry: !isUnknown && chance.permille(500), reason: "simulated",
                account: nil)
        }
        tickets += 1
        give(
            .command(
                Ticket(tickets), shard: item.shard, anchor: item.anchor, command, by: person,
                keep: nil))
    }
}
