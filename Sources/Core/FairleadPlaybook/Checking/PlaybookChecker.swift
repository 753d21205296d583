import FEEL
import FairleadDomain

/// What can only be checked of a playbook as a whole: what is there when it is read, and that no
/// model's answer reaches what policy alone may say.
struct PlaybookChecker {
    /// Amounts and terms: a model that could set one would give money away.
    static let policyOnlyTypes = [
        "money", "date", "duration", "days and time duration", "day-time duration",
        "years and months duration", "date and time",
    ]

    let playbook: Playbook
    let scope: PlaybookScope
    let provenance: Provenance
    let signatures: [String: PlaybookSignature]
    var diagnostics = Diagnostics()

    init(
        _ playbook: Playbook, scope: PlaybookScope,
        signatures: [String: PlaybookSignature] = [:]
    ) {
        self.signatures = signatures
        self.playbook = playbook
        self.scope = scope
        var arguments: [String: [Argument]] = [:]
        for activity in playbook.activities {
            switch activity.kind {
            case .act(let act): arguments[activity.id] = act.with
            case .estimate(let estimate): arguments[activity.id] = estimate.with
            case .lookup(let work): arguments[activity.id] = work.with
            default: continue
            }
        }
        provenance = Provenance(scope: scope, arguments: arguments)
    }

    mutating func check() {
        for opening in playbook.opens { check(opening) }
        for reaction in playbook.reactions {
            guard case .signal(let signal) = reaction.action else { continue }
            checkTold(signal.event, signal.with)
            if let way = provenance.estimate(in: signal.to.reads) {
                diagnostics.error(
                    "whom '\(signal.event)' is told depends on a model's answer by "
                        + way.joined(separator: ", "), at: signal.to.position)
            }
        }
        checkOver(
            playbook.gives, signatures[playbook.name]?.gives ?? [], "what it gives as")
        for stage in playbook.stages {
            checkCondition(of: stage)
            for activity in stage.activities {
                checkOrder(of: activity, in: stage)
                checkKey(of: activity)
                if case .act(let act) = activity.kind { checkPolicyOnly(act, activity) }
                if case .call(let call) = activity.kind {
                    let takes = signatures[call.playbook]?.takes ?? []
                    checkOver(call.with, takes, "what '\(call.playbook)' is given as")
                }
                for way in activity.waysOut { checkTold(way) }
            }
        }
    }

    /// An opening is asked before the playbook has done anything.
    private mutating func check(_ opening: Opening) {
        guard let when = opening.when else { return }
        for path in provenance.base(of: when.reads) {
            guard let name = path.first, scope.activityNames.contains(name) else { continue }
            diagnostics.error(
                "an opening cannot read the activity '\(name)'", at: when.position)
        }
    }

    // MARK: What is there when it is read

    private mutating func checkOrder(of activity: Activity, in stage: Stage) {
        let before = activitiesBefore(activity, in: stage)
        let inputs = inputs(at: stage)
        for (reads, position) in readAtStart(activity) {
            for path in provenance.base(of: reads) {
                guard let name = path.first else { continue }
                if scope.activityNames.contains(name), !before.contains(name) {
                    diagnostics.error(
                        "'\(activity.id)' reads '\(name)', which need not be done before it",
                        at: position, hint: "name it in 'after'")
                }
                if playbook.inputs.contains(where: { $0.name == name }), !inputs.contains(name) {
                    diagnostics.error(
                        "'\(activity.id)' reads the input '\(name)', which its stage does not"
                            + " name", at: position, hint: "name it in the stage's 'inputs'")
                }
            }
        }
    }

    /// A stage's condition is evaluated once, when what it comes after is over.
    private mutating func checkCondition(of stage: Stage) {
        guard let when = stage.course.when else { return }
        let before = stagesBefore(stage).flatMap { name in
            playbook.stages.first { $0.name == name }?.activities.map(\.id) ?? []
        }
        for path in provenance.base(of: when.reads) {
            guard let name = path.first, scope.activityNames.contains(name),
                !before.contains(name)
            else { continue }
            diagnostics.error(
                "the stage '\(stage.name)' reads '\(name)', which need not be done before it",
                at: when.position, hint: "name its stage in 'after'")
        }
    }

    /// What an activity reads when it starts, with the places.
    private func readAtStart(_ activity: Activity) -> [([[String]], SourcePosition)] {
        var all: [([[String]], SourcePosition)] = []
        if let when = activity.when { all.append((when.reads, when.position)) }
        if let each = activity.forEach {
            for value in [each.list, each.key].compactMap({ $0 }) + each.collect.map(\.value) {
                all.append((value.reads, value.position))
            }
        }
        switch activity.kind {
        case .estimate(let estimate):
            all += estimate.with.map { ($0.value.reads, $0.value.position) }
            if let scope = estimate.scope { all.append((scope.reads, scope.position)) }
        case .decide(let name):
            if let decision = scope.vocabulary.decisions[name] {
                all.append((decision.reads, activity.position))
            }
        case .act(let act):
            all += act.with.map { ($0.value.reads, $0.value.position) }
            if let decision = scope.vocabulary.decisions[act.governedBy] {
                all.append((decision.reads, activity.position))
            }
            for part in act.shows?.parts ?? [] {
                if case .place(let value) = part { all.append((value.reads, value.position)) }
            }
            all += act.never.compactMap { exclusion in
                guard case .person(let value) = exclusion else { return nil }
                return (value.reads, value.position)
            }
            if let template = act.template.flatMap({ scope.vocabulary.templates[$0] }) {
                all.append((template.reads.map { [$0.name] }, activity.position))
            }
            all += act.approveWithin.expressions.map { ($0.reads, $0.position) }
        case .lookup(let work):
            all += work.with.map { ($0.value.reads, $0.value.position) }
        case .call(let call): all += call.with.map { ($0.value.reads, $0.value.position) }
        case .task(let work), .escalate(let work):
            all += (work.within?.expressions ?? []).map { ($0.reads, $0.position) }
            all += work.never.compactMap { exclusion in
                guard case .person(let value) = exclusion else { return nil }
                return (value.reads, value.position)
            }
            if let value = work.choice?.recommended { all.append((value.reads, value.position)) }
        case .wait: break
        }
        return all
    }

