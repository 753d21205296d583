import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// Consent that was asked for before something was begun anew: it stands as long as nothing of what
// it is to has changed, and is withdrawn with the first fact that has.
extension Stepper {
    /// The effect of an activity that waits for consent from before.
    func questioned(_ activity: String, of id: String) -> EffectState? {
        matter(id).effects.last {
            $0.activity == activity && $0.status == .waitingForApproval && $0.reverses == nil
        }
    }

    /// Whether what is planned now is what consent was asked for before: the same operation,
    /// arguments and ruling, shown in the same words.
    func isUnchanged(_ effect: EffectState, _ planned: Planned, _ shown: String, of id: String)
        -> Bool
    {
        let decisions = matter(id).decisions
        return effect.operation == planned.operation && effect.arguments == planned.arguments
            && decisions.first { $0.id == effect.decision }?.outputs
                == decisions.first { $0.id == planned.decision }?.outputs
            && matter(id).approvals.contains {
                $0.effect == effect.id && $0.shown == shown
                    && ($0.status == .open || $0.status == .granted)
            }
    }

    /// What consent was asked for is not wanted any more.
    mutating func dropQuestion(_ activity: String, of id: String, reason: String) {
        guard let effect = questioned(activity, of: id) else { return }
        withdraw(effect, of: id, reason: reason)
    }
}
