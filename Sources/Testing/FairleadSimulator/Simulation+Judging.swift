import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadEngine
import FairleadLedger
import FairleadPlaybook
import FairleadRuntime
import FairleadStore

/// The promises: those that can be seen after every step, and those of the whole in the end.
extension Simulation {
    func violated(_ message: String) -> Violation {
        Violation(seed: seed, steps: steps, step: step, message: message)
    }

    /// What can be seen at once: nothing is done twice, nothing acknowledged is missing.
    func look() throws {
        for (key, count) in outside.done where count > 1 {
            throw violated("\(key) was done \(count) times")
        }
        if let last = acknowledged.last, try store.receipt(source: last.source, id: last.id) == nil
        {
            throw violated("\(last.source) \(last.id) was acknowledged, and is not kept")
        }
    }

    func judge() throws {
        try look()
        for event in acknowledged
        where try store.receipt(source: event.source, id: event.id) == nil {
            throw violated("\(event.source) \(event.id) was acknowledged, and is not kept")
        }
        let governance = catalog.governance
        let known: (Digest) -> Governance? = { $0 == governance.digest ? governance : nil }
        let verified = try Verifier(tenant: store.tenant, governance: known).run(store)
        if let finding = verified.findings.first { throw violated("\(finding)") }
        let replayed = try Replayer(governance: known, zones: zones).run(store)
        if !replayed.isClean {
            throw violated("a decision is not derived again: \(replayed.different)")
        }
        let effects = try judgeEffects()
        report.events = acknowledged.count
        report.effects = effects
        report.decisions = replayed.decisions
        report.entries = verified.entries
        let heads = try store.heads().map { "\($0)" }.joined(separator: "\n")
        report.digest = Digest.sha256(domain: DigestDomain("simulation"), Array(heads.utf8))
    }

    /// At rest: no effect hangs, none left without its ruling, none that asks for consent without
    /// it, and each of which nobody knows is a person's.
    func judgeEffects() throws -> Int {
        var effects = 0
        for account in runtime.registry.accounts.values.sorted(by: { $0.id < $1.id }) {
            for matter in try state(account.shard, account.root).cases
            where matter.account == account.id {
                for effect in matter.effects where effect.reverses == nil {
                    effects += 1
                    try judge(effect, in: matter)
                }
            }
        }
        return effects
    }

    func judge(_ effect: EffectState, in matter: CaseState) throws {
        let name = "\(effect.operation) \(effect.id)"
        guard matter.decisions.contains(where: { $0.id == effect.decision }) else {
            throw violated("\(name) has no ruling")
        }
        let arrived = outside.arrived[effect.id, default: 0]
        if arrived > 0, effect.level == "approval" {
            let consents = matter.approvals(of: effect.id)
            guard !consents.isEmpty, consents.allSatisfy({ $0.status == .granted }),
                Set(consents.compactMap(\.by)).count == consents.count
            else { throw violated("\(name) left without the consent that it wants") }
        }
        switch effect.status {
        case .ready, .attempting, .rechecking, .waitingForRetry:
            let isAsked = matter.exceptions.contains {
                $0.about == effect.id && $0.status == .open
            }
            if !matter.isOver, !isAsked {
                throw violated("\(name) hangs in \(effect.status.rawValue)")
            }
        case .unknown, .failed:
            guard matter.exceptions.contains(where: { $0.about == effect.id }) else {
                throw violated("\(name) is \(effect.status.rawValue), and nobody is told")
            }
        case .done where arrived == 0 && effect.operation != Act.consent:
            throw violated("\(name) is done, and never arrived")
        default: break
        }
    }

    /// The state of an anchor as it is durable.
    func state(_ shard: Int, _ anchor: String) throws -> AnchorState {
        try AnchorState.rebuilt(anchor, in: shard, from: store)
    }
}
