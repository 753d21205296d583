import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadStore

// Dispatch: what is ready leaves, an attempt at an effect only after it is durable.
extension Runtime {
    /// Sends what is ready under an anchor, as far as its connectors have room, and hands on what
    /// belongs elsewhere.
    func dispatchWork(of anchor: String) throws {
        guard let held = anchors[anchor], !isParked(Self.input(anchor)) else { return }
        let shard = held.state.shard
        let place = DispatchQueueState.Place(shard: shard, anchor: anchor)
        for work in held.state.readyLookups
        where !dispatch.isUnderWay(work.id) && admit(work, place) {
            actions.append(.perform(work, shard: shard, anchor: anchor))
        }
        beginEffects(of: anchor)
        for delivery in held.state.deliveries { try hand(delivery, from: anchor, shard) }
    }

    /// Begins effects that are ready, as far as their connectors have room; they leave when that
    /// is durable.
    func beginEffects(of anchor: String) {
        guard let held = anchors[anchor], !isParked(Self.input(anchor)) else { return }
        let shard = held.state.shard
        let place = DispatchQueueState.Place(shard: shard, anchor: anchor)
        var effects: [WorkItem] = []
        for work in held.state.readyEffects where !dispatch.isUnderWay(work.id) {
            if let wait = settling(work, held) {
                let due = now.adding(milliseconds: wait)
                wakes.push(due, shard: shard, anchor: anchor)
                continue
            }
            if admit(work, place) { effects.append(work) }
        }
        guard !effects.isEmpty else { return }
        plan(.begin(effects: effects.map(\.id)), shard, anchor, by: .system) {
            [self, effects] _ in try leave(effects, place)
        }
    }

    /// What was let go leaves when its attempt is durable; what was not gives its room back.
    private func leave(_ effects: [WorkItem], _ place: DispatchQueueState.Place) throws {
        let cases = anchors[place.anchor]?.state.cases ?? []
        for work in effects {
            let effect = cases.first { $0.id == work.caseID }?.effect(work.id)
            if let effect, effect.status == .attempting {
                var work = work
                work.mode = effect.findFirst ? .findFirst : .perform
                pending.work.append(Begun(work: work, place: place, steady: steady))
            } else {
                try giveWay(work.id)
            }
        }
    }

    /// What became durable too late does not leave: all that was judged when it began, such as the
    /// age of its key, may hold no more.
    func perform(_ begun: Begun) throws {
        let (work, place) = (begun.work, begun.place)
        if steady - begun.steady > limits.leavingMillisecondsMax {
            let late = Answer.retry(code: "late", afterMilliseconds: nil)
            try take(late, for: work.id, place.shard, place.anchor)
        } else {
            actions.append(.perform(work, shard: place.shard, anchor: place.anchor))
        }
    }

    /// How long the system still has to show what an earlier attempt may have done, in
    /// milliseconds.
    private func settling(_ work: WorkItem, _ held: HeldAnchor) -> Int64? {
        guard work.kind == .effect,
            held.state.case(work.caseID)?.effect(work.id)?.isInDoubt == true,
            case .find(let settles?) = governance(work.catalog)?.operations[work.operation]?.once
        else { return nil }
        return settling.wait(for: work.id, settlesWithin: settles, at: steady)
    }

    /// Frees a connector's place, for whoever waits for it.
    private func giveWay(_ work: String) throws {
        if let connector = dispatch.finish(work) { try fill(connector) }
    }

    /// Gives an event to another account's anchor, and confirms it, in one commit.
    private func hand(_ delivery: Delivery, from anchor: String, _ shard: Int) throws {
        if let claim = delivery.claim {
            let isUndone = claim.same.contains {
                registry.undone.contains(UndoneLink(account: delivery.account, reference: $0))
            }
            if isUndone, delivery.basis != IdentityBasis.person {
                try step(
                    .refuseDelivery(event: delivery.event, account: delivery.account), shard,
                    anchor, by: .system)
                return
            }
            try step(.learn(claim, basis: delivery.basis ?? ""), by: .system)
        }
        guard let event = try received(delivery.event), !isParked(Self.input(event)) else {
            return
        }
        try guarded(Self.input(event)) {
            if delivery.account == Delivery.undecided {
                try takeFirstStep(event, delivery.event, anchor, shard)
            } else {
                guard try deliver(event, delivery.event, to: delivery.account) else { return }
                try step(
                    .confirmDelivery(event: delivery.event, account: delivery.account), shard,
                    anchor, by: .system)
            }
        }
    }

    /// The first step of an event whose receipt was committed alone.
    private func takeFirstStep(
        _ event: Event, _ place: EntryPlace, _ anchor: String, _ shard: Int
    ) throws {
        let accounts = route(of: event).accounts
        guard !accounts.contains(where: { isParked(Self.input($0.root)) }) else { return }
        waitingEvents.remove(place)
        defer { journal.forget(Self.input(event)) }
        for claim in event.claims { try step(.learn(claim, basis: "master"), by: .system) }
        for account in accounts { _ = try deliver(event, place, to: account.id) }
        if event.claims.isEmpty, accounts.isEmpty {
            try step(.findAccount(event: place), shard, anchor, by: .system)
        }
        try step(
            .confirmDelivery(event: place, account: Delivery.undecided), shard, anchor,
            by: .system)
    }

