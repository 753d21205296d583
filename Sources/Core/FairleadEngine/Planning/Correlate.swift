import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// From an event to the case that it belongs to.
extension Stepper {
    mutating func receive(_ event: Event, account: AccountContext?) {
        let (occurrence, merges) = occurrence(of: event)
        let place = nextPlace
        emit(
            EventReceived(
                event: event, occurrence: occurrence, merges: merges, account: account?.id))
        if let account {
            correlate(place, account: account)
        } else {
            beginIdentitySearch(place)
        }
        join(merges, into: occurrence)
    }

    mutating func deliver(_ event: Event, from: EntryPlace, account: AccountContext) {
        guard !state.delivered.contains(from) else { return }
        let (occurrence, merges) = occurrence(of: event)
        let place = nextPlace
        emit(
            EventDelivered(
                event: event, from: from, occurrence: occurrence, merges: merges,
                account: account.id))
        correlate(place, account: account)
        join(merges, into: occurrence)
    }

    /// The oldest occurrence that shares an alias, or a new one; and the younger ones that this
    /// event shows to be the same.
    private func occurrence(of event: Event) -> (id: String, merges: [String]) {
        let known = state.occurrences.filter { occurrence in
            occurrence.mergedInto == nil
                && occurrence.aliases.contains(where: event.aliases.contains)
        }
        guard let oldest = known.first else { return (mint(.occurrence), []) }
        return (oldest.id, known.dropFirst().map(\.id))
    }

    /// Cases of occurrences that turned out to be one: the younger merges into the older.
    private mutating func join(_ merges: [String], into occurrence: String) {
        guard !merges.isEmpty,
            let kept = state.occurrences.first(where: { $0.id == occurrence })?.caseID
        else { return }
        for younger in merges {
            guard let other = state.occurrences.first(where: { $0.id == younger })?.caseID,
                other != kept, !matter(other).isOver
            else { continue }
            merge(other, into: kept)
        }
    }

    private mutating func correlate(_ place: EntryPlace, account: AccountContext) {
        guard let event = state.event(place) else { return }
        if park(event) { return remember(account) }
        takeIn(place, account: account)
        if event.sequence != nil { drain() }
    }

    mutating func takeIn(_ place: EntryPlace, account: AccountContext) {
        guard let event = state.event(place) else { return }
        let own = state.occurrences.first { $0.id == event.occurrence }?.caseID
        let later = later(than: event)
        let apart = cases(apartFrom: event)
        func mayJoin(_ id: String?) -> Bool { id.map { !apart.contains($0) } ?? false }
        if let own, !matter(own).isOver {
            join(event, to: own, of: account, since: later)
        } else if let next = later.first(where: {
            mayJoin($0.caseID) && wants(event, caseOf: $0)
        }), let past = next.caseID {
            // The case of what came since has to do with it: it opens nothing, and nothing again.
            matter(past).isOver
                ? emit(EventJoined(id: past, event: place, before: next.place))
                : join(event, to: past, of: account, since: later)
        } else if let open = openCase(for: event, of: account.id, but: apart) {
            join(event, to: open, of: account, since: later)
        } else if let closed = closedCase(for: event, of: account.id, but: apart) {
            emit(EventJoined(id: closed, event: place))
            emit(CaseReopened(id: closed, reason: event.type))
            startClocks(closed)
            advance(closed)
        } else if let own {
            emit(EventJoined(id: own, event: place))
        } else if context.governance.playbooks.contains(where: { $0.opens(on: event.type) }) {
            open(on: event, account: account)
        }
    }

    /// Whether the case of another event asks for such an event.
    private func wants(_ event: KnownEvent, caseOf other: KnownEvent) -> Bool {
        guard let known = other.caseID.map({ matter($0) }), let playbook = playbook(of: known)
        else { return false }
        return wants(playbook, event, known)
    }

    /// A closed case that this event opens again.
    private func closedCase(
        for event: KnownEvent, of account: String, but apart: Set<String>
    ) -> String? {
        for matter in state.cases.reversed()
        where matter.account == account && matter.status == .closed && matter.parent == nil
            && !apart.contains(matter.id)
        {
            guard let playbook = playbook(of: matter), mayReopen(matter, playbook),
                belonging(of: event, to: matter, playbook) != .other
            else { continue }
            let reopens = playbook.reactions.contains { reaction in
                reaction.event == event.type && reaction.reopens
                    && holds(reaction.when, for: matter, with: event)
            }
            if reopens { return matter.id }
        }
        return nil
    }

