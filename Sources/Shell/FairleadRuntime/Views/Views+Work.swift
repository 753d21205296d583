import FairleadCanonical
public import FairleadDomain
public import FairleadEngine
import FairleadPlaybook

extension Views {
    func effect(_ effect: EffectState, of matter: CaseState) -> LabelledJSON {
        .object(
            LabelledJSON.members([
                "id": .text(effect.id),
                "activity": .text(effect.activity),
                "operation": .text(effect.operation),
                "reference": .text(effect.reference),
                "arguments": .value(.object(effect.leavingArguments), effect.labels),
                "decision": .text(effect.decision),
                "level": .text(effect.level),
                "digest": .text(effect.digest.description),
                "state": .text(effect.status.rawValue),
                "attempts": .number(effect.attempts),
                "planned": .time(effect.planned),
                "approvals": .texts(effect.approvals),
                "reverses": effect.reverses.map { .text($0) },
                "retryAt": effect.retryAt.map { .time($0) },
                "outcome": outcome(of: effect),
            ]))
    }

    private func outcome(of effect: EffectState) -> LabelledJSON? {
        guard let concluded = effect.concluded else { return nil }
        return .object(
            LabelledJSON.members([
                "state": .text(effect.status.rawValue),
                "time": .time(concluded),
                "code": effect.outcome.map { .text($0) },
                "readBack": effect.readBack.map { .value(.string($0), effect.labels) },
                "answer": effect.answer.isNull ? nil : .value(effect.answer, effect.answerLabels),
            ]))
    }

    /// An approval; the text that the approver reads only for who may see all that it binds.
    public func approval(_ approval: ApprovalState, of matter: CaseState) -> LabelledJSON {
        .object(
            LabelledJSON.members([
                "id": .text(approval.id),
                "case": .text(matter.id),
                "effect": .text(approval.effect),
                "operation": .text(matter.effect(approval.effect)?.operation ?? ""),
                "role": .text(approval.role),
                "step": .number(approval.step),
                "replaces": approval.replaces.map { .text($0) },
                "digest": .text(approval.digest.description),
                "state": .text(approval.status.rawValue),
                "asked": .time(approval.asked),
                "expires": .time(approval.expires),
                "shown": .value(.string(approval.shown), approval.shownLabels),
                "by": approval.by.map { .text($0) },
                "behalf": approval.behalf.map { .text($0) },
                "decided": approval.decided.map { .time($0) },
            ]))
    }

    public func exception(_ exception: ExceptionState, caseID: String?) -> LabelledJSON {
        let declared = governance.exceptions[exception.code]
        return .object(
            LabelledJSON.members([
                "id": .text(exception.id),
                "case": caseID.map { .text($0) },
                "code": .text(exception.code),
                "title": declared.map { .text($0.title) },
                "kind": declared.map { .text($0.kind.rawValue) },
                "severity": (exception.severity ?? declared?.severity.rawValue).map { .text($0) },
                "due": exception.due.map { .time($0) },
                "remedy": declared.map { .texts($0.remedy) },
                "owner": .text(exception.owner),
                "about": .text(exception.about),
                "message": .text(exception.message),
                "raised": .time(exception.raised),
                "state": .text(exception.status.rawValue),
                "by": exception.by.map { .text($0) },
            ]))
    }

    /// A row of the unified queue; nil where the state does not know the item.
    public func queueRow(_ item: Item, in state: AnchorState) -> LabelledJSON? {
        let matter = state.case(item.caseID)
        let title: String
        var titleLabels = Labels.none
        var queue = LabelledJSON.text(item.queue)
        switch item.kind {
        case .case:
            guard let matter else { return nil }
            title = matter.playbook ?? matter.trigger
            queue = self.queue(of: matter)
        case .task:
            guard let task = matter?.tasks.first(where: { $0.id == item.id }) else { return nil }
            title = task.title
            titleLabels = task.labels
        case .approval:
            guard let approval = matter?.approval(item.id) else { return nil }
            title = matter?.effect(approval.effect)?.operation ?? ""
        case .exception:
            let raised = (matter?.exceptions ?? []) + state.exceptions
            guard let exception = raised.first(where: { $0.id == item.id }) else { return nil }
            title = exception.code
        }
        return row(item, title: title, titleLabels, queue: queue, matter)
    }

    /// A row of an exception that concerns no account.
    public func queueRow(_ item: Item, in registry: RegistryState) -> LabelledJSON? {
        registry.exceptions.first { $0.id == item.id }.map {
            row(item, title: $0.code, queue: .text(item.queue), nil)
        }
    }

    private func row(
        _ item: Item, title: String, _ titleLabels: Labels = .none, queue: LabelledJSON,
        _ matter: CaseState?
    ) -> LabelledJSON {
        .object(
            LabelledJSON.members([
                "id": .text(item.id),
                "kind": .text(item.kind.rawValue),
                "case": .text(matter?.id),
                "title": .value(.string(title), titleLabels),
                "state": .text(item.state),
                "account": .text(item.account),
                "playbook": .text(item.playbook),
                "queue": queue,
                "priority": matter.map(priority(of:)) ?? .open(.null),
                "opened": .time(item.opened),
                "due": item.due.map { .time($0) } ?? .open(.null),
            ]))
    }
}
