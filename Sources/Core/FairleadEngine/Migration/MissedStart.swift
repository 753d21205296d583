import FairleadCanonical
import FairleadPlaybook

extension Clock {
    /// When a clock that a case did not have would have begun to count there, had its playbook had
    /// it; nil: it would not run now. What a stage or an activity starts begins by itself, for what
    /// they have reached is kept.
    func missedStart(in matter: CaseState, of state: AnchorState) -> Instant? {
        if stopsOn.contains(where: { $0.end(in: matter) != nil }) { return nil }
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
}
