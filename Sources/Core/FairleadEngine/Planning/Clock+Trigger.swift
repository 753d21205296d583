import FairleadCanonical
import FairleadPlaybook

// Where a case has come to what starts or stops a clock. Events tell of themselves.
extension Clock.Trigger {
    /// When a stage was entered, or an activity was done.
    func beginning(in matter: CaseState) -> Instant? {
        switch self {
        case .event: return nil
        case .stage(let name):
            guard let stage = matter.stages[name], stage.status != .skipped else { return nil }
            return stage.entered
        case .activity(let id): return done(id, in: matter)
        }
    }

    /// When a stage ended, or an activity was done.
    func end(in matter: CaseState) -> Instant? {
        switch self {
        case .event: return nil
        case .stage(let name):
            guard let stage = matter.stages[name], stage.isOver else { return nil }
            return stage.ended
        case .activity(let id): return done(id, in: matter)
        }
    }

    private func done(_ activity: String, in matter: CaseState) -> Instant? {
        guard matter.activities[activity]?.status == .done else { return nil }
        return matter.values[activity]?.time
    }
}
