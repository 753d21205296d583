import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// What was put together is taken apart, and what was apart is put together.
extension Stepper {
    /// A case becomes part of another: its work ends, and what happened to it happened to that.
    mutating func merge(
        _ id: String, into other: String, by person: String? = nil, reason: String = ""
    ) {
        withdrawWork(of: id, reason: "merged")
        let events = inOrder(state.events.filter { $0.caseID == id })
        emit(CaseMerged(id: id, into: other, by: person, reason: reason))
        releaseHeld(by: "conflict")
        let account = state.context(of: matter(other).account ?? "")
        for event in events {
            if matter(other).isOver {
                // One before it brought the case to its end.
                emit(EventJoined(id: other, event: event.place))
            } else {
                join(event, to: other, of: account, since: later(than: event))
            }
        }
    }

    /// A case that had become part of another goes on where it stood: what was done is not done
    /// again, what was withdrawn is begun anew.
    mutating func restore(_ id: String) {
        emit(CaseRestored(id: id))
        takeClaims(of: id)
        let running = matter(id).activities.filter { $0.value.status == .running }.keys
        redo(Set(running.map { RunKey($0).whole.text }).sorted(), of: id, reason: "restored")
        advance(id)
    }

    /// A wrong link had brought the events of a party here: they are nobody's any more.
    mutating func removeEvents(of party: ExternalReference, reason: String) {
        for event in state.events where event.parties.contains(party) {
            guard let id = event.caseID else { continue }
            let heard = state.cases.filter { $0.hasHeard(event.place) && $0.id != id }
            let known = heard + [matter(id)]
            for matter in known {
                emit(EventRemoved(id: matter.id, event: event.place, reason: reason))
            }
            goOn(known, without: [event])
            if matter(id).isOver || state.events.contains(where: { $0.caseID == id }) { continue }
            withdrawWork(of: id, reason: "unlinked")
            emit(CaseClosed(id: id, outcome: "unlinked"))
        }
    }

    /// Cases, as they were before events left them, take back what came of those alone, decide
    /// again what was decided from them, and go on.
    mutating func goOn(_ before: [CaseState], without events: [KnownEvent]) {
        let names = events.map(\.name)
        for hold in state.holds where names.contains(hold.by) {
            emit(
                HoldChanged(
                    matter: hold.caseID, resource: hold.resource, side: hold.side, by: hold.by,
                    owner: hold.owner, isTaken: false))
        }
        for known in before where !matter(known.id).isOver {
            for raised in matter(known.id).exceptions
            where raised.status == .open && names.contains(raised.about) {
                settle(raised, of: known.id)
            }
            decideAgain(since: known, told: events.flatMap { $0.data.map(\.key) })
            if state.events.contains(where: { $0.caseID == known.id }) { advance(known.id) }
        }
        releaseHeld(by: Self.paused)
        releaseHeld(by: "conflict")
    }

    /// The events of a case that tell of one occurrence or one record with this one, itself among
    /// them.
    func kin(of event: KnownEvent, in events: [KnownEvent]) -> [KnownEvent] {
        var occurrences = [whole(event.occurrence)]
        var records = [record(of: event)].compactMap { $0 }
        var found: [KnownEvent] = []
        var rest = events
        while let index = rest.firstIndex(where: { other in
            occurrences.contains(whole(other.occurrence))
                || record(of: other).map(records.contains) ?? false
        }) {
            let other = rest.remove(at: index)
            occurrences.append(whole(other.occurrence))
            if let record = record(of: other) { records.append(record) }
            found.append(other)
        }
        return found.sorted { $0.place < $1.place }
    }

    /// The occurrence that one turned out to be.
    private func whole(_ occurrence: String) -> String {
        var id = occurrence
        while let older = state.occurrences.first(where: { $0.id == id })?.mergedInto { id = older }
        return id
    }

    /// The cases that an event does not join by itself: a person took it out of them, or what
    /// tells of the same.
    func cases(apartFrom event: KnownEvent) -> Set<String> {
        guard state.occurrences.contains(where: { !$0.apart.isEmpty }) else { return [] }
        let told = Set(kin(of: event, in: state.events).map(\.occurrence))
        return Set(
            state.occurrences.filter { told.contains($0.id) }.flatMap { $0.apart.map(\.case) })
    }
}
