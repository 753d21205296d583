import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// A person knows better what belongs together.
extension Stepper {
    /// What does not belong to a case leaves it: all that tells of one occurrence or one record
    /// with an event. A case that was merged with it is a case again; else it is taken in as if it
    /// came now, by whatever asks for it but the case that it left.
    mutating func split(_ id: String, event place: EntryPlace, reason: String) -> Rejection? {
        if let rejection = refusalToShape(id, reason: reason, "a split") { return rejection }
        let known = matter(id)
        let own = state.events.filter { $0.caseID == id }
        guard let event = own.first(where: { $0.place == place }) else {
            return Rejection(.notFound, "event-unknown", "no such event is part of the case")
        }
        let leaving = kin(of: event, in: own)
        if leaving.contains(where: { $0.place == known.triggerPlace }) {
            return Rejection(
                .conflict, "event-opened-case",
                "the case is about what opened it: take out what does not belong to that")
        }
        let places = leaving.map(\.place)
        let before = state.cases.filter { matter in
            state.root(of: matter.id) == id && places.contains(where: matter.hasHeard)
        }
        emit(CaseSplit(id: id, events: places, by: context.principal.id, reason: reason))
        goOn(before, without: leaving)
        for merged in state.cases
        where merged.mergedInto == id && places.contains(merged.triggerPlace) {
            restore(merged.id)
        }
        for event in inOrder(leaving) {
            guard state.event(event.place)?.caseID == nil,
                let account = event.account ?? known.account
            else { continue }
            takeIn(event.place, account: state.context(of: account))
        }
        return nil
    }

    /// A case becomes part of another of the same account, which must ask for all that it asked
    /// for: nothing is lost on the way.
    mutating func mergeByHand(_ id: String, into other: String, reason: String) -> Rejection? {
        if let rejection = refusalToShape(id, reason: reason, "a merger") { return rejection }
        let known = matter(id)
        guard id != other, let kept = state.case(other), kept.account == known.account else {
            return Rejection(
                .conflict, "case-apart", "case \(other) is not another case of the same account")
        }
        if let rejection = refusalToShape(other, reason: reason, "a merger") { return rejection }
        if known.isOver || kept.isOver {
            return Rejection(.conflict, "case-over", "what is over is not merged")
        }
        guard let playbook = playbook(of: kept) else {
            return Rejection(
                .conflict, "case-gathering", "case \(other) has no playbook yet: try again soon")
        }
        let lost = state.events.filter {
            $0.caseID == id && isHeeded($0, by: known) && !asks(playbook, $0, kept)
        }
        if !lost.isEmpty {
            let types = Set(lost.map(\.type)).sorted().joined(separator: ", ")
            return Rejection(
                .conflict, "merger-loses",
                "\(playbook.name) does not ask for \(types), which would be lost")
        }
        merge(id, into: other, by: context.principal.id, reason: reason)
        return nil
    }

    /// Whether a case does something about an event; what is still gathered for does.
    private func isHeeded(_ event: KnownEvent, by matter: CaseState) -> Bool {
        playbook(of: matter).map { asks($0, event, matter) } ?? true
    }

    /// Why a person may not say what belongs to a case; nil: he may.
    private func refusalToShape(_ id: String, reason: String, _ what: String) -> Rejection? {
        guard let matter = state.case(id) else {
            return Rejection(.notFound, "case-unknown", "no case \(id) is here")
        }
        guard context.principal.kind == .person else {
            return Rejection(
                .forbidden, "case-not-a-person", "only a person says what belongs together")
        }
        if reason.isEmpty {
            return Rejection(.invalid, "reason-missing", "\(what) needs its reason")
        }
        if let caller = matter.parent?.case {
            return Rejection(
                .conflict, "case-called",
                "case \(caller) called it: what belongs to that is said there")
        }
        if matter.status == .merged {
            return Rejection(
                .conflict, "case-over", "it became part of case \(matter.mergedInto ?? "")")
        }
        return nil
    }
}
