import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadStore

/// Invariant 6: nothing leaves without the ruling that permits it, and the consent to exactly this
/// where the ruling asks for it.
struct Ruled: Invariant {
    let number = 6

    mutating func see(_ entry: SeenEntry, before state: AnchorState, _ run: Simulation) throws {
        switch entry.type {
        case DecisionMade.type: try check(factsOf: entry.reader.caseID ?? "", state)
        case EffectChanged.type where entry.reader.optionalText("status") == "ready":
            try check(readAgain: entry, state)
        case EffectPlanned.type: try check(digestOf: EffectPlanned(entry.reader), run)
        case ApprovalAsked.type:
            let asked = try ApprovalAsked(entry.reader)
            let shown = Digest.sha256(
                domain: DigestDomain("fairlead.shown.1"), Array(asked.shown.utf8))
            guard asked.shownDigest == shown else {
                throw broken("approval \(asked.id) does not bind what is shown")
            }
            guard state.case(asked.matter)?.effect(asked.effect)?.digest == asked.digest else {
                throw broken("approval \(asked.id) does not bind its effect")
            }
        case ApprovalDecided.type where entry.reader.optionalText("status") == "granted":
            try check(grantOf: entry, state, run)
        default: return
        }
    }

    /// Several accounts may be under one anchor: each is ruled on by its own facts.
    private func check(factsOf id: String, _ state: AnchorState) throws {
        guard let matter = state.case(id),
            let account = state.fact("account", of: matter)?.value["id"]?.stringValue
        else { return }
        guard matter.references.contains(where: { $0.id == account }) else {
            throw broken("case \(id) is decided by the facts of \(account), another's")
        }
    }

    /// What is to be read again before an effect leaves was read after it was asked for.
    private func check(readAgain entry: SeenEntry, _ state: AnchorState) throws {
        let id = try entry.reader.text("effect")
        guard let matter = state.case(entry.reader.caseID ?? ""),
            matter.effect(id)?.status == .rechecking
        else { return }
        for lookup in matter.lookups where lookup.purpose == .recheck(effect: id) {
            let fact = state.fact(lookup.name, of: matter)
            guard let fact, fact.asOf >= lookup.asked else {
                throw broken("effect \(id) goes, and \(lookup.name) was not read again")
            }
        }
    }

    /// Tenant, case, effect, operation, arguments and ruling, computed apart from the engine.
    private func check(digestOf planned: EffectPlanned, _ run: Simulation) throws {
        let digest = Digest.sha256(
            domain: DigestDomain("fairlead.effect.1"), Array(run.store.tenant.utf8),
            Array(planned.matter.utf8), Array(planned.id.utf8), Array(planned.operation.utf8),
            JSON.object(planned.arguments).bytes, Array(planned.decision.utf8))
        guard digest == planned.digest else {
            throw broken("the digest of effect \(planned.id) is not that of its arguments")
        }
    }

    private func check(grantOf entry: SeenEntry, _ state: AnchorState, _ run: Simulation) throws {
        let id = try entry.reader.text("approval")
        guard let matter = state.case(entry.reader.caseID ?? ""),
            let approval = matter.approval(id), let effect = matter.effect(approval.effect)
        else { throw broken("approval \(id) is of nothing") }
        func refuse(_ why: String) -> Broken { broken("approval \(id) was granted \(why)") }
        guard let person = run.people.principal(entry.mark.actor) else {
            throw refuse("by nobody that is known")
        }
        let roles = Approver.alternatives(in: approval.role)
        if !person.roles.contains(where: roles.contains) { throw refuse("without the role") }
        if let lender = entry.reader.optionalText("behalf") {
            throw refuse("on behalf of \(lender), who has lent nobody anything")
        }
        if entry.mark.time > approval.expires { throw refuse("after it had expired") }
        // Not what happened first: a late event joins before it.
        let opened = state.event(at: matter.triggerPlace)
        if opened?.actor == person.id { throw refuse("by who brought the matter up") }
        if state.fact("account", of: matter)?.value["owner"]?.stringValue == person.name {
            throw refuse("by the account's owner")
        }
        if person.roles.contains("account-owner") { throw refuse("by an account owner") }
        let ruling = matter.decisions.first { $0.id == effect.decision }
        let authors = ruling.flatMap {
            run.governance(matter.catalog)?.decisions[$0.model]?.authors
        }
        if authors?.contains(person.name) ?? false { throw refuse("by an author of the policy") }
        let twice = matter.approvals.contains { $0.effect == effect.id && $0.by == person.id }
        if twice { throw refuse("by one person for two") }
    }

    mutating func left(_ work: Simulation.Carried, _ run: Simulation) throws {
        let item = work.item
        guard item.kind == .effect else { return }
        let name = "\(item.operation) \(item.id)"
        guard let matter = run.witness.matter(item.caseID, work.anchor),
            let effect = matter.effect(item.id)
        else { throw broken("\(name) leaves, and is on no ledger") }
        guard effect.status == .attempting, effect.attempts == item.attempt else {
            throw broken("\(name) leaves before its attempt is durable")
        }
        guard item.operation == effect.operation, item.reference == effect.reference,
            item.arguments == effect.leavingArguments
        else { throw broken("\(name) leaves otherwise than it was frozen") }
        guard let ruling = matter.decisions.first(where: { $0.id == effect.decision }) else {
            throw broken("\(name) leaves without a ruling")
        }
        guard let level = ruling.outputs["level"]?.stringValue, level == effect.level else {
            throw broken("\(name) leaves at another level than it was ruled")
        }
        if effect.reverses == nil { try checkConsent(to: effect, level, ruling, matter, name) }
    }

    private func checkConsent(
        to effect: EffectState, _ level: String, _ ruling: DecisionState, _ matter: CaseState,
        _ name: String
    ) throws {
        if level == "automatic" { return }
        guard level == "approval" else { throw broken("\(name) leaves, and is \(level)") }
        let consented = Self.bound(effect, matter)
        let asked = consented.map { matter.approvals(of: $0.id) } ?? []
        guard !asked.isEmpty,
            asked.allSatisfy({ $0.status == .granted && $0.digest == consented?.digest }),
            Set(asked.compactMap(\.by)).count == asked.count
        else { throw broken("\(name) leaves without the consent that it wants") }
        guard asked.map({ Self.origin(of: $0, matter).role }).sorted() == Self.asks(ruling) else {
            throw broken("\(name) has not exactly the consents that its ruling names")
        }
    }

    /// What was consented to: the effect itself, or all of its batch, where that has its arguments.
    private static func bound(
        _ effect: EffectState, _ matter: CaseState
    ) -> EffectState? {
        guard let batch = effect.batch else { return effect }
        guard let all = matter.effect(batch) else { return nil }
        let parts = all.arguments[ForEach.items]?.arrayValue ?? []
        return parts.contains { $0["with"]?.objectValue == effect.arguments } ? all : nil
    }

    /// The one that was asked first, where nobody answered it in time.
    private static func origin(of approval: ApprovalState, _ matter: CaseState) -> ApprovalState {
        approval.replaces.flatMap { matter.approval($0) } ?? approval
    }

    /// All consents that a ruling names, sorted.
    private static func asks(_ ruling: DecisionState) -> [String] {
        switch ruling.outputs["approver"] {
        case .string(let text): Approver.steps(in: text).flatMap { $0 }.sorted()
        case .array(let roles): roles.compactMap(\.stringValue).sorted()
        default: []
        }
    }
}
