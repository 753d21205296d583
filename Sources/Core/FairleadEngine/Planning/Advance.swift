import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// What comes next in a case.
extension Stepper {
    /// More rounds than any playbook can need: each changes at least one of its parts.
    static let roundsMax = 1_000

    /// Does everything that can be done now.
    mutating func advance(_ id: String) {
        // What a call gives back may come while its caller is being advanced.
        guard !advancing.contains(id) else { return }
        advancing.append(id)
        defer { advancing.removeLast() }
        if matter(id).status == .gathering { gather(id) }
        for _ in 0..<Self.roundsMax {
            let before = records.count
            let known = matter(id)
            guard known.status == .open, let playbook = playbook(of: known) else { return }
            for stage in known.stages(of: playbook) { advance(stage, of: id, playbook) }
            closeIfComplete(id, playbook)
            if records.count == before { return tendClocks(of: id) }
        }
        raise("too-many-rounds", owner: owner(of: id), about: id, in: id, "the plan does not end")
    }

    private mutating func advance(_ stage: Stage, of id: String, _ playbook: Playbook) {
        let known = matter(id)
        guard known.status == .open else { return }
        switch known.stages[stage.name]?.status {
        case nil:
            if enter(stage, of: id, playbook) { advance(stage, of: id, playbook) }
        case .entered:
            let outer = run
            run = stageRun(of: stage, known)
            defer { run = outer }
            guard haveInputs(of: stage, id, playbook) else { return }
            for activity in stage.activities {
                consider(activity, in: stage, of: id, playbook)
                advanceItems(of: activity, in: stage, of: id, playbook)
            }
            completeIfDone(stage, of: id, playbook)
        default: return
        }
    }

    private mutating func completeIfDone(_ stage: Stage, of id: String, _ playbook: Playbook) {
        let known = matter(id)
        guard known.status == .open, known.stages[stage.name]?.status == .entered,
            isTrueYet(stage.completesWhen, of: known, playbook)
        else { return }
        emit(StageChanged(matter: id, stage: stage.name, status: .completed, reason: nil))
        for activity in stage.activities {
            guard let running = matter(id).activities[activity.id] else {
                dropQuestion(activity.id, of: id, reason: "stage-completed")
                emit(
                    ActivityChanged(
                        matter: id, activity: activity.id, change: .cancelled,
                        reason: "stage-completed"))
                continue
            }
            if running.status == .running { cancelWaiting(activity.id, of: id) }
        }
        if let next = stage.course.then {
            redo(stage: next, of: id, reason: stage.name, roundsMax: nil)
        }
    }

    /// What of an activity waits for a person or a model is cancelled; what is on its way out
    /// goes on.
    private mutating func cancelWaiting(_ activity: String, of id: String) {
        let instances = instances(of: activity, matter(id))
        for instance in instances where matter(id).activities[instance]?.status == .running {
            cancelWaiting(instance, of: id)
        }
        let known = matter(id)
        let leaving = known.effects.contains {
            ($0.activity == activity || instances.contains($0.activity))
                && ($0.status == .ready || $0.status == .attempting
                    || $0.status == .waitingForRetry || $0.status == .rechecking)
        }
        guard !leaving else { return }
        withdraw(activity, of: id, reason: "stage-completed")
        emit(
            ActivityChanged(
                matter: id, activity: activity, change: .cancelled, reason: "stage-completed"))
    }

    /// A condition of which a value that is not set yet means not yet.
    func isTrueYet(_ expression: Expression, of matter: CaseState, _ playbook: Playbook) -> Bool {
        (try? scope(of: matter, playbook).evaluate(expression).get())?.boolean ?? false
    }

    private mutating func closeIfComplete(_ id: String, _ playbook: Playbook) {
        let known = matter(id)
        guard known.status == .open else { return }
        if let closing = playbook.closes.first(where: { isTrueYet($0.when, of: known, playbook) }) {
            return close(id, outcome: closing.outcome)
        }
        let isComplete = known.stages(of: playbook).allSatisfy { stage in
            known.stages[stage.name]?.isOver
                ?? (stage.isBeside && !playbook.mayEndBy(stage))
        }
        if isComplete { close(id, outcome: "completed") }
    }

    /// Ends a case: questions, approvals and tasks that wait are withdrawn, clocks stop.
    mutating func close(_ id: String, outcome: String) {
        withdrawWork(of: id, reason: outcome)
        emit(CaseClosed(id: id, outcome: outcome))
        // What its claims held up goes on.
        if state.cases.count > 1 { releaseHeld(by: "conflict") }
        if matter(id).parent != nil { giveBack(from: id) }
    }

