import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// What was done is reversed, one thing after the other, the last one first.
extension Stepper {
    /// What had left when its case was closed, and was done after that, is reversed like the rest.
    mutating func compensateLate(_ effect: EffectState, of id: String) {
        guard effect.reverses == nil, let outcome = matter(id).outcome else { return }
        for reaction in playbook(of: matter(id))?.reactions ?? [] {
            guard case .cancel(let compensation, outcome) = reaction.action else { continue }
            switch compensation {
            case .all: return compensate([effect.activity], in: id)
            case .only(let activities) where activities.contains(RunKey(effect.activity).name):
                return compensate([effect.activity], in: id)
            case .none, .only: continue
            }
        }
    }

    /// Reverses what was done, in the reverse order of doing; nil: all of it.
    mutating func compensate(_ activities: [String]?, in id: String) {
        let done = matter(id).effects.filter { effect in
            effect.status == .done && effect.reverses == nil
                && activities.map {
                    $0.contains(effect.activity) || $0.contains(RunKey(effect.activity).name)
                } ?? true
        }
        let ordered = done.sorted {
            ($0.concluded ?? $0.planned, $0.id.count, $0.id)
                > ($1.concluded ?? $1.planned, $1.id.count, $1.id)
        }
        let reversible = ordered.filter { effect in
            act(effect.activity, of: id)?.compensate != nil
                && !matter(id).effects.contains { $0.reverses == effect.id }
        }
        if !reversible.isEmpty, let gone = pointOfNoReturn(of: id) {
            raise(
                "no-way-back", owner: owner(of: id), about: gone, in: id,
                "\(gone) is done: \(reversible.map(\.operation).joined(separator: ", ")) is not"
                    + " reversed any more")
            return
        }
        for effect in reversible { reverse(effect, in: id) }
    }

    /// The activity after which nothing is reversed any more, if it is done or on its way.
    func pointOfNoReturn(of id: String) -> String? {
        guard let playbook = playbook(of: matter(id)), playbook.hasNoReturn else { return nil }
        for activity in playbook.activities where activity.isNoReturn {
            let known = matter(id)
            let isDone = known.activities[activity.id]?.status == .done
            let isLeaving = known.effects.contains {
                RunKey($0.activity).name == activity.id && $0.reverses == nil
                    && ($0.mayHaveLeft || $0.status == .unknown)
            }
            let isCalled = state.cases.contains {
                $0.parent?.case == id && !$0.isOver
                    && $0.parent.map { RunKey($0.activity).name } == activity.id
            }
            if isDone || isLeaving || isCalled { return activity.id }
        }
        return nil
    }

    private mutating func reverse(_ effect: EffectState, in id: String) {
        let governance = governance(of: matter(id))
        guard let operation = act(effect.activity, of: id)?.compensate,
            let declaration = governance.operations[operation]
        else { return }
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
        let isFirst = !matter(id).effects.contains { $0.reverses != nil && !$0.status.isOver }
        let new = mint(.effect)
        emit(
            EffectPlanned(
                matter: id, id: new, activity: effect.activity, operation: operation,
                reference: EffectReference.reversal(of: effect), decision: effect.decision,
                level: effect.level,
                digest: EffectDigest.of(
                    tenant: context.tenant, matter: id, effect: new, operation: operation,
                    arguments: arguments, decision: effect.decision),
                reverses: effect.id, status: isFirst ? .ready : .queued, arguments: arguments,
                labels: effect.labels))
        releaseHold(of: effect.id, in: id)
    }

    /// One thing is reversed, or a person has dealt with it: the next one's turn.
    mutating func reverseNext(of id: String) {
        let reversals = matter(id).effects.filter { $0.reverses != nil }
        guard
            !reversals.contains(where: { !$0.status.isOver && $0.status != .queued }),
            let next = reversals.first(where: { $0.status == .queued })
        else { return }
        emit(EffectChanged(matter: id, id: next.id, status: .ready, reason: nil))
    }
}
