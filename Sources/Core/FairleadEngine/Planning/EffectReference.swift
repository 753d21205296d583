import FairleadCanonical
import FairleadDomain

/// What outside systems know an effect by. It follows from what the effect is (the account, which
/// of its cases of a playbook, the activity, which attempt at it), and not from its place on the
/// ledger: a store that was restored from a backup, and hears the same events again, comes to the
/// same references, and what was done after the backup is found done.
enum EffectReference {
    static func of(
        _ activity: String, in matter: CaseState, _ state: AnchorState, tenant: String
    ) -> String {
        let playbook = matter.playbook ?? ""
        let left = matter.effects.count {
            $0.activity == activity && $0.reverses == nil && $0.attempts > 0
        }
        let digest = Digest.sha256(
            domain: .reference, Array(tenant.utf8), Array((matter.account ?? state.anchor).utf8),
            Array(playbook.utf8), Array(String(matter.number).utf8), Array(activity.utf8),
            Array(String(left).utf8))
        return "fl-" + digest.hexPrefix(24)
    }

    static func reversal(of effect: EffectState) -> String { effect.reference + "-undo" }
}

extension DigestDomain {
    static let reference = DigestDomain("fairlead.reference.1")
}