    /// Activities that are over whenever this one starts.
    private func activitiesBefore(_ activity: Activity, in stage: Stage) -> [String] {
        var before: [String] = []
        for name in stagesBefore(stage) {
            before += playbook.stages.first { $0.name == name }?.activities.map(\.id) ?? []
        }
        var open: [Activity.After] = [activity.after]
        while let next = open.popLast() {
            guard case .all(let names) = next else { continue }
            for name in names where !before.contains(name) {
                before.append(name)
                if let found = playbook.activity(name) { open.append(found.after) }
            }
        }
        return before
    }

    private func stagesBefore(_ stage: Stage) -> [String] {
        var before: [String] = []
        var open = stage.after
        while let next = open.popLast() {
            if before.contains(next) { continue }
            before.append(next)
            open += playbook.stages.first { $0.name == next }?.after ?? []
        }
        return before
    }

    /// Inputs that are there, or declared missing, when a stage is entered.
    private func inputs(at stage: Stage) -> [String] {
        var names = stage.inputs
        for name in stagesBefore(stage) {
            names += playbook.stages.first { $0.name == name }?.inputs ?? []
        }
        for opening in playbook.opens {
            names += provenance.base(of: opening.when?.reads ?? []).compactMap(\.first)
        }
        return names
    }

    // MARK: What policy alone may say

    /// Invariant 5: what permits an effect, its level, its approver and amounts of money depend
    /// on no model's answer.
    private mutating func checkPolicyOnly(_ act: Act, _ activity: Activity) {
        if let decision = scope.vocabulary.decisions[act.governedBy],
            let way = provenance.estimate(in: decision.reads)
        {
            diagnostics.error(
                "the ruling '\(decision.name)' of '\(activity.id)' depends on a model's answer"
                    + " by \(way.joined(separator: ", "))", at: activity.position,
                hint: "policy alone says what is permitted, by whom and how much")
        }
        let wanted = scope.vocabulary.operations[act.operation]?.arguments ?? []
        for argument in act.with {
            guard let type = wanted.first(where: { $0.name == argument.name })?.type,
                PlaybookChecker.policyOnlyTypes.contains(type),
                let way = provenance.estimate(in: argument.value.reads)
            else { continue }
            diagnostics.error(
                "'\(argument.name)' is \(type), which policy alone may say; it depends on a"
                    + " model's answer by \(way.joined(separator: ", "))",
                at: argument.value.position)
        }
    }
}

extension PlaybookChecker {
    /// What a playbook's own events tell becomes facts of a case: no model's answer goes that way,
    /// and nothing that its objects would show to more people than may see it.
    private mutating func checkTold(_ way: WayOut) {
        guard case .emit(let event, let told, _) = way else { return }
        checkTold(event, told)
    }

    private mutating func checkTold(_ event: String, _ told: [Argument]) {
        for object in told {
            if let way = provenance.estimate(in: object.value.reads) {
                diagnostics.error(
                    "what '\(event)' tells depends on a model's answer by "
                        + way.joined(separator: ", "), at: object.value.position,
                    hint: "an event tells facts")
            }
            let labels = provenance.labels(of: object.value.reads)
            for field in scope.vocabulary.types.schemas[object.name]?.fields ?? []
            where !labels.isSubset(of: field.labels) {
                diagnostics.error(
                    "'\(object.name)' is told what carries \(labels.text), but its"
                        + " '\(field.name)' does not", at: object.value.position)
                break
            }
        }
    }
}

extension PlaybookChecker {
    /// What names an item stands in the names of what is done for it, which everybody reads.
    private mutating func checkKey(of activity: Activity) {
        guard let key = activity.forEach?.key else { return }
        let labels = provenance.labels(of: key.reads)
        if labels.isSubset(of: Labels(["internal"])) { return }
        diagnostics.error(
            "what names the items of '\(activity.id)' carries \(labels.text)", at: key.position,
            hint: "by: EXPRESSION that every role may see, or by: place")
    }
}

extension Activity {
    /// The ways out that it declares.
    var waysOut: [WayOut] {
        switch kind {
        case .act(let act): [act.ifRefused, act.ifExpired, act.ifFailed].compactMap { $0 }
        case .lookup(let work): work.ifFailed.map { [$0] } ?? []
        case .wait(let wait): wait.elseOn.map(\.way)
        case .estimate, .decide, .task, .call, .escalate: []
        }
    }
}

extension PlaybookReader {
    mutating func check(_ playbook: Playbook) {
        var checker = PlaybookChecker(playbook, scope: scope, signatures: signatures)
        checker.check()
        effectLabels = checker.effectLabels
        diagnostics.add(checker.diagnostics.all)
        checkMessages(playbook)
    }
}
