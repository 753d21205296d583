import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// Questions in the middle of a plan, waiting, and a playbook's own events.
extension Stepper {
    mutating func ask(
        _ work: LookupWork, _ activity: Activity, in stage: Stage, of id: String,
        _ playbook: Playbook
    ) {
        guard let (arguments, labels) = arguments(work.with, of: matter(id), playbook) else {
            return fail(
                activity, in: stage, of: id, Self.argumentsUndecided, "what it asks is undecided")
        }
        emit(
            LookupAsked(
                matter: id, id: mint(.lookup), name: activity.id, operation: work.operation,
                purpose: .activity(activity.id),
                deadline: Instant(milliseconds: time.milliseconds + work.withinMilliseconds),
                arguments: arguments, labels: labels))
    }

    /// A question of a plan's own was not answered: its declared way, or a person.
    mutating func giveUp(_ lookup: LookupState, of activity: String, in id: String, _ code: String)
    {
        emit(
            ActivityChanged(matter: id, activity: activity, change: .ended, reason: "failed"))
        guard case .lookup(let work)? = plannedActivity(activity, of: id)?.kind,
            let way = work.ifFailed
        else {
            raise(
                "lookup-failed", owner: owner(of: id), about: lookup.id, in: id,
                "\(activity) could not be looked up: \(code)")
            return
        }
        follow(way, from: activity, about: lookup.id, of: id, code)
    }

    /// An activity of a case's playbook, whichever run of its stage that is of.
    func plannedActivity(_ activity: String, of id: String) -> Activity? {
        playbook(of: matter(id))?.activity(RunKey(activity).name)
    }

    // MARK: Waiting

    mutating func begin(_ wait: Wait, _ activity: Activity, in stage: Stage, of id: String) {
        let known = matter(id)
        let past = heard(by: activity, in: stage, known)
        let happened = known.happened.contains { happening in
            happening.order >= past && happening.type == wait.event
                && holds(wait.when, for: known, with: state.event(happening.place))
        }
        if happened {
            emit(ActivityChanged(matter: id, activity: activity.id, change: .done, reason: nil))
        } else if !wait.elseOn.isEmpty {
            // From now on an event may end it otherwise.
            emit(
                ActivityChanged(matter: id, activity: activity.id, change: .running, reason: nil))
        }
    }

    /// Where in what happened begins what a wait is for.
    private func heard(by activity: Activity, in stage: Stage, _ known: CaseState) -> Int {
        max(
            known.happenedSince, known.stages[stage.name]?.heard ?? 0,
            known.heard[activity.id] ?? 0)
    }

    /// What waits under way, and may end otherwise, hears an event.
    mutating func hear(_ event: KnownEvent, in id: String) {
        guard let playbook = playbook(of: matter(id)), playbook.hasElse else { return }
        let outer = run
        defer { run = outer }
        for stage in matter(id).stages(of: playbook) {
            run = stageRun(of: stage, matter(id))
            for activity in stage.activities {
                guard case .wait(let wait) = activity.kind, !wait.elseOn.isEmpty,
                    wait.listens(to: event.type),
                    matter(id).activities[activity.id]?.status == .running,
                    matter(id).happened.last.map({
                        $0.order >= heard(by: activity, in: stage, matter(id))
                    }) ?? true
                else { continue }
                hear(event, wait, activity, in: id)
            }
        }
    }

    private mutating func hear(
        _ event: KnownEvent, _ wait: Wait, _ activity: Activity, in id: String
    ) {
        if wait.event == event.type, holds(wait.when, for: matter(id), with: event) {
            emit(ActivityChanged(matter: id, activity: activity.id, change: .done, reason: nil))
            return
        }
        for other in wait.elseOn
        where other.event == event.type && holds(other.when, for: matter(id), with: event) {
            emit(
                ActivityChanged(
                    matter: id, activity: activity.id, change: .ended, reason: event.type))
            return follow(other.way, from: activity.id, about: activity.id, of: id, event.type)
        }
    }

    // MARK: Events of its own

    /// The case tells itself something.
    mutating func tell(
        _ type: String, _ told: [Argument], from activity: String, of id: String
    ) {
        guard let playbook = playbook(of: matter(id)) else { return }
        guard let (data, labels) = arguments(told, of: matter(id), playbook) else {
            raise(
                Self.argumentsUndecided, owner: owner(of: id), about: activity, in: id,
                "\(activity): what \(type) tells is undecided")
            return
        }
        let place = nextPlace
        emit(
            EventRaised(
                matter: id, type: type, activity: activity, occurrence: mint(.occurrence),
                data: data, labels: labels))
        if let event = state.event(place) { react(to: event, in: id) }
    }
}
