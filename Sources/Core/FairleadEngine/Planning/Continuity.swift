import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// What a case does while a system or a model is down: it goes the declared way without it, says
// so, and catches up when the answer comes after all.
extension Stepper {
    /// Why an operation is not asked just now, and which group it belongs to; nil: it is.
    func downtime(of operation: String) -> (group: String, cause: Downtime.Cause)? {
        if context.downtime.isEmpty { return nil }
        let group = context.governance.operations[operation]?.group ?? operation.connector
        return context.downtime.cause(ofGroup: group, at: time).map { (group, $0) }
    }

    /// Whether a model's fallback stands at once, for it or its system is down.
    mutating func fallsBack(_ estimate: Estimate, _ activity: String, of id: String) -> Bool {
        if context.downtime.isEmpty { return false }
        let found: (subject: String, cause: Downtime.Cause)?
        if context.downtime.declared[estimate.model] != nil {
            found = (estimate.model, .declared)
        } else {
            found = downtime(of: estimate.operation).map { ($0.group, $0.cause) }
        }
        guard let found else { return false }
        mark(found.subject, found.cause, in: id)
        fallBack(on: estimate, activity, of: id, "down-\(found.cause.rawValue)", lookup: nil)
        return true
    }

    /// A question to a system that is down waits for it, but the case does not, where the playbook
    /// says how it goes on without the answer.
    mutating func goOnWithout(_ lookup: String, _ input: Input, of id: String) {
        guard let down = downtime(of: input.operation),
            matter(id).lookups.contains(where: { $0.id == lookup && $0.isOpen })
        else { return }
        mark(down.group, down.cause, in: id)
        if input.otherwise != .exception {
            emit(LookupChanged(matter: id, id: lookup, change: .missed))
        }
    }

    /// An effect that is ready waits for its system.
    mutating func markIfDown(_ operation: String, in id: String) {
        if let down = downtime(of: operation) { mark(down.group, down.cause, in: id) }
    }

    private mutating func mark(_ subject: String, _ cause: Downtime.Cause, in id: String) {
        guard !matter(id).continuity.contains(subject) else { return }
        emit(ContinuityMarked(matter: id, subject: subject, cause: cause.rawValue))
    }
}
