import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// Playbooks that call others: each call is a case of its own under the same anchor, so that all
// that holds of cases holds of it, and its decisions are derived again like any other's.
extension Stepper {
    mutating func begin(
        _ call: Call, _ activity: Activity, in stage: Stage, of id: String, _ playbook: Playbook
    ) {
        let caller = matter(id)
        guard let callee = governance(of: caller).playbook(call.playbook) else {
            return fail(
                activity, in: stage, of: id, "call-unknown", "no playbook \(call.playbook)")
        }
        guard caller.depth < Call.depthMax else {
            return fail(
                activity, in: stage, of: id, "call-too-deep",
                "calls are nested \(Call.depthMax) deep")
        }
        guard let (given, labels) = arguments(call.with, of: caller, playbook) else {
            return fail(
                activity, in: stage, of: id, Self.argumentsUndecided, "what it gives is undecided")
        }
        let child = mint(.case)
        emit(
            CaseOpened(
                id: child, account: caller.account, catalog: caller.catalog, trigger: "call",
                triggerPlace: caller.triggerPlace, occurrence: "", initiators: caller.initiators,
                references: caller.references,
                parent: CaseParent(case: id, activity: activity.id), depth: caller.depth + 1))
        emit(PlaybookChosen(id: child, playbook: callee.name, version: callee.version))
        if !given.isEmpty {
            emit(ArgumentsTaken(matter: child, arguments: given, labels: labels))
        }
        takeClaims(of: child)
        startClocks(child)
        let outer = run
        run = nil
        advance(child)
        run = outer
    }

    func children(of id: String) -> [CaseState] { state.cases.filter { $0.parent?.case == id } }

    /// The cases that a case called are closed with it.
    mutating func closeChildren(of id: String, _ close: (inout Stepper, String) -> Void) {
        let open = children(of: id).filter { !$0.isOver }
        if open.isEmpty { return }
        let outer = givesBack
        givesBack = false
        for child in open { close(&self, child.id) }
        givesBack = outer
    }

    /// Cases that an activity called are closed, for it is not wanted any more.
    mutating func closeCalled(by activity: String, of id: String, reason: String) {
        let parent = CaseParent(case: id, activity: activity)
        let outer = givesBack
        givesBack = false
        defer { givesBack = outer }
        for child in state.cases where child.parent == parent && !child.isOver {
            close(child.id, outcome: reason)
        }
    }

    /// A case that was called has closed: what its playbook gives goes to the one that called it.
    mutating func giveBack(from id: String) {
        let child = matter(id)
        guard givesBack, let parent = child.parent, let playbook = playbook(of: child),
            !matter(parent.case).isOver,
            matter(parent.case).activities[parent.activity]?.status == .running
        else { return }
        let outer = run
        run = nil
        defer { run = outer }
        if let (given, labels) = arguments(playbook.gives, of: child, playbook) {
            var value = given
            value["outcome"] = .string(child.outcome ?? "")
            emit(
                CallReturned(
                    matter: parent.case, activity: parent.activity, from: id,
                    value: .object(value), labels: labels))
        } else {
            emit(
                ActivityChanged(
                    matter: parent.case, activity: parent.activity, change: .ended,
                    reason: child.outcome))
            raise(
                "call-gave-nothing", owner: owner(of: parent.case), about: parent.activity,
                in: parent.case,
                "\(playbook.name) closed with \(child.outcome ?? "") before it had what it gives")
        }
        advance(parent.case)
    }

    /// What a case hears, the cases that it called hear too, as far as their playbooks ask for it.
    mutating func tellCalled(by id: String, of event: KnownEvent) {
        for child in children(of: id) where !child.isOver {
            guard let playbook = playbook(of: child), !child.hasHeard(event.place),
                wants(playbook, event, child)
            else { continue }
            let before = child
            emit(EventJoined(id: child.id, event: event.place))
            react(to: event, in: child.id)
            decideAgain(since: before, on: event)
            advance(child.id)
            tellCalled(by: child.id, of: event)
        }
    }
}

extension CaseState {
    func hasHeard(_ event: EntryPlace) -> Bool { self.happened.contains { $0.place == event } }
}