    /// False: it must wait, for what is under the account's anchor is parked.
    private func deliver(_ event: Event, _ place: EntryPlace, to id: String) throws -> Bool {
        guard let account = registry.accounts[id], !isParked(Self.input(account.root)) else {
            return false
        }
        try step(
            .deliver(event, from: place, account: registry.context(of: account)),
            account.shard, account.root, by: .system)
        return true
    }

    /// An event as its receipt has it, or the case that raised it.
    private func received(_ place: EntryPlace) throws -> Event? {
        guard let segment = try store.segment(containing: place) else { return nil }
        var event: Event?
        try Rebuild.records(of: segment) { reader, mark in
            guard mark.place == place else { return }
            event =
                reader.type == SignalRaised.type
                ? try SignalRaised(reader).event : try EventReceived(reader).event
        }
        return event
    }

    func answered(
        _ work: String, _ shard: Int, _ anchor: String, _ answer: Answer
    ) throws {
        if case .unknown = answer {
            settling.hear(of: work, at: steady)
        } else {
            settling.forget(work)
        }
        try take(answer, for: work, shard, anchor) { [self] in try hear(answer, of: work) }
    }

    /// `then`: before its room is given back.
    private func take(
        _ answer: Answer, for work: String, _ shard: Int, _ anchor: String,
        then: @escaping () throws -> Void = {}
    ) throws {
        let input = Self.input(anchor)
        guard !isParked(input) else {
            try then()
            return try giveWay(work)
        }
        plan(
            .answer(work: work, answer), shard, anchor, by: .system, guarding: input
        ) { [self] _ in
            try then()
            try giveWay(work)
        }
    }

    /// Takes up what the last run left: attempts of which nothing was heard may have been done.
    func start() throws {
        try parkWhatKilled()
        let wakesAll = findCalendarsToApply()
        restoreGates()
        try eachAgenda { agenda, due in
            let due = wakesAll ? Instant(milliseconds: 0) : due
            wakes.push(due, shard: agenda.shard, anchor: agenda.anchor)
            guard agenda.due?.milliseconds == 0, !isParked(Self.input(agenda.anchor)) else {
                return
            }
            try guarded(Self.input(agenda.anchor)) {
                try recover(agenda.anchor, agenda.shard)
            }
        }
        try tick()
    }

    private func recover(_ anchor: String, _ shard: Int) throws {
        try hold(anchor, shard)
        for delivery in anchors[anchor]?.state.deliveries ?? []
        where delivery.account == Delivery.undecided {
            waitingEvents.insert(delivery.event)
        }
        for effect in anchors[anchor]?.state.interrupted ?? [] {
            try step(
                .answer(work: effect, .unknown(code: "interrupted")), shard, anchor, by: .system)
        }
    }

    /// Wakes anchors whose time has come; where there are many, the others are woken next.
    func tick() throws {
        var seen: Set<String> = []
        while seen.count < limits.anchorsEachTurnMax, let entry = wakes.pop(dueBy: now) {
            // What did not move when it was woken is not woken again at the same time.
            if seen.insert(entry.anchor).inserted { try wake(entry) }
            if wakes.next.map({ $0 > now }) ?? true { try takePlannedSteps() }
        }
        try recordAppliedCalendars()
        armed = nil
    }

    private func wake(_ entry: WakeQueue.Entry) throws {
        if entry.anchor == RegistryState.anchor { return try openGates() }
        let input = Self.input(entry.anchor)
        guard !isParked(input) else { return }
        // Most times come to nothing: what was waited for came before.
        if entry.due.milliseconds > 0, let state = anchors[entry.anchor]?.state, !state.isBusy {
            guard let timer = state.nextTimer(governance(_:)) else { return }
            if timer > now { return wakes.push(timer, shard: entry.shard, anchor: entry.anchor) }
        }
        plan(.wake, entry.shard, entry.anchor, by: .system, guarding: input) { [self] _ in
            // Others that were woken with it may have taken its room.
            try hold(entry.anchor, entry.shard)
            try dispatchWork(of: entry.anchor)
            // What did not move is not waited for again; what is due later is, whatever did not.
            let timer = anchors[entry.anchor]?.state.nextTimer(governance(_:), after: now)
            if let timer {
                wakes.push(timer, shard: entry.shard, anchor: entry.anchor)
            }
        }
    }

    /// Says when to come back, where that is sooner than was said before.
    func arm() {
        guard let next = wakes.next, armed.map({ next < $0 }) ?? true else { return }
        armed = next
        actions.append(.wake(at: next))
    }
}
