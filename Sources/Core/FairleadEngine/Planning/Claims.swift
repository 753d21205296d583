import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// Sides that are taken on what an account has only one of.
extension Stepper {
    /// Takes the sides that a playbook declares; of two playbooks that want opposite things, the
    /// later is held, and both are named.
    mutating func takeClaims(of id: String) {
        guard let playbook = playbook(of: matter(id)), !playbook.claims.isEmpty else { return }
        for claim in playbook.claims {
            let other = opposing(claim, of: id)
            emit(
                HoldChanged(
                    matter: id, resource: claim.resource, side: claim.side, by: id,
                    owner: playbook.owner, isTaken: true))
            guard let other else { continue }
            raise(
                "conflict", owner: other.owner, about: id, in: id,
                "\(claim.resource): \(playbook.name) in case \(id) wants \(claim.side), but "
                    + "\(words(of: other)) holds \(other.side)")
        }
    }

    /// The side of another case that was taken before this one's, and is not the same.
    private func opposing(_ claim: ResourceClaim, of id: String) -> HoldState? {
        let holds = state.holds(onAccountOf: id)
        let own = holds.firstIndex { $0.resource == claim.resource && $0.by == id }
        return holds.prefix(own ?? holds.count).first {
            $0.resource == claim.resource && $0.side != claim.side && !isKin($0.caseID, id)
        }
    }

    private func words(of hold: HoldState) -> String {
        let playbook = state.case(hold.caseID)?.playbook.map { $0 + " " } ?? ""
        return hold.by == hold.caseID
            ? "\(playbook)in case \(hold.caseID)"
            : "\(hold.by) of \(playbook)in case \(hold.caseID)"
    }

    /// Whether two cases are one matter: one was called by the other.
    private func isKin(_ one: String, _ other: String) -> Bool {
        state.root(of: one) == state.root(of: other)
    }

    /// Why nothing may leave a case now: an event paused it, or another's claim stands first.
    func obstacle(to id: String) -> String? {
        if state.holds.isEmpty { return nil }
        let whole = state.root(of: id)
        if state.holds.contains(where: { $0.resource == Self.whole(whole) }) { return Self.paused }
        for claim in playbook(of: matter(id))?.claims ?? []
        where opposing(claim, of: id) != nil {
            return "conflict"
        }
        return nil
    }

    static let paused = "paused"

    /// The resource that is all of a case.
    static func whole(_ id: String) -> String { "case/" + id }

    mutating func pause(_ id: String, for event: KnownEvent, owner: String) {
        let resource = Self.whole(state.root(of: id))
        guard !state.holds.contains(where: { $0.resource == resource }) else { return }
        emit(
            HoldChanged(
                matter: id, resource: resource, side: "stop", by: event.name,
                owner: owner, isTaken: true))
        for matter in state.cases where state.root(of: matter.id) == state.root(of: id) {
            for effect in matter.effects where effect.status == .ready && effect.reverses == nil {
                emit(
                    EffectChanged(
                        matter: matter.id, id: effect.id, status: .held, reason: Self.paused))
            }
        }
    }

    mutating func resume(_ id: String) {
        let resource = Self.whole(state.root(of: id))
        for hold in state.holds where hold.resource == resource {
            emit(
                HoldChanged(
                    matter: hold.caseID, resource: resource, side: hold.side, by: hold.by,
                    owner: hold.owner, isTaken: false))
        }
        releaseHeld(by: Self.paused)
    }

    /// What was held, and by nothing any more, goes on by itself.
    mutating func releaseHeld(by reason: String) {
        for matter in state.cases where !matter.isOver {
            for effect in matter.effects where effect.status == .held && effect.outcome == reason {
                guard let act = act(effect.activity, of: matter.id),
                    !isContested(effect, of: matter.id), obstacle(to: matter.id) == nil
                else { continue }
                settleConflict(about: effect.id, in: matter.id)
                release(effect.id, of: matter.id, act)
            }
            if obstacle(to: matter.id) == nil { settleConflict(about: matter.id, in: matter.id) }
        }
    }

    private func isContested(_ effect: EffectState, of id: String) -> Bool {
        guard let claim = governance(of: matter(id)).operations[effect.operation]?.claims else {
            return false
        }
        return state.holds(onAccountOf: id).contains {
            $0.resource == claim.resource && $0.side != claim.side && $0.by != effect.id
        }
    }

    private mutating func settleConflict(about: String, in id: String) {
        for exception in matter(id).exceptions
        where exception.status == .open && exception.code == "conflict" && exception.about == about
        {
            settle(exception, of: id)
        }
    }
}
