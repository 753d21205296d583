import FairleadCanonical
import FairleadPlaybook

extension Clock {
    /// When a clock that a case did not have would have begun to count there, had its playbook had
    /// it; nil: it would not run now. What a stage or an activity starts begins by itself, for what
    /// they have reached is kept.
    func missedStart(in matter: CaseState, of state: AnchorState) -> Instant? {
        for trigger in stopsOn where hasEnded(trigger, in: matter) { return nil }
        var since: Instant? = startsOn.isEmpty ? matter.opened : nil
        for event in state.events where matter.hasHeard(event.place) {
            if stopsOn.contains(.event(event.type)) {
                since = nil
            } else if startsOn.contains(.event(event.type)), since == nil {
                since = event.received
            }
        }
        return since
    }

    private func hasEnded(_ trigger: Trigger, in matter: CaseState) -> Bool {
        switch trigger {
        case .event: false
        case .stage(let name): matter.stages[name]?.isOver ?? false
        case .activity(let id): matter.activities[id]?.status == .done
        }
    }
}
