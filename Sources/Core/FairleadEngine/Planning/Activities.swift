import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// From a stage's plan to work.
extension Stepper {
    /// Starts an activity if it may start now.
    mutating func consider(
        _ activity: Activity, in stage: Stage, of id: String, _ playbook: Playbook
    ) {
        let known = matter(id)
        guard known.status == .open, known.activities[activity.id] == nil,
            isReleased(activity, known), !isBeingReversed(activity, known)
        else { return }
        if let condition = activity.asSoonAs, !isTrueYet(condition, of: known, playbook) { return }
        if let when = activity.when {
            switch scope(of: known, playbook).evaluate(when) {
            case .success(.boolean(true)): break
            case .success(.boolean(false)):
                return skip(activity, of: id, reason: "when")
            case .success, .failure:
                return fail(
                    activity, in: stage, of: id, "when-undecided", "its condition is undecided")
            }
        }
        if let each = activity.forEach {
            return take(each, activity, in: stage, of: id, playbook)
        }
        switch activity.kind {
        case .estimate(let estimate):
            start(estimate, activity, of: id, scope(of: known, playbook))
        case .decide(let decision): decide(decision, activity, in: stage, of: id, playbook)
        case .act(let act): plan(act, activity, in: stage, of: id, playbook)
        case .task(let work): create(work, for: activity.id, of: id, completesActivity: true)
        case .lookup(let work): ask(work, activity, in: stage, of: id, playbook)
        case .call(let call): begin(call, activity, in: stage, of: id, playbook)
        case .escalate(let work):
            create(work, for: activity.id, of: id, completesActivity: false)
            emit(ActivityChanged(matter: id, activity: activity.id, change: .done, reason: nil))
        case .wait(let wait): begin(wait, activity, in: stage, of: id)
        }
    }

    /// Whether what it did before is still being reversed: it is not done again before that.
    private func isBeingReversed(_ activity: Activity, _ matter: CaseState) -> Bool {
        matter.effects.contains {
            $0.reverses != nil && $0.activity == activity.id && !$0.status.isOver
        }
    }

    /// Whether everything that it comes after is done or skipped.
    private func isReleased(_ activity: Activity, _ matter: CaseState) -> Bool {
        func isOver(_ name: String) -> Bool {
            guard let status = matter.activities[newest(name, matter)]?.status else {
                return false
            }
            return status == .done || status == .skipped
        }
        switch activity.after {
        case .all(let names): return names.allSatisfy(isOver)
        case .any(let names): return names.isEmpty || names.contains(where: isOver)
        }
    }

    /// Where an activity stands that another comes after: in the same run, else in the newest.
    private func newest(_ name: String, _ matter: CaseState) -> String {
        guard !matter.runs.isEmpty, !name.contains("#"), let playbook = playbook(of: matter) else {
            return name
        }
        return matter.newest(name, run, playbook)
    }

    private mutating func skip(_ activity: Activity, of id: String, reason: String) {
        dropQuestion(activity.id, of: id, reason: reason)
        emit(
            ActivityChanged(
                matter: id, activity: activity.id, change: .skipped, reason: reason))
    }

    static let argumentsUndecided = "arguments-undecided"

    /// An activity ends badly without a path of its own: a person must look.
    mutating func fail(
        _ activity: Activity, in stage: Stage, of id: String, _ code: String, _ message: String
    ) {
        dropQuestion(activity.id, of: id, reason: code)
        emit(
            ActivityChanged(matter: id, activity: activity.id, change: .ended, reason: "failed"))
        raise(
            code, owner: stage.otherwise.owner, about: activity.id, in: id,
            "\(activity.id): \(message)")
    }

    private mutating func start(
        _ estimate: Estimate, _ activity: Activity, of id: String, _ scope: CaseScope
    ) {
        if let condition = estimate.scope,
            (try? scope.evaluate(condition).get())?.boolean != true
        {
            return fallBack(on: estimate, activity.id, of: id, "out-of-scope", lookup: nil)
        }
        if fallsBack(estimate, activity.id, of: id) { return }
        var arguments = JSONObject()
        var labels = Labels.internalUse
        for argument in estimate.with {
            guard case .success(let value) = scope.evaluate(argument.value) else {
                return fallBack(on: estimate, activity.id, of: id, "inputs", lookup: nil)
            }
            arguments[argument.name] = JSON(value)
            labels = labels.union(scope.labels(of: argument.value.reads))
        }
        emit(
            LookupAsked(
                matter: id, id: mint(.lookup), name: estimate.model,
                operation: estimate.operation, purpose: .estimate(activity: activity.id),
                deadline: Instant(
                    milliseconds: time.milliseconds + estimate.withinMilliseconds),
                arguments: arguments, labels: labels))
    }

    /// The declared fallback stands, and the case says so.
    mutating func fallBack(
        on estimate: Estimate, _ activity: String, of id: String, _ why: String, lookup: String?
    ) {
        let value =
            Decimal34(estimate.fallback).map(EstimateAnswer.json) ?? .number(estimate.fallback)
        emit(
            EvidenceRecorded(
                matter: id, activity: activity, lookup: lookup, model: estimate.model,
                version: nil, fallback: why,
                value: estimate.choice.map { choice in
                    [
                        "label": .string(choice.fallback), "score": 0, "version": "fallback",
                        "degraded": true,
                    ]
                } ?? [
                    "value": value, "low": value, "high": value, "version": "fallback",
                    "degraded": true,
                ], labels: .internalUse))
    }

    private mutating func decide(
        _ name: String, _ activity: Activity, in stage: Stage, of id: String,
        _ playbook: Playbook
    ) {
        recordQueueLoad(for: name, of: id)
        let scope = scope(of: matter(id), playbook)
        switch Deciding.evaluate(name, scope) {
        case .success(let decided):
            emit(decided.record(id: mint(.decision), of: activity.id, in: id, at: time, false))
        case .failure(let problem):
            fail(activity, in: stage, of: id, "decision-undecided", problem.message)
        }
    }

    /// The load of the queue, this case not counted, as a fact that the decision stands on.
    private mutating func recordQueueLoad(for decision: String, of id: String) {
        let inputs = governance(of: matter(id)).decisions[decision]?.inputs ?? []
        guard inputs.contains(where: { $0.name == QueueLoad.name }) else { return }
        // As the runtime has counted it: as it was before this step.
        let own = before.case(id)?.queueLoad ?? QueueLoad()
        emit(
            FactRecorded(
                matter: id, lookup: "", name: QueueLoad.name, source: "fairlead", records: [],
                schema: nil, asOf: time,
                parts: [
                    Classified(
                        .internalUse,
                        [
                            "open": .integer(Int64(context.queueLoad.open - own.open)),
                            "promoted": .integer(
                                Int64(context.queueLoad.promoted - own.promoted)),
                        ])
                ]))
    }
}
