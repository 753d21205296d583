import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// A case goes on under another version of the catalog: whole, in one step, or not at all.
extension Stepper {
    mutating func migrate(_ id: String, to catalog: Digest, reason: String) -> Rejection? {
        guard let matter = state.case(id) else {
            return Rejection(.notFound, "case-unknown", "no case \(id) is here")
        }
        return move(matter, to: catalog, reason: reason, isUndone: false)
    }

    /// Back to the version from which it was migrated last.
    mutating func undoMigration(_ id: String, reason: String) -> Rejection? {
        guard let matter = state.case(id) else {
            return Rejection(.notFound, "case-unknown", "no case \(id) is here")
        }
        guard let last = matter.migrations.last else {
            return Rejection(.conflict, "not-migrated", "the case was never migrated")
        }
        return move(matter, to: last, reason: reason, isUndone: true)
    }

    private mutating func move(
        _ matter: CaseState, to catalog: Digest, reason: String, isUndone: Bool
    ) -> Rejection? {
        guard context.principal.kind == .person else {
            return Rejection(.forbidden, "migration-not-a-person", "only a person migrates a case")
        }
        if reason.isEmpty {
            return Rejection(.invalid, "reason-missing", "a migration needs its reason")
        }
        if catalog == matter.catalog {
            return Rejection(.conflict, "migration-there", "the case is under that version")
        }
        guard let target = context.governance(catalog) else {
            return Rejection(
                .notFound, "catalog-unknown", "the version \(catalog) is not carried here")
        }
        let plan = MigrationPlan(
            of: matter, in: state, from: context.governance(matter.catalog), to: target,
            zones: context.zones, at: time)
        guard plan.isPossible else {
            return Rejection(
                .conflict, "migration-obstacles", plan.obstacles.joined(separator: "; "))
        }
        emit(
            CaseMigrated(
                id: matter.id, from: matter.catalog, to: catalog,
                playbookVersion: plan.toVersion, isUndone: isUndone,
                by: context.principal.id, differences: plan.differences, reason: reason))
        for lookup in plan.withdrawnLookups {
            emit(LookupChanged(matter: matter.id, id: lookup, change: .withdrawn))
        }
        stop(plan.stoppedClocks, of: matter.id)
        start(plan.missedClocks, of: matter.id)
        redo(plan.ruledAnew, of: matter.id, reason: "migrated")
        advance(matter.id)
        return nil
    }
}
