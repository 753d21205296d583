import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// What an event does to a case at any time.
extension Stepper {
    mutating func react(to event: KnownEvent, in id: String) {
        guard let playbook = playbook(of: matter(id)), !matter(id).isOver else { return }
        for clock in playbook.clocks where clock.stopsOn.contains(event.type) {
            guard matter(id).clocks.last(where: { $0.name == clock.name })?.stopped == nil else {
                continue
            }
            emit(ClockChanged(matter: id, clock: clock.name, change: .stopped))
        }
        for reaction in playbook.reactions where reaction.event == event.type {
            guard !matter(id).isOver, holds(reaction.when, for: matter(id), with: event) else {
                continue
            }
            carryOut(reaction.action, on: event, in: id)
        }
    }

    private mutating func carryOut(
        _ action: Reaction.Action, on event: KnownEvent, in id: String
    ) {
        switch action {
        case .cancel(let compensation, let outcome):
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
                    by: "\(event.source) \(event.id)", owner: owner, isTaken: true))
            contest(resource, side, owner, event, in: id)
        case .redo(let activities): redo(activities, of: id, reason: event.type)
        case .compensate(let activities): compensate(activities, in: id)
        }
    }

    /// A side that is taken where an effect of the other side is on its way, or already done.
    private mutating func contest(
        _ resource: String, _ side: String, _ owner: String, _ event: KnownEvent, in id: String
    ) {
        for hold in state.holds
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

    /// What had left when its case was closed, and was done after that, is reversed like the rest.
    mutating func compensateLate(_ effect: EffectState, of id: String) {
        guard effect.reverses == nil, let outcome = matter(id).outcome else { return }
        for reaction in playbook(of: matter(id))?.reactions ?? [] {
            guard case .cancel(let compensation, outcome) = reaction.action else { continue }
            switch compensation {
            case .all: return compensate([effect.activity], in: id)
            case .only(let activities) where activities.contains(effect.activity):
                return compensate([effect.activity], in: id)
            case .none, .only: continue
            }
        }
    }

    /// Reverses what was done, in the reverse order of doing; nil: all of it.
    private mutating func compensate(_ activities: [String]?, in id: String) {
        let governance = governance(of: matter(id))
        let acts = acts(of: id)
        let done = matter(id).effects.filter { effect in
            effect.status == .done && effect.reverses == nil
                && activities.map { $0.contains(effect.activity) } ?? true
        }
        let ordered = done.sorted {
            ($0.concluded ?? $0.planned, $0.id) > ($1.concluded ?? $1.planned, $1.id)
        }
        for effect in ordered {
            guard let operation = acts[effect.activity]?.compensate,
                let declaration = governance.operations[operation],
                !matter(id).effects.contains(where: { $0.reverses == effect.id })
            else { continue }
            // What the reversal wants of what was done: its arguments, our reference, and for all
            // else the outside id.
            var arguments = JSONObject()
            for argument in declaration.arguments {
                if let given = effect.leavingArguments[argument.name] {
                    arguments[argument.name] = given
                } else if argument.name == "reference" {
                    arguments[argument.name] = .string(effect.reference)
                } else if !argument.optional {
                    arguments[argument.name] = effect.answer["id"] ?? .null
                }
            }
            let new = mint(.effect)
            emit(
                EffectPlanned(
                    matter: id, id: new, activity: effect.activity, operation: operation,
                    reference: EffectReference.reversal(of: effect), decision: effect.decision,
                    level: effect.level,
                    digest: EffectDigest.of(
                        tenant: context.tenant, matter: id, effect: new, operation: operation,
                        arguments: arguments, decision: effect.decision),
                    reverses: effect.id, status: .ready, arguments: arguments,
                    labels: effect.labels))
            releaseHold(of: effect.id, in: id)
        }
    }

    /// The acts of a case's playbook, by activity.
    func acts(of id: String) -> [String: Act] {
        var acts: [String: Act] = [:]
        for stage in playbook(of: matter(id))?.stages ?? [] {
            for activity in stage.activities {
                if case .act(let act) = activity.kind { acts[activity.id] = act }
            }
        }
        return acts
    }

    /// After facts were read again: what no longer holds withdraws the effect and its approval,
    /// and the activity is ruled on anew.
    mutating func afterRecheck(_ effect: String, of id: String) {
        let pending = matter(id).lookups.contains {
            $0.purpose == .recheck(effect: effect) && $0.isOpen
        }
        guard !pending, let known = matter(id).effect(effect), known.status == .rechecking,
            let act = acts(of: id)[known.activity], let playbook = playbook(of: matter(id))
        else { return }
        guard stillStands(known, act, of: id, playbook) else {
            return redo([known.activity], of: id, reason: "facts-changed")
        }
        claim(effect, of: id)
    }
}
