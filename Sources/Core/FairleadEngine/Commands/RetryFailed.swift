import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// What failed is tried again, and only that: an effect, a question or an activity.
extension Stepper {
    /// As one of many: nothing is tried again that may be done already, and that its system does
    /// not make once. Whoever insists settles that one alone.
    mutating func retryFailed(_ id: String, reason: String) -> Rejection? {
        for matter in state.cases {
            guard let raised = matter.exceptions.first(where: { $0.id == id }) else { continue }
            if let rejection = refusalToRetrySafely(raised, matter) { return rejection }
            return settleException(id, retry: true, reason: reason, account: nil)
        }
        guard state.exceptions.contains(where: { $0.id == id }) else {
            return Rejection(.notFound, "exception-unknown", "no exception \(id) is here")
        }
        return settleException(id, retry: true, reason: reason, account: nil)
    }

    private func refusalToRetrySafely(
        _ raised: ExceptionState, _ matter: CaseState
    ) -> Rejection? {
        guard let effect = matter.effect(raised.about) else {
            let isLookup = matter.lookups.contains { $0.id == raised.about }
            if isLookup || matter.activities[raised.about] != nil { return nil }
            return Rejection(
                .conflict, "nothing-to-retry", "\(raised.code) is not about anything that failed")
        }
        guard effect.status == .unknown || effect.isInDoubt else { return nil }
        switch governance(of: matter).operations[effect.operation]?.once ?? .none {
        case .find(_?): return nil
        case .key where !keyIsForgotten(effect, of: matter): return nil
        case .key, .find(nil), .none: break
        }
        return Rejection(
            .conflict, "effect-may-be-done",
            "\(effect.operation) may be done already, and nothing keeps it from being done twice: "
                + "look, then retry or resolve this one alone")
    }

    /// An effect that failed leaves again, with all its attempts before it; one that may be done is
    /// looked for first, where its system can be asked, once that has settled.
    mutating func leaveAgain(_ effect: EffectState, of id: String) {
        let once = governance(of: matter(id)).operations[effect.operation]?.once ?? .none
        let mayBeDone = effect.status == .unknown || effect.isInDoubt
        if mayBeDone, case .find(let settles?) = once, settles > 0 {
            return emit(
                EffectDeferred(
                    matter: id, id: effect.id,
                    until: Instant(milliseconds: time.milliseconds + settles),
                    code: EffectChanged.retried, findFirst: true, isDoubtful: true))
        }
        emit(
            EffectChanged(
                matter: id, id: effect.id, status: .ready,
                reason: keyIsForgotten(effect, of: matter(id))
                    ? EffectChanged.insisted : EffectChanged.retried))
    }
}