    mutating func withdrawWork(of id: String, reason: String) {
        closeChildren(of: id) { $0.close($1, outcome: "caller-" + reason) }
        for lookup in matter(id).lookups where lookup.isOpen {
            emit(LookupChanged(matter: id, id: lookup.id, change: .withdrawn))
        }
        let unfinished = matter(id).effects.filter {
            !$0.status.isOver && !$0.mayHaveLeft && $0.reverses == nil
        }
        for effect in unfinished { withdraw(effect, of: id, reason: reason) }
        for task in matter(id).tasks where task.status == .open || task.status == .claimed {
            emit(
                TaskChanged(
                    matter: id, id: task.id, status: .cancelled, by: nil, note: "",
                    labels: .internalUse))
        }
        for clock in matter(id).clocks where clock.stopped == nil {
            emit(ClockChanged(matter: id, clock: clock.name, change: .stopped))
        }
        for hold in state.holds where hold.caseID == id {
            emit(
                HoldChanged(
                    matter: id, resource: hold.resource, side: hold.side, by: hold.by,
                    owner: hold.owner, isTaken: false))
        }
    }

    /// Takes back an effect that has not left, and the consent to it.
    mutating func withdraw(_ effect: EffectState, of id: String, reason: String) {
        for approval in matter(id).approvals
        where approval.effect == effect.id && approval.status == .open {
            emit(
                ApprovalDecided(
                    matter: id, id: approval.id, status: .withdrawn, by: nil, checks: [],
                    reason: reason, labels: .internalUse))
        }
        for lookup in matter(id).lookups
        where lookup.purpose == .recheck(effect: effect.id) && lookup.isOpen {
            emit(LookupChanged(matter: id, id: lookup.id, change: .withdrawn))
        }
        emit(EffectChanged(matter: id, id: effect.id, status: .withdrawn, reason: reason))
        releaseHold(of: effect.id, in: id)
    }

    /// Takes back all of an activity that has not left.
    mutating func withdraw(_ activity: String, of id: String, reason: String) {
        for effect in matter(id).effects
        where effect.activity == activity && !effect.status.isOver && !effect.mayHaveLeft
            && effect.reverses == nil && !(keepsConsent && effect.status == .waitingForApproval)
        {
            withdraw(effect, of: id, reason: reason)
        }
        for task in matter(id).tasks
        where task.activity == activity && (task.status == .open || task.status == .claimed) {
            emit(
                TaskChanged(
                    matter: id, id: task.id, status: .cancelled, by: nil, note: "",
                    labels: .internalUse))
        }
        closeCalled(by: activity, of: id, reason: reason)
        for instance in instances(of: activity, matter(id)) {
            withdraw(instance, of: id, reason: reason)
        }
        for lookup in matter(id).lookups
        where lookup.purpose.activity == activity && lookup.isOpen {
            emit(LookupChanged(matter: id, id: lookup.id, change: .withdrawn))
        }
    }

    mutating func releaseHold(of effect: String, in id: String) {
        for hold in state.holds where hold.by == effect {
            emit(
                HoldChanged(
                    matter: id, resource: hold.resource, side: hold.side, by: hold.by,
                    owner: hold.owner, isTaken: false))
        }
    }

    mutating func raise(
        _ code: String, owner: String, about: String, in id: String?, _ message: String
    ) {
        let open =
            id.map { matter($0).exceptions } ?? state.exceptions
        guard
            !open.contains(where: {
                $0.code == code && $0.about == about && $0.status == .open
            })
        else { return }
        let governance = id.map { self.governance(of: matter($0)) } ?? context.governance
        let declared = governance.exceptions[code]
        // The playbook's own owner stands where nobody more exact is named: the code's owner is.
        let isNamed = id.map { owner != self.owner(of: $0) } ?? true
        emit(
            ExceptionRaised(
                matter: id, id: mint(.exception), code: code,
                owner: isNamed ? owner : declared?.owner ?? owner, about: about,
                message: message, severity: declared?.severity.rawValue,
                due: declared?.withinMilliseconds.map {
                    Instant(milliseconds: time.milliseconds + $0)
                }, escalatesTo: declared?.escalatesTo))
    }

    /// Who answers for a case where nothing more exact is declared.
    func owner(of id: String) -> String { playbook(of: matter(id))?.owner ?? "operations" }
}

extension Labels {
    /// What every role may see: words of the workflow itself.
    static let internalUse = Labels(["internal"])
}

extension LookupState {
    var isOpen: Bool {
        self.status == .ready || self.status == .asked || self.status == .waiting
    }
}
