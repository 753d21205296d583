import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// What was decided or planned is begun anew.
extension Stepper {
    /// How often an activity may be begun anew.
    static let restartsMax = 10

    /// Begins activities anew, with all that came from them; one of which something may be done
    /// outside already is left alone, for it would be done twice.
    mutating func redo(_ activities: [String], of id: String, reason: String) {
        for activity in activities {
            guard let known = matter(id).activities[activity],
                !matter(id).effects.contains(where: {
                    $0.activity == activity && !$0.status.isOver && $0.mayHaveLeft
                })
            else { continue }
            guard known.restarts < Self.restartsMax || reason == Self.toldMore else {
                raise(
                    "too-many-restarts", owner: owner(of: id), about: activity, in: id,
                    "\(activity) was begun anew \(known.restarts) times")
                continue
            }
            withdraw(activity, of: id, reason: reason)
            resetItems(of: activity, in: id, reason: reason)
            emit(
                ActivityChanged(matter: id, activity: activity, change: .reset, reason: reason))
            enterAgain(activity, of: id, reason: reason)
        }
    }

    /// A stage that was complete is entered again, for one of its activities is begun anew.
    private mutating func enterAgain(_ activity: String, of id: String, reason: String) {
        let key = RunKey(activity)
        let stage = playbook(of: matter(id))?.stages.first { stage in
            stage.activities.contains { $0.id == key.name }
        }
        guard let stage else { return }
        let run = stage.isRepeated ? key.run : nil
        let name = run.map { RunKey(stage.name, run: $0).text } ?? stage.name
        guard matter(id).stages[name]?.status == .completed else { return }
        enter(stage, of: id, reason: reason, again: run)
    }

    /// Sources that were missing have answered: what was decided or skipped without them is
    /// decided again, and what came of that and has not left is planned again.
    ///
    /// What is being asked at this moment is waited for, so that one source after another does
    /// not have everything decided over and over, and nothing leaves between two answers.
    mutating func catchUp(_ id: String) {
        let known = matter(id)
        let isAsking = known.lookups.contains { $0.purpose == .input && $0.status == .ready }
        guard !known.late.isEmpty, !isAsking, known.status == .open else { return }
        emit(CaughtUp(matter: id, inputs: known.late))
        redo(whatReads: known.late, of: id, reason: "caught-up")
    }

    /// What was decided of a case before an event told more of it is decided again: whichever of
    /// several events that tell of one thing comes first, the same comes of them.
    mutating func decideAgain(since before: CaseState, on event: KnownEvent) {
        decideAgain(since: before, told: event.data.map(\.key))
    }

    /// As above, of objects that events told, or tell no more.
    mutating func decideAgain(since before: CaseState, told names: [String]) {
        let id = before.id
        let changed = names.filter { name in
            before.values[name].map { $0.value != matter(id).values[name]?.value } ?? false
        }
        guard !changed.isEmpty, matter(id).status == .open else { return }
        redo(whatReads: changed, of: id, reason: Self.toldMore)
    }

    /// Each event is taken in once: what it makes anew needs no other bound.
    private static let toldMore = "told-more"

    private mutating func redo(whatReads names: [String], of id: String, reason: String) {
        guard let playbook = playbook(of: matter(id)) else { return }
        // What is decided again may change what comes after it.
        var changed = names
        var stale: [String] = []
        for activity in playbook.activities
        where isStale(activity, changed, playbook, of: id) {
            stale.append(activity.id)
            if case .decide = activity.kind { changed.append(activity.id) }
        }
        for exception in matter(id).exceptions
        where exception.status == .open && stale.contains(RunKey(exception.about).whole.text) {
            settle(exception, of: id)
        }
        redo(stale, of: id, reason: reason)
    }

    private func isStale(
        _ activity: Activity, _ changed: [String], _ playbook: Playbook, of id: String
    ) -> Bool {
        guard let known = matter(id).activities[activity.id] else { return false }
        func reads(_ expression: Expression) -> Bool {
            playbook.names(readBy: expression).contains(where: changed.contains)
        }
        let isUndecided = matter(id).exceptions.contains {
            $0.status == .open && RunKey($0.about).whole.text == activity.id
                && $0.code.hasSuffix("-undecided")
        }
        if known.status == .skipped || isUndecided, activity.when.map(reads) ?? false {
            return true
        }
        switch activity.kind {
        case .decide(let decision) where known.status == .done || isUndecided:
            return self.reads(decision, changed, playbook, of: id)
                || activity.forEach.map { reads($0.list) } ?? false
        case .act(let act) where known.status == .running || isUndecided:
            return self.reads(act.governedBy, changed, playbook, of: id)
                || act.with.contains { reads($0.value) }
                || activity.forEach.map { reads($0.list) } ?? false
        default: return false
        }
    }

    private func reads(
        _ decision: String, _ changed: [String], _ playbook: Playbook, of id: String
    ) -> Bool {
        let inputs = governance(of: matter(id)).decisions[decision]?.inputs ?? []
        return inputs.contains { input in
            changed.contains(input.name)
                || playbook.derives.contains {
                    $0.name == input.name
                        && playbook.names(readBy: $0.value).contains(where: changed.contains)
                }
        }
    }

    /// What made an exception is gone by itself.
    mutating func settle(_ exception: ExceptionState, of id: String?) {
        emit(
            ExceptionSettled(
                matter: id, id: exception.id, status: .retried, by: nil, reason: "",
                labels: .internalUse))
    }
}
