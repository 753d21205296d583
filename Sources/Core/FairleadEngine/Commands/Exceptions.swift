import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// What automation could not finish, settled by a person.
extension Stepper {
    mutating func settleException(
        _ id: String, retry: Bool, reason: String, account: AccountChoice?
    ) -> Rejection? {
        if reason.isEmpty {
            return Rejection(.invalid, "reason-missing", "settling an exception needs its reason")
        }
        if let raised = state.exceptions.first(where: { $0.id == id }) {
            return settle(raised, nil, retry: retry, reason: reason, account: account)
        }
        for matter in state.cases {
            guard let raised = matter.exceptions.first(where: { $0.id == id }) else { continue }
            return settle(raised, matter.id, retry: retry, reason: reason, account: account)
        }
        return Rejection(.notFound, "exception-unknown", "no exception \(id) is here")
    }

    private mutating func settle(
        _ raised: ExceptionState, _ matter: String?, retry: Bool, reason: String,
        account: AccountChoice?
    ) -> Rejection? {
        guard raised.status == .open else {
            return Rejection(
                .conflict, "exception-settled", "the exception is \(raised.status.rawValue)")
        }
        guard context.principal.kind == .person else {
            return Rejection(
                .forbidden, "exception-not-a-person", "only a person settles an exception")
        }
        if retry, let matter, let rejection = refusalToRetry(raised, matter) { return rejection }
        let asksIdentity = raised.code == IdentityCode.unknown
        if asksIdentity, !retry, account == nil {
            return Rejection(.invalid, "account-missing", "name the account that it is about")
        }
        emit(
            ExceptionSettled(
                matter: matter, id: raised.id, status: retry ? .retried : .resolved,
                by: context.principal.id, reason: reason, labels: .personal))
        if asksIdentity {
            retry ? searchAgain() : choose(account)
        } else if [Self.contradicts, Self.predecessorMissing].contains(raised.code) {
            settleParked(about: raised.about, isTaken: retry)
        } else if let matter {
            if retry { self.retry(raised, of: matter) } else { proceed(raised, of: matter) }
            advance(matter)
        }
        return nil
    }

    private func refusalToRetry(_ raised: ExceptionState, _ id: String) -> Rejection? {
        let effect = matter(id).effect(raised.about)
        if effect?.status == .done {
            return Rejection(.conflict, "effect-done", "the effect is done: nothing to try again")
        }
        // Who says that a question may be asked again says nothing of what may have been done.
        if let effect, effect.status == .unknown || effect.status == .failed,
            raised.code != "effect-\(effect.status.rawValue)"
        {
            return Rejection(
                .conflict, "effect-went-on",
                "the effect is \(effect.status.rawValue) by now: settle the exception that says so")
        }
        // Of a case that is over only what reverses something is still wanted.
        if matter(id).isOver, effect?.reverses == nil {
            return Rejection(.conflict, "case-over", "the case is over: resolve the exception")
        }
        return nil
    }

    /// Tries again only what failed.
    private mutating func retry(_ raised: ExceptionState, of id: String) {
        if let effect = matter(id).effect(raised.about) {
            switch effect.status {
            case .failed where isOvertaken(effect, of: id): redoChanged(effect, of: id)
            case .failed, .unknown: leaveAgain(effect, of: id)
            case .held, .rechecking:
                if let act = act(effect.activity, of: id) { release(effect.id, of: id, act) }
            default: break
            }
        } else if let lookup = matter(id).lookups.first(where: { $0.id == raised.about }) {
            guard lookup.status == .failed || lookup.status == .waiting else { return }
            emit(LookupChanged(matter: id, id: lookup.id, change: .due))
        } else if matter(id).activities[raised.about] != nil {
            redo([raised.about], of: id, reason: "retried")
        }
    }

    /// Whether an effect that failed, and so did not count while others were ruled on, may not
    /// leave again as it was ruled on before them.
    private mutating func isOvertaken(_ effect: EffectState, of id: String) -> Bool {
        guard effect.reverses == nil, let act = act(effect.activity, of: id),
            let playbook = playbook(of: matter(id)), !playbook.history.isEmpty
        else { return false }
        var stands = true
        within(effect.activity, of: id, playbook) {
            stands = $0.stillStands(effect, act, of: id, playbook)
        }
        return !stands
    }

    /// A person has dealt with it: an effect that it held up is given up, all else goes its way.
    private mutating func proceed(_ raised: ExceptionState, of id: String) {
        guard let effect = matter(id).effect(raised.about) else { return }
        if effect.reverses != nil { return reverseNext(of: id) }
        guard effect.status == .held || effect.status == .rechecking else { return }
        withdraw(effect, of: id, reason: "resolved-by-person")
        emit(
            ActivityChanged(
                matter: id, activity: effect.activity, change: .ended, reason: "withdrawn"))
    }
}

/// Codes of exceptions about who an event is about.
enum IdentityCode {
    static let unknown = "identity-unknown"
}
