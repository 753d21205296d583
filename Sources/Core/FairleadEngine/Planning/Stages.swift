import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// How stages are entered, opened beside the plan, and begun anew.
extension Stepper {
    /// Enters a stage of the plan if it may be entered now.
    mutating func enter(_ stage: Stage, of id: String, _ playbook: Playbook) -> Bool {
        let known = matter(id)
        guard stage.after.allSatisfy({ known.stages[$0]?.isOver ?? false }) else { return false }
        switch stage.course.opensOn {
        case nil: break
        case .asSoonAs(let condition)?:
            guard isTrueYet(condition, of: known, playbook) else { return false }
        case .event?, .rework?: return false
        }
        if let when = stage.course.when {
            switch scope(of: known, playbook).evaluate(when) {
            case .success(.boolean(true)): break
            case .success(.boolean(false)):
                skip(stage, of: id)
                return false
            case .success, .failure:
                raise(
                    "when-undecided", owner: stage.otherwise.owner, about: stage.name, in: id,
                    "\(stage.name): its condition is undecided")
                return false
            }
        }
        enter(stage, of: id, reason: nil)
        return true
    }

    /// Enters a stage, with the moment at which it must be complete where that is not fixed.
    mutating func enter(
        _ stage: Stage, of id: String, reason: String?, event: KnownEvent? = nil,
        round: Int? = nil, again: Int? = nil
    ) {
        let known = again.map { StageRun(stage: stage.name, number: $0, matter(id), state) }
        var due: Deadline?
        if stage.otherwise.by.elapsedMilliseconds == nil {
            let outer = run
            run = known ?? stageRun(of: stage, matter(id), openedBy: event)
            defer { run = outer }
            due = deadline(
                stage.otherwise.by, of: id, about: stage.name, owner: stage.otherwise.owner)
        }
        emit(
            StageChanged(
                matter: id, stage: again.map { RunKey(stage.name, run: $0).text } ?? stage.name,
                status: .entered, reason: reason, event: event?.place, round: round, due: due?.at,
                calendar: due?.calendar))
    }

    private mutating func skip(_ stage: Stage, of id: String) {
        emit(StageChanged(matter: id, stage: stage.name, status: .skipped, reason: "when"))
        for activity in stage.activities where matter(id).activities[activity.id] == nil {
            emit(
                ActivityChanged(
                    matter: id, activity: activity.id, change: .skipped, reason: "stage-skipped"))
        }
    }

    // MARK: Beside the plan

    /// Whether an event would open a stage of the case.
    func opens(_ stage: Stage, on event: KnownEvent, _ matter: CaseState) -> Bool {
        guard case .event(_, let when, _)? = stage.course.opensOn else { return false }
        return holds(when, for: matter, with: event)
    }

    /// Opens the stages that such an event opens.
    mutating func open(_ stages: [Stage], on event: KnownEvent, in id: String) {
        for stage in stages where matter(id).status == .open {
            guard opens(stage, on: event, matter(id)) else { continue }
            open(stage, on: event, in: id)
        }
    }

    private mutating func open(_ stage: Stage, on event: KnownEvent, in id: String) {
        guard case .event(_, _, let key)? = stage.course.opensOn else { return }
        var number = 1
        if let key {
            guard let value = value(of: key, told: event, in: id) else {
                raise(
                    "stage-key-undecided", owner: stage.otherwise.owner, about: stage.name,
                    in: id, "\(stage.name): what it is one per is undecided")
                return
            }
            let known = matter(id)
            let count = known.runs[stage.name]?.count ?? 0
            for earlier in stride(from: 1, through: count, by: 1)
            where known.stages[RunKey(stage.name, run: earlier).text]?.status == .entered {
                let run = StageRun(stage: stage.name, number: earlier, known, state)
                if self.value(of: key, told: run.event, in: id) == value { return }
            }
            guard count < Stage.runsMax else {
                raise(
                    "too-many-runs", owner: stage.otherwise.owner, about: stage.name, in: id,
                    "\(stage.name) was opened \(count) times")
                return
            }
            number = count + 1
        } else if matter(id).stages[stage.name] != nil {
            return
        }
        enter(
            stage.isRepeated ? stage.run(number) : stage, of: id, reason: event.type, event: event)
    }

    private func value(of key: Expression, told event: KnownEvent?, in id: String) -> JSON? {
        guard let event, let playbook = playbook(of: matter(id)) else { return nil }
        let scope = scope(of: matter(id), playbook).with(event)
        return (try? scope.evaluate(key).get()).map { JSON($0) }
    }

    // MARK: Rework

