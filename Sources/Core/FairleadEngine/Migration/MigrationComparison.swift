import FairleadDomain
import FairleadPlaybook

/// Compares what a case has reached with what another version of its playbook has.
struct MigrationComparison {
    let matter: CaseState
    let old: Playbook?
    let new: Playbook
    let from: Governance?
    let to: Governance

    func compareStages(_ plan: inout MigrationPlan) {
        let names = new.stages.map(\.name)
        for name in matter.stages.keys.sorted() where !names.contains(RunKey(name).name) {
            if matter.stages[name]?.status == .entered {
                plan.obstacles.append("the stage \(name), which is entered, is not there")
            } else {
                plan.differences.append("the stage \(name) is not there any more")
            }
        }
        for stage in new.stages {
            guard let before = old?.stages.first(where: { $0.name == stage.name }) else {
                plan.differences.append("the stage \(stage.name) is new")
                continue
            }
            if before.completesWhen.text != stage.completesWhen.text {
                plan.differences.append("the stage \(stage.name) completes by another rule")
            }
        }
    }

    func compareActivities(_ plan: inout MigrationPlan) {
        for id in matter.activities.keys.sorted() {
            let isRunning = matter.activities[id]?.status == .running
            guard let activity = new.activity(RunKey(id).name) else {
                let what = "the activity \(id)"
                if isRunning {
                    plan.obstacles.append("\(what), which runs, is not there")
                } else {
                    plan.differences.append("\(what) is not there any more; what came of it stays")
                }
                continue
            }
            if let known = old?.activity(RunKey(id).name), known.kind.name != activity.kind.name {
                let what = "\(id) was \(known.kind.name), and is \(activity.kind.name) there"
                isRunning ? plan.obstacles.append(what) : plan.differences.append(what)
            }
            if case .decide(let decision) = activity.kind, differs(decision),
                matter.activities[id]?.status == .done
            {
                plan.differences.append("\(id) stands as it was decided; \(decision) has changed")
            }
        }
        for activity in new.activities
        where old?.activity(activity.id) == nil && matter.activities[activity.id] == nil {
            plan.differences.append("the activity \(activity.id) is new")
        }
        for task in matter.tasks where task.status == .open || task.status == .claimed {
            guard task.completesActivity, new.activity(RunKey(task.activity).name) == nil else {
                continue
            }
            plan.obstacles.append("the task \(task.id) is of \(task.activity), which is not there")
        }
    }

    func compareEffects(_ plan: inout MigrationPlan) {
        for effect in matter.effects where !effect.status.isOver {
            let isConsent = effect.operation == Act.consent
            guard isConsent || to.operations[effect.operation] != nil else {
                plan.obstacles.append("\(effect.id) wants \(effect.operation), which is not there")
                continue
            }
            if effect.reverses != nil { continue }
            guard let act = act(effect.activity, of: new) else {
                plan.obstacles.append(
                    "\(effect.id) is under way for \(effect.activity), which is no act there")
                continue
            }
            let isSame =
                (isConsent || act.operation == effect.operation) && !differs(act.governedBy)
                && self.act(effect.activity, of: old)?.governedBy == act.governedBy
            if isSame { continue }
            if effect.mayHaveLeft || effect.status == .waitingForRetry {
                plan.differences.append(
                    "\(effect.id) goes on as it was ruled; \(act.governedBy) rules there")
            } else {
                let activity = RunKey(effect.activity).whole.text
                if plan.ruledAnew.contains(activity) { continue }
                plan.ruledAnew.append(activity)
                plan.differences.append(
                    "\(activity) is ruled anew, and consent to it asked anew")
            }
        }
    }

    func compareQuestions(_ plan: inout MigrationPlan) {
        for lookup in matter.lookups where lookup.isOpen {
            switch lookup.purpose {
            case .input:
                let input = new.inputs.first { $0.name == lookup.name }
                if input?.operation == lookup.operation { continue }
                plan.withdrawnLookups.append(lookup.id)
                plan.differences.append("what was asked for \(lookup.name) is withdrawn")
            case .estimate, .activity, .recheck: continue
            }
        }
        for input in new.inputs where old?.inputs.contains(where: { $0.name == input.name }) != true
        {
            plan.differences.append("the input \(input.name) is new: it is asked for when needed")
        }
    }

    /// A clock that runs has promised something, and goes nowhere where it is not; what only the
    /// version has that a case goes back from ends with it.
    func compareClocks(_ plan: inout MigrationPlan, _ state: AnchorState) {
        let goesBack = matter.migrations.last == to.digest
        for clock in matter.clocks where clock.stopped == nil {
            if new.clocks.contains(where: { $0.name == clock.name }) { continue }
            if goesBack {
                plan.stoppedClocks.append(clock.name)
                plan.differences.append("the clock \(clock.name) is not there, and stops")
            } else {
                plan.obstacles.append("the clock \(clock.name), which runs, is not there")
            }
        }
        let known = old?.clocks.map(\.name) ?? matter.clocks.map(\.name)
        for clock in new.clocks where !known.contains(clock.name) {
            if let since = clock.missedStart(in: matter, of: state) {
                plan.missedClocks[clock.name] = since
                plan.differences.append(
                    "the clock \(clock.name) is new, and counts from what would have started it")
            } else {
                plan.differences.append("the clock \(clock.name) is new")
            }
        }
    }

    /// Whether a decision means something else there.
    private func differs(_ decision: String) -> Bool {
        from?.decisions[decision]?.digest != to.decisions[decision]?.digest
    }

    private func act(_ id: String, of playbook: Playbook?) -> Act? {
        guard case .act(let act)? = playbook?.activity(RunKey(id).name)?.kind else { return nil }
        return act
    }
}

extension Activity.Kind {
    fileprivate var name: String { String("\(self)".prefix { $0 != "(" }) }
}
