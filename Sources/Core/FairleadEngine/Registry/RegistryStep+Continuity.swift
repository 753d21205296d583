import FairleadCanonical
import FairleadDomain
public import FairleadPlaybook

extension RegistryStepper {
    mutating func declareDown(
        _ subject: String, until: Instant?, reason: String
    ) -> Rejection? {
        guard context.governance.mayBeDeclaredDown.contains(subject) else {
            return Rejection(
                .notFound, "subject-unknown", "no system and no model is called \(subject)")
        }
        if reason.isEmpty {
            return Rejection(.invalid, "reason-missing", "continuity mode needs its reason")
        }
        if let until, until <= context.time {
            return Rejection(.invalid, "until-past", "its end is in the past")
        }
        emit(
            ContinuityDeclared(
                subject: subject, until: until, by: context.principal.id, reason: reason))
        return nil
    }

    mutating func lift(_ subject: String, reason: String) -> Rejection? {
        guard state.downtime.declared[subject] != nil else {
            return Rejection(.conflict, "not-declared", "nobody declared \(subject) down")
        }
        if reason.isEmpty {
            return Rejection(.invalid, "reason-missing", "the end of it needs its reason")
        }
        emit(ContinuityLifted(subject: subject, by: context.principal.id, reason: reason))
        return nil
    }
}

extension Governance {
    /// Models that playbooks ask, sorted.
    public var models: [String] {
        var names: Set<String> = []
        for activity in playbooks.flatMap(\.stages).flatMap(\.activities) {
            if case .estimate(let estimate) = activity.kind { names.insert(estimate.model) }
        }
        return names.sorted()
    }

    /// Operations that are up and down together, sorted.
    public var operationGroups: [String] { Set(operations.values.map(\.group)).sorted() }

    /// What a person may declare down: connectors, parts of them, models.
    public var mayBeDeclaredDown: Set<String> {
        Set(operations.values.flatMap { [$0.connector, $0.group] }).union(models)
    }
}