    /// What follows when something of an activity did not come out as the plan has it.
    mutating func follow(
        _ path: WayOut, from activity: String, about: String, of id: String, _ how: String
    ) {
        switch path {
        case .task(let work): create(work, for: activity, of: id, completesActivity: false)
        case .exception(let code, let owner):
            raise(code, owner: owner, about: about, in: id, "\(activity): \(how)")
        case .rework(let stage): rework(stage, of: id, reason: activity)
        case .redo(let stage, let roundsMax):
            redo(stage: stage, of: id, reason: activity, roundsMax: roundsMax)
        case .emit(let type, let told, let keepsStageOpen):
            tell(type, told, from: activity, of: id)
            guard !keepsStageOpen, let stage = stage(ofActivity: activity, id) else { return }
            raise(
                stage.otherwise.code, owner: stage.otherwise.owner, about: activity, in: id,
                "\(activity): \(how)")
        }
    }

    /// Sends the matter back to a stage that is there for that; one that is open stays so.
    private mutating func rework(_ name: String, of id: String, reason: String) {
        guard let stage = stage(name, of: id), matter(id).status == .open,
            matter(id).stages[name]?.status != .entered,
            let round = nextRound(of: stage, in: id, stage.course.roundsMax)
        else { return }
        if matter(id).stages[name] != nil {
            compensate(stage.activities.map(\.id), in: id)
            putBack(stage, of: id, reason: reason)
        }
        enter(stage, of: id, reason: reason, round: round)
    }

    /// Begins a stage anew, and all that comes after it; nil: something else bounds how often.
    mutating func redo(stage name: String, of id: String, reason: String, roundsMax: Int?) {
        guard let playbook = playbook(of: matter(id)), let stage = stage(name, of: id),
            matter(id).status == .open
        else { return }
        var round: Int?
        if let roundsMax {
            round = nextRound(of: stage, in: id, roundsMax)
            guard round != nil else { return }
        }
        let affected = playbook.stages.filter { playbook.is($0, orAfter: stage) }
        compensate(affected.flatMap { $0.activities.map(\.id) }, in: id)
        for later in affected {
            if matter(id).stages[later.name] != nil {
                putBack(later, of: id, reason: reason, round: later.name == name ? round : nil)
            }
        }
    }

    private func stage(ofActivity activity: String, _ id: String) -> Stage? {
        playbook(of: matter(id))?.stages.first { stage in
            stage.activities.contains { $0.id == RunKey(activity).name }
        }
    }

    private func stage(_ name: String, of id: String) -> Stage? {
        playbook(of: matter(id))?.stages.first { $0.name == name }
    }

    /// The number of the next round; nil: there were as many as there may be, and a person looks.
    private mutating func nextRound(of stage: Stage, in id: String, _ most: Int) -> Int? {
        let round = (matter(id).rounds[stage.name] ?? 0) + 1
        if round <= most { return round }
        raise(
            "too-many-rounds", owner: stage.otherwise.owner, about: stage.name, in: id,
            "\(stage.name) was begun anew \(most) times, which is as often as it may be")
        return nil
    }

    /// A stage is as if it had not been entered. What was done outside is reversed where a reversal
    /// is declared, said again where it is a message, and else left, for it would be done twice.
    private mutating func putBack(
        _ stage: Stage, of id: String, reason: String, round: Int? = nil
    ) {
        for activity in stage.activities where matter(id).activities[activity.id] != nil {
            let effects = matter(id).effects.filter {
                $0.activity == activity.id && $0.reverses == nil
            }
            if effects.contains(where: { !$0.status.isOver && $0.mayHaveLeft }) { continue }
            if case .act(let act) = activity.kind, act.template == nil,
                act.operation != Act.consent, activity.forEach == nil,
                effects.contains(where: { effect in
                    effect.status == .unknown
                        || effect.status == .done
                            && !matter(id).effects.contains { $0.reverses == effect.id }
                })
            {
                continue
            }
            withdraw(activity.id, of: id, reason: reason)
            resetItems(of: activity.id, in: id, reason: reason)
            emit(
                ActivityChanged(
                    matter: id, activity: activity.id, change: .reset, reason: reason))
        }
        emit(
            StageChanged(
                matter: id, stage: stage.name, status: .reset, reason: reason, round: round))
    }
}

extension Playbook {
    /// Whether a stage is another, or comes after it by whatever way.
    func `is`(_ stage: Stage, orAfter other: Stage) -> Bool {
        stage.name == other.name
            || stage.after.contains { name in
                stages.first { $0.name == name }.map { self.is($0, orAfter: other) } ?? false
            }
    }
}
