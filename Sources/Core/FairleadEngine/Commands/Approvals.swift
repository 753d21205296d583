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
        if let rejection = objection(to: approval, in: matter) { return rejection }
        let checks = [
            "person", "role", "not-initiator", "not-interested", "not-author", "not-twice",
        ]
        emit(
            ApprovalDecided(
                matter: matter.id, id: id, status: isGranted ? .granted : .refused,
                by: context.principal.id, checks: checks, reason: reason,
                labels: approval.shownLabels))
        if isGranted {
            afterGrant(approval.effect, of: matter.id)
        } else {
            endWithoutConsent(approval.effect, of: matter.id, "refused", \.ifRefused)
        }
        advance(matter.id)
        return nil
    }

    /// Why this principal may not decide this approval; separation of duties is checked in full.
    private func objection(to approval: ApprovalState, in matter: CaseState) -> Rejection? {
        let principal = context.principal
        func forbidden(_ code: String, _ message: String) -> Rejection {
            Rejection(.forbidden, code, message)
        }
        guard principal.kind == .person else {
            return forbidden("approval-not-a-person", "only a person's own token decides")
        }
        guard principal.roles.contains(approval.role) else {
            return forbidden(
                "approval-role", "the approval wants the role \(approval.role)")
        }
        if matter.initiators.contains(principal.id) {
            return forbidden("approval-initiator", "who brought the matter up does not approve it")
        }
        let effect = matter.effect(approval.effect)
        let act = effect.flatMap { acts(of: matter.id)[$0.activity] }
        let never = (act?.never ?? []) + ["account-owner"]
        if principal.roles.contains(where: never.contains) || owns(principal, matter) {
            return forbidden(
                "approval-interest", "who has an interest in the matter does not approve it")
        }
        if wrote(principal, matter.decisions.first { $0.id == effect?.decision }, in: matter) {
            return forbidden(
                "approval-author", "who wrote the policy that asks does not give the consent")
        }
        let others = matter.approvals.filter { $0.effect == approval.effect }
        if others.contains(where: { $0.by == principal.id }) {
            return forbidden("approval-twice", "two approvals want two people")
        }
        let roles = context.governance.roles
        let seen = principal.roles.reduce(Labels.none) {
            $0.union(roles[$1]?.sees ?? .none)
        }
        if !approval.shownLabels.isSubset(of: seen) {
            return forbidden("approval-unseen", "the approver may not see what it binds")
        }
        return nil
    }

    /// Whether the principal is the account's owner, as the CRM has it.
    private func owns(_ principal: Principal, _ matter: CaseState) -> Bool {
        state.facts["account"]?.value["owner"]?.stringValue == principal.name
    }

    /// Whether the principal is an author of the decision model that asked, as it is in force for
    /// the case.
    private func wrote(
        _ principal: Principal, _ ruling: DecisionState?, in matter: CaseState
    ) -> Bool {
        guard let ruling else { return false }
        let authors = governance(of: matter).decisions[ruling.model]?.authors ?? []
        return authors.contains(principal.name) || authors.contains(principal.id)
    }

    private mutating func afterGrant(_ effect: String, of id: String) {
        guard let known = matter(id).effect(effect), known.status == .waitingForApproval else {
            return
        }
        let open = matter(id).approvals.contains { $0.effect == effect && $0.status != .granted }
        guard !open, let act = acts(of: id)[known.activity] else { return }
        release(effect, of: id, act)
    }

    /// An effect that nobody consented to ends, by the path that the playbook has for that.
    mutating func endWithoutConsent(
        _ effect: String, of id: String, _ how: String, _ path: KeyPath<Act, TaskWork?>
    ) {
        guard let known = matter(id).effect(effect) else { return }
        withdraw(known, of: id, reason: how)
        emit(
            ActivityChanged(
                matter: id, activity: known.activity, change: .ended, reason: how))
        guard let act = acts(of: id)[known.activity] else { return }
        if let work = act[keyPath: path] {
            create(work, for: known.activity, of: id, completesActivity: false)
        } else {
            raise(
                "approval-\(how)", owner: owner(of: id), about: effect, in: id,
                "\(known.operation) was not consented to: \(how)")
        }
    }
}