    private func mayReopen(_ matter: CaseState, _ playbook: Playbook) -> Bool {
        guard let within = playbook.reopenWithinMilliseconds, let closed = matter.closed else {
            return true
        }
        return time.milliseconds - closed.milliseconds <= within
    }

    /// Whether a condition holds; one that cannot be evaluated yet does not.
    func holds(_ when: Expression?, for matter: CaseState, with event: KnownEvent?) -> Bool {
        guard let when else { return true }
        guard let playbook = playbook(of: matter) else { return false }
        let scope = scope(of: matter, playbook).with(event)
        return (try? scope.evaluate(when).get())?.boolean ?? false
    }

    /// What the case's expressions see; what was read before is known as long as no record changed
    /// it.
    func scope(of matter: CaseState, _ playbook: Playbook) -> CaseScope {
        if let run { return scope(of: matter, playbook, run: run) }
        let mayRemember = deciding == nil || playbook.history.isEmpty
        if mayRemember, let known = scopes.current, known.matter.id == matter.id,
            known.playbook === playbook
        {
            return known
        }
        guard mayRemember else { return scope(of: matter, playbook, run: nil) }
        let scope = scope(
            of: matter, playbook, run: nil, memory: scopes.memory(of: matter.id, playbook))
        scopes.current = scope
        return scope
    }

    private mutating func open(on event: KnownEvent, account: AccountContext) {
        let id = mint(.case)
        let people = event.actor.hasPrefix("connector-") ? [] : [event.actor]
        emit(
            CaseOpened(
                id: id, account: account.id, catalog: context.governance.digest,
                trigger: event.type, triggerPlace: event.place, occurrence: event.occurrence,
                initiators: people, references: account.references))
        emit(EventJoined(id: id, event: event.place))
        advance(id)
    }

    /// Takes an event into an open case, and does what the playbook says of such events.
    mutating func join(
        _ event: KnownEvent, to id: String, of account: AccountContext, since later: [KnownEvent]
    ) {
        let before = matter(id)
        let later = later.filter { before.hasHeard($0.place) }
        emit(EventJoined(id: id, event: event.place, before: later.first?.place))
        // One occurrence may concern two accounts of a group; a case stays its own account's.
        if before.account == account.id { learn(account.references, in: id) }
        react(to: event, in: id, since: later)
        decideAgain(since: before, on: event)
        advance(id)
        tellCalled(by: id, of: event)
    }

    /// Events that came before their case and wait for it are taken in.
    mutating func lookBack(for id: String) {
        let known = matter(id)
        guard let playbook = playbook(of: known) else { return }
        let lookback = playbook.opens.map(\.lookbackMilliseconds).max() ?? 0
        let earliest = known.opened.milliseconds - lookback
        // What happened to the record since it opened the case belongs to it, whenever it came.
        let since = state.event(known.triggerPlace).map { later(than: $0).map(\.place) } ?? []
        let waiting = state.events.filter {
            $0.caseID == nil && $0.parked == nil && $0.place < nextPlace
        }
        for event in inOrder(waiting) {
            guard event.received.milliseconds >= earliest || since.contains(event.place) else {
                continue
            }
            if matter(id).isOver {
                guard since.contains(event.place), let account = known.account else { continue }
                takeIn(event.place, account: state.context(of: account))
                continue
            }
            guard state.belongs(event, to: known.account),
                wants(playbook, event, matter(id))
            else { continue }
            let later = later(than: event).filter { matter(id).hasHeard($0.place) }
            emit(EventJoined(id: id, event: event.place, before: later.first?.place))
            react(to: event, in: id, since: later)
        }
    }
}

extension AnchorState {
    /// Whether an event concerns an account: all under an anchor do, where it has no other.
    func belongs(_ event: KnownEvent, to account: String?) -> Bool {
        !event.isRemoved && (event.account == nil || event.account == account)
    }
}

extension Playbook {
    func opens(on type: String) -> Bool { opens.contains { $0.event == type } }

    /// Whether a clock or an activity of it waits for such an event.
    func waits(for type: String) -> Bool {
        clocks.contains { ($0.startsOn + $0.stopsOn).contains(.event(type)) }
            || stages.contains { stage in
                stage.activities.contains { activity in
                    if case .wait(let wait) = activity.kind { return wait.listens(to: type) }
                    return false
                }
            }
    }
}
