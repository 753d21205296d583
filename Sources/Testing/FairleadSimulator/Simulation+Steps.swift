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
        case 0..<22 where commit != nil: try finishCommit()
        case 22..<54 where !work.isEmpty:
            for _ in 0..<(1 + chance.below(4)) where !work.isEmpty { answer() }
        case 54..<62: try happen()
        case 62..<69 where !network.isEmpty: deliver()
        case 69..<77: moveClock()
        case 77..<94: try letPeopleAct()
        case 94..<96 where !echoes.isEmpty: repeatAnswer(at: chance.below(echoes.count))
        default:
            if commit != nil {
                try finishCommit()
            } else if !network.isEmpty {
                deliver()
            } else if !work.isEmpty {
                answer()
            }
        }
        try letWorldMove()
        sent = []
        changed = []
        if chance.permille(600) { try handOver() }
    }

    /// What happens beside everything else.
    private func letWorldMove() throws {
        if strikes(.outage) {
            let connectors = Set(catalog.governance.operations.values.map(\.connector)).sorted()
            let connector = connectors[faults.choose(connectors.count, for: .outage)]
            let minutes = 1 + faults.choose(120, for: .outage)
            outside.goesDown(connector, until: now.adding(milliseconds: Int64(minutes) * 60_000))
        }
        if strikes(.flood) {
            for _ in 0..<(limits.inputsWaitingMax * 2) { try happen() }
            while !network.isEmpty { deliver(at: 0) }
        }
        if strikes(.undoneLink) { undoLink() }
        if strikes(.recorrelation) { recorrelate() }
        if strikes(.newCatalog) {
            catalog = catalog.digest == catalogs.first.digest ? catalogs.second : catalogs.first
            try crash(powerLost: false)
        }
        if strikes(.powerLoss) { try crash(powerLost: true) }
        if strikes(.crash) { try crash(powerLost: false) }
    }

    // MARK: Systems

    func once(_ work: WorkItem) -> Once {
        governance(work.catalog)?.operations[work.operation]?.once
            ?? catalog.governance.operations[work.operation]?.once ?? .none
    }

    /// An outside system answers one piece of work, whichever.
    private func answer() {
        let place = chance.below(work.count)
        let isModel = work[place].item.kind == .estimate
        // It is asked, and thinks on; what waits for it goes its declared way.
        if isModel, strikes(.slowModel) { return }
        let next = work.remove(at: place)
        answer(next, fate(next.item), isModel ? mood() : .sensible)
    }

    func answer(
        _ next: Carried, _ fate: SimulatedOutside.Fate, _ mood: SimulatedOutside.ModelMood
    ) {
        let answer = outside.take(next.item, once(next.item), fate, at: arrival(of: next), mood)
        let input = RuntimeInput.answered(
            work: next.item.id, shard: next.shard, anchor: next.anchor, answer)
        give(input)
        // Each attempt has one answer: only what was said for good may be said once more.
        if case .done = answer, strikes(.repeatedAnswer) {
            give(input)
            echoes.append(Echo(input: input, of: next))
        }
    }

    /// An answer comes once more, long after, to what has come to its end.
    func repeatAnswer(at place: Int) {
        let echo = echoes.remove(at: place)
        let state = witness.anchors[echo.of.anchor]
        let matter = state?.case(echo.of.item.caseID)
        let lookups = (matter?.lookups ?? []) + (state?.lookups ?? [])
        let isOver =
            matter?.effect(echo.of.item.id)?.status == .done
            || lookups.contains { $0.id == echo.of.item.id && $0.status == .answered }
        if isOver { give(echo.input) }
    }

    private func fate(_ item: WorkItem) -> SimulatedOutside.Fate {
        if strikes(.lostAnswer) { return .answerLost }
        if strikes(.unavailable) { return .refusesForNow }
        if strikes(.refusal) { return .refuses }
        if item.kind == .effect, strikes(.readBack) { return .readsBackOtherwise }
        return .well
    }

    private func mood() -> SimulatedOutside.ModelMood {
        if strikes(.wrongModel) { return .wrong }
        if strikes(.lyingModel) { return .lying }
        if strikes(.sureModel) { return .sure }
        return .sensible
    }

    // MARK: Events

    /// Something new is told, or something known is told again.
    private func happen() throws {
        let known = network.told
        if !known.isEmpty, strikes(.repeatedEvent) {
            let event = known[faults.choose(known.count, for: .repeatedEvent)]
            return network.sendAgain([event], by: .system)
        }
        if !known.isEmpty, strikes(.contradiction) { return try contradict(known) }
        // Some are told by hand, by people who then have a part in the matter.
        let by = chance.permille(100) ? people.all[chance.below(5)] : .system
        var events: [Event] = []
        for _ in 0..<(chance.permille(150) ? 3 : 1) {
            let document = something(id: known.count + events.count)
            events.append(try read(SimulatedEvents.counted(document, after: known + events)))
        }
        network.send(events, by: by)
        if !strikes(.delayedEvent) { deliver(at: network.letters.count - 1) }
    }

    /// One thing that happened at some moment of the last three hours: what comes of another, or
    /// anything.
    private func something(id: Int) -> JSON {
        let deeds = outside.takeDeeds()
        var accounts: [String: String] = [:]
        if !deeds.isEmpty {
            for matter in witness.anchors.values.flatMap(\.cases) {
                accounts[matter.id] = matter.account
            }
        }
        for deed in deeds {
            guard let account = accounts[deed.caseID] else { continue }
            follow(deed.operation, SimulatedOutside.number(account), subject: id)
        }
        let time = now.adding(milliseconds: -Int64(chance.below(180)) * 60_000)
        let next: SimulatedEvents.Following
        if !following.isEmpty, chance.permille(650) {
            next = following.remove(at: chance.below(following.count))
        } else {
            // Now and then of a customer whom nobody has told of.
            next = .init(
                kind: kind(),
                number: chance.permille(60) ? Self.customers : chance.below(Self.customers),
                subject: id)
        }
        follow(next.kind, next.number, subject: next.subject)
        if declared.kinds.contains(next.kind) {
            let (source, data) = declared.data(
                next.kind, of: next.number, id: id, at: time, chance: &chance)
            return SimulatedEvents.told(
                next.kind, by: source, of: next.number, id: id, at: time, data)
        }
        return SimulatedEvents.happening(
            next.kind, to: next.number, id: id, at: time, subject: next.subject, chance: &chance)
    }

    /// What happens next: half of it what only this catalog has, if it has such things.
    private func kind() -> String {
        guard !declared.kinds.isEmpty, chance.permille(500) else {
            return SimulatedEvents.something(&chance)
        }
        return declared.kinds[chance.below(declared.kinds.count)]
    }

    private func follow(_ cause: String, _ number: Int, subject: Int) {
        following += SimulatedEvents.consequences(
            of: cause, to: number, subject: subject, chance: &chance)
    }

    /// The same id, saying something else: it must not be taken for the one that is known.
    private func contradict(_ known: [Event]) throws {
        let event = known[faults.choose(known.count, for: .contradiction)]
        // Of two that nobody has answered yet, either may be the first.
        guard try store.receipt(source: event.source, id: event.id) != nil else { return }
        let other = try read(
            SimulatedEvents.event(
                event.source, "cash.applied", event.id, at: now,
                ["aliases": [.string("other/\(event.id)")]]))
        ask(.events([other], by: .system)) { .submit($0, [other], by: .system) }
    }

    func read(_ document: JSON) throws -> Event {
        try reader.read(
            headers: [("Content-Type", "application/cloudevents+json")], body: document.bytes,
            now: now)[0]
    }

    private func deliver() { deliver(at: chance.below(network.letters.count)) }

    func deliver(at place: Int) {
        let letter = network.take(at: place)
        ask(.events(letter.events, by: letter.by)) {
            .submit($0, letter.events, by: letter.by)
        }
    }

    // MARK: Time

    private func moveClock() {
        if strikes(.clockForward) {
            now = now.adding(
                milliseconds: Int64(1 + faults.choose(72, for: .clockForward)) * 3_600_000)
        } else if let wakeAt, chance.permille(500) {
            now = max(now, wakeAt.adding(milliseconds: behindMilliseconds))
        } else {
            now = now.adding(milliseconds: Int64(chance.below(600_000)))
        }
        if strikes(.clockBack) {
            behindMilliseconds = Int64(faults.choose(7_200_000, for: .clockBack))
        } else if chance.permille(200) {
            behindMilliseconds = 0
        }
        wakeAt = nil
        give(.tick)
    }
}
