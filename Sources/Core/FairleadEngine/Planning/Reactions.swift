import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// What an event does to a case at any time.
extension Stepper {
    /// `later` is what happened to its record since, and is known already.
    mutating func react(to event: KnownEvent, in id: String, since later: [KnownEvent] = []) {
        guard let playbook = playbook(of: matter(id)), !matter(id).isOver,
            // What happened before the case did is its past.
            !later.contains(where: { $0.place == matter(id).triggerPlace })
        else { return }
        tellClocks(event.type, since: later, of: id, playbook)
        hear(event, in: id)
        let stages = playbook.stages(openedBy: event.type)
        open(later.isEmpty ? stages : stages.filter { !isDone($0, in: id) }, on: event, in: id)
        for reaction in playbook.reactions {
            if reaction.until == event.type { resume(id) }
            guard reaction.event == event.type else { continue }
            guard !matter(id).isOver, holds(reaction.when, for: matter(id), with: event),
                !isOvertaken(reaction, by: later, in: id)
            else { continue }
            carryOut(reaction.action, on: event, in: id)
        }
    }

    /// Whether what happened to the record since makes a reaction to an event before it void.
    private func isOvertaken(
        _ reaction: Reaction, by later: [KnownEvent], in id: String
    ) -> Bool {
        guard !later.isEmpty, let playbook = playbook(of: matter(id)) else { return false }
        switch reaction.action {
        // What it tells is older than what was decided from.
        case .redo, .redoFrom: return true
        case .pause(let until, _): return later.contains { $0.type == until }
        case .cancel:
            return later.contains { event in
                playbook.opens(on: event.type)
                    || playbook.reactions.contains { $0.reopens && $0.event == event.type }
            }
        case .reopen, .hold, .join, .raise, .signal, .compensate: return false
        }
    }

    /// Whether a stage would be complete as soon as it is entered.
    private func isDone(_ stage: Stage, in id: String) -> Bool {
        guard let playbook = playbook(of: matter(id)) else { return false }
        return isTrueYet(stage.completesWhen, of: matter(id), playbook)
    }

    private mutating func carryOut(
        _ action: Reaction.Action, on event: KnownEvent, in id: String
    ) {
        switch action {
        case .cancel(let compensation, let outcome):
            closeChildren(of: id) {
                $0.carryOut(.cancel(compensate: compensation, close: outcome), on: event, in: $1)
            }
            close(id, outcome: outcome)
            switch compensation {
            case .none: break
            case .all: compensate(nil, in: id)
            case .only(let activities): compensate(activities, in: id)
            }
        case .reopen: break  // a closed case is opened again where events are correlated
        case .hold(let resource, let side, let owner):
            emit(
                HoldChanged(
                    matter: id, resource: resource, side: side,
                    by: event.name, owner: owner, isTaken: true))
            contest(resource, side, owner, event, in: id)
        case .join: break
        case .pause(_, let owner): pause(id, for: event, owner: owner)
        case .redoFrom(let stage, let roundsMax):
            keepsConsent = true
            redo(stage: stage, of: id, reason: event.type, roundsMax: roundsMax)
            keepsConsent = false
        case .raise(let code, let owner):
            raise(
                code, owner: owner, about: event.name, in: id,
                "\(event.type) came")
        case .signal(let signal): raise(signal, on: event, in: id)
        case .redo(let activities):
            keepsConsent = true
            redo(activities, of: id, reason: event.type)
            keepsConsent = false
        case .compensate(let activities): compensate(activities, in: id)
        }
    }

    /// A side that is taken where an effect of the other side is on its way, or already done.
    private mutating func contest(
        _ resource: String, _ side: String, _ owner: String, _ event: KnownEvent, in id: String
    ) {
        for hold in state.holds(onAccountOf: id)
        where hold.resource == resource && hold.side != side {
            raise(
                "conflict", owner: owner, about: hold.by, in: id,
                "\(resource): \(event.type) takes \(side), but \(hold.by) in case "
                    + "\(hold.caseID) holds \(hold.side)")
            if let effect = matter(id).effect(hold.by),
                effect.status == .ready || effect.status == .rechecking
            {
                emit(EffectChanged(matter: id, id: effect.id, status: .held, reason: "conflict"))
            }
        }
    }

    /// The act of an activity of a case, whichever run of its stage that is of.
    func act(_ activity: String, of id: String) -> Act? {
        guard case .act(let act)? = plannedActivity(activity, of: id)?.kind else { return nil }
        return act
    }

    /// After facts were read again: what no longer holds withdraws the effect and its approval,
    /// and the activity is ruled on anew.
    mutating func afterRecheck(_ effect: String, of id: String) {
        guard isReadAgain(before: effect, of: id),
            let known = matter(id).effect(effect), known.status == .rechecking,
            let act = act(known.activity, of: id), let playbook = playbook(of: matter(id))
        else { return }
        let outer = run
        run = stageRun(ofActivity: known.activity, matter(id), playbook)
        defer { run = outer }
        guard stillStands(known, act, of: id, playbook) else {
            return redoChanged(known, of: id)
        }
        claim(effect, of: id)
    }

    /// Whether all that was asked again before an effect leaves is known: by the last question of
    /// its name, or by a fact that came after that. What could not be read is a person's.
    private func isReadAgain(before effect: String, of id: String) -> Bool {
        var names: Set<String> = []
        return matter(id).lookups.reversed().allSatisfy { lookup in
            guard lookup.purpose == .recheck(effect: effect), names.insert(lookup.name).inserted
            else { return true }
            return lookup.status == .answered
                || state.fact(lookup.name, of: matter(id)).map { $0.asOf >= lookup.asked } ?? false
        }
    }
}
