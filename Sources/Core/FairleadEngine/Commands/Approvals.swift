import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// Consent to one exact effect.
extension Stepper {
    mutating func decideApproval(
        _ id: String, isGranted: Bool, reason: String
    ) -> Rejection? {
        guard
            let matter = state.cases.first(where: { $0.approval(id) != nil }),
            let approval = matter.approval(id)
        else { return Rejection(.notFound, "approval-unknown", "no approval \(id) is here") }
        guard approval.status == .open else {
            return Rejection(
                .conflict, "approval-decided", "the approval is \(approval.status.rawValue)")
        }
        // What wakes it may come late, for the process was not there.
        guard time < approval.expires else {
            return Rejection(
                .conflict, "approval-expired", "the time in which it could be decided is over")
        }
        if reason.isEmpty {
            return Rejection(.invalid, "reason-missing", "a decision needs its reason")
        }
        if let effect = matter.effect(approval.effect), matter.activities[effect.activity] == nil {
            return Rejection(
                .conflict, "approval-in-question", "what it is about is being decided again")
        }
        let behalf: Principal?
        let outer = run
        run = stageRun(ofEffect: approval.effect, matter)
        let found = consenting(to: approval, in: matter)
        run = outer
        switch found {
        case .failure(let rejection): return rejection
        case .success(let found): behalf = found
        }
        let checks = [
            "person", "role", "not-initiator", "not-editor", "not-interested", "not-author",
            "not-twice", "sees-all",
        ]
        emit(
            ApprovalDecided(
                matter: matter.id, id: id, status: isGranted ? .granted : .refused,
                by: context.principal.id, behalf: behalf?.id, checks: checks, reason: reason,
                labels: approval.shownLabels))
        if isGranted {
            afterGrant(approval.effect, of: matter.id)
        } else {
            endWithoutConsent(approval.effect, of: matter.id, "refused", \.ifRefused)
        }
        advance(matter.id)
        return nil
    }

    /// On whose behalf this principal may decide, nil being his own; or why he may not.
    ///
    /// Who stands in for another has that one's roles and his own eyes, and separation of duties
    /// holds for both of them: nobody lends what he may not do himself.
    private func consenting(
        to approval: ApprovalState, in matter: CaseState
    ) -> Result<Principal?, Rejection> {
        let principal = context.principal
        guard principal.kind == .person else {
            return .failure(
                Self.forbidden("not-a-person", "only a person's own token decides"))
        }
        let roles = Approver.alternatives(in: approval.role)
        var behalf: Principal?
        if !principal.roles.contains(where: roles.contains) {
            behalf = context.staff.lenders(to: principal.id, at: time)
                .map { $0.principal(at: time) }
                .first { lender in
                    lender.roles.contains(where: roles.contains)
                        && objection(to: lender, on: approval, in: matter) == nil
                }
            guard behalf != nil else {
                return .failure(
                    Self.forbidden("role", "the approval wants the role \(approval.role)"))
            }
        }
        if let objection = objection(to: principal, on: approval, in: matter) {
            return .failure(objection)
        }
        if !approval.shownLabels.isSubset(of: sight(of: principal)) {
            return .failure(Self.forbidden("unseen", "the approver may not see what it binds"))
        }
        return .success(behalf)
    }

    private static func forbidden(_ code: String, _ message: String) -> Rejection {
        Rejection(.forbidden, "approval-" + code, message)
    }

    /// Why this person may have no part in an approval: separation of duties, checked in full.
    private func objection(
        to person: Principal, on approval: ApprovalState, in matter: CaseState
    ) -> Rejection? {
        if matter.initiators.contains(person.id) {
            return Self.forbidden("initiator", "who brought the matter up does not approve it")
        }
        let effect = matter.effect(approval.effect)
        let act = effect.flatMap { self.act($0.activity, of: matter.id) }
        if let act, editors(of: act, in: matter).contains(person.id) {
            return Self.forbidden(
                "editor", "who said what it was made from does not approve it")
        }
        let never = (act?.never ?? []) + [.role("account-owner")]
        if excludes(never, person, in: matter) || owns(person, matter) {
            return Self.forbidden(
                "interest", "who has an interest in the matter does not approve it")
        }
        if wrote(person, matter.decisions.first { $0.id == effect?.decision }, in: matter) {
            return Self.forbidden(
                "author", "who wrote the policy that asks does not give the consent")
        }
        let others = matter.approvals.filter { $0.effect == approval.effect }
        if others.contains(where: { $0.by == person.id || $0.behalf == person.id }) {
            return Self.forbidden("twice", "two approvals want two people")
        }
        return nil
    }

    private mutating func afterGrant(_ effect: String, of id: String) {
        guard let known = matter(id).effect(effect), known.status == .waitingForApproval else {
            return
        }
        let given = matter(id).approvals(of: effect)
        guard given.allSatisfy({ $0.status == .granted }), let act = act(known.activity, of: id),
            let playbook = playbook(of: matter(id))
        else { return }
        let outer = run
        run = stageRun(ofActivity: known.activity, matter(id), playbook)
        defer { run = outer }
        guard stillStands(known, act, of: id, playbook) else {
            return redoChanged(known, of: id)
        }
        if askNextStep(after: given, of: known, act, id) { return }
        release(effect, of: id, act)
    }

    /// An effect that nobody consented to ends, by the path that the playbook has for that.
    mutating func endWithoutConsent(
        _ effect: String, of id: String, _ how: String, _ path: KeyPath<Act, WayOut?>
    ) {
        guard let known = matter(id).effect(effect), !known.status.isOver else { return }
        withdraw(known, of: id, reason: how)
        emit(
            ActivityChanged(
                matter: id, activity: known.activity, change: .ended, reason: how))
        guard let act = act(known.activity, of: id) else { return }
        if let path = act[keyPath: path] {
            follow(path, from: known.activity, about: effect, of: id, how)
        } else {
            raise(
                "approval-\(how)", owner: owner(of: id), about: effect, in: id,
                "\(known.operation) was not consented to: \(how)")
        }
    }
}
