import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import FairleadStore

/// Invariant 7: nothing is passed over in silence. Who asks gets an answer; what failed, hangs or
/// is not known is somebody's; a case under way waits for something.
struct NothingSilent: Invariant {
    let number = 7

    mutating func see(_ entry: SeenEntry, before state: AnchorState, _ run: Simulation) throws {
        guard entry.type == DecisionMade.type else { return }
        let decision = try DecisionMade(entry.reader)
        if decision.outputs.isNull { throw broken("\(decision.model) decides null") }
    }

    mutating func landed(_ anchors: [Witness.Touched], _ run: Simulation) throws {
        for touched in anchors {
            let state = run.witness.anchors[touched.anchor]
            for matter in state?.cases ?? [] {
                for effect in matter.effects
                where effect.status == .unknown || effect.status == .failed {
                    guard isTold(effect.id, matter) || goesOn(effect, matter, state, run) else {
                        throw broken(
                            "\(effect.operation) \(effect.id) is \(effect.status.rawValue), "
                                + "and nobody is told")
                    }
                }
            }
        }
    }

    /// Whether a failure is an event of the playbook's own, which then was raised.
    private func goesOn(
        _ effect: EffectState, _ matter: CaseState, _ state: AnchorState?, _ run: Simulation
    ) -> Bool {
        let playbook = run.governance(matter.catalog)?.playbook(matter.playbook ?? "")
        guard effect.status == .failed,
            case .act(let act)? = playbook?.activity(RunKey(effect.activity).name)?.kind,
            case .emit(let raised, _, _)? = act.ifFailed
        else { return false }
        return state?.events.contains { $0.type == raised && $0.caseID == matter.id } ?? false
    }

    private func isTold(_ about: String, _ matter: CaseState) -> Bool {
        matter.exceptions.contains { $0.about == about }
    }

    mutating func rested(_ run: Simulation) throws {
        if let request = run.unanswered.first { throw broken("\(request) was never answered") }
        for event in run.network.told
        where try run.store.receipt(source: event.source, id: event.id) == nil {
            throw broken("\(event.source) \(event.id) was told again and again, and is not kept")
        }
        for anchor in run.witness.anchors.keys.sorted() {
            guard let state = run.witness.anchors[anchor] else { continue }
            try check(state, run)
        }
    }

    private func check(_ state: AnchorState, _ run: Simulation) throws {
        if let delivery = state.deliveries.first {
            throw broken("\(delivery.event) was not handed over")
        }
        if state.identity?.status == .searching, state.lookups.allSatisfy({ !$0.isUnderWay }) {
            throw broken("nobody looks any more whom \(state.anchor) is about")
        }
        for event in state.events { try check(event, state, run) }
        for matter in state.cases {
            for effect in matter.effects { try check(effect, matter, state, run) }
            if !matter.isOver { try check(matter, run) }
        }
    }

    /// What is not taken in for now is somebody's, and not for longer than was said.
    private func check(
        _ event: KnownEvent, _ state: AnchorState, _ run: Simulation
    ) throws {
        guard let parked = event.parked else { return }
        let name = "\(event.source) \(event.id)"
        if let until = parked.until, until <= run.time {
            throw broken("\(name) is parked, and its time is over")
        }
        let raised = state.exceptions + state.cases.flatMap(\.exceptions)
        guard raised.contains(where: { $0.about == name && $0.status == .open }) else {
            throw broken("\(name) is parked, and nobody is told")
        }
    }

    /// A case under way waits for an answer, for a person, or for a stage that is open; and whoever
    /// answers for a stage is told when it has taken too long.
    private func check(_ matter: CaseState, _ run: Simulation) throws {
        var isOpen =
            matter.lookups.contains(where: \.isUnderWay)
            || matter.exceptions.contains { $0.status == .open }
            || matter.tasks.contains { $0.status == .open || $0.status == .claimed }
            || matter.approvals.contains { $0.status == .open }
        let playbook = run.governance(matter.catalog)?.playbook(matter.playbook ?? "")
        for stage in playbook.map(matter.stages(of:)) ?? [] {
            guard let entered = matter.stages[stage.name], entered.status == .entered else {
                continue
            }
            isOpen = true
            // A time that calendars cannot tell is an exception of its own.
            let elapsed = stage.otherwise.by.elapsedMilliseconds
            guard let due = entered.due ?? elapsed.map(entered.entered.adding(milliseconds:))
            else { continue }
            // One who was told of an earlier time, and has not dealt with it, is not told again.
            let isTold = matter.exceptions.contains {
                $0.about == stage.name
                    && ($0.raised >= entered.entered
                        || $0.status == .open && $0.code == stage.otherwise.code)
            }
            if due <= run.time, !isTold {
                throw broken("\(stage.name) of case \(matter.id) is late, and nobody is told")
            }
        }
        // A stage that an event opens may bring it to its end, whenever that comes.
        isOpen =
            isOpen
            || playbook?.stages.contains {
                playbook?.mayEndBy($0) == true && matter.stages[$0.name]?.isOver != true
            } == true
        if !isOpen {
            throw broken(
                "case \(matter.id) is \(matter.status.rawValue) by "
                    + "\(matter.playbook ?? "no playbook"), and waits for nothing")
        }
    }

    private func check(
        _ effect: EffectState, _ matter: CaseState, _ state: AnchorState, _ run: Simulation
    ) throws {
        let name = "\(effect.operation) \(effect.id)"
        guard matter.decisions.contains(where: { $0.id == effect.decision }) else {
            throw broken("\(name) has no ruling")
        }
        switch effect.status {
        // An event stopped the case, and another one lets it go on: the playbook says which.
        case .held where effect.outcome == "paused" && isPaused(matter, state): return
        case .ready, .attempting, .rechecking, .waitingForRetry, .held:
            let isAsked = matter.exceptions.contains {
                $0.about == effect.id && $0.status == .open
            }
            if !matter.isOver || effect.reverses != nil, !isAsked {
                throw broken("\(name) hangs in \(effect.status.rawValue)")
            }
        case .queued:
            // What is to be reversed before it is somebody's.
            let waits = matter.effects.contains { other in
                other.reverses != nil && other.status != .queued
                    && matter.exceptions.contains { $0.about == other.id && $0.status == .open }
            }
            if !waits { throw broken("\(name) hangs in queued") }
        case .waitingForApproval:
            let isAsked = matter.approvals.contains {
                $0.effect == effect.id && $0.status == .open
            }
            if !isAsked { throw broken("\(name) waits for an approval that nobody is asked for") }
        case .done:
            // Consent is all that some want: nothing leaves.
            let leaves = effect.operation != Act.consent
            if leaves, run.outside.arrived[effect.id, default: 0] == 0 {
                throw broken("\(name) is done, and never arrived")
            }
        case .advised, .unknown, .failed, .withdrawn: return
        }
    }
}

/// Whether an event stopped the case, or one that called it.
private func isPaused(_ matter: CaseState, _ state: AnchorState) -> Bool {
    let whole = "case/" + state.root(of: matter.id)
    return state.holds.contains { $0.resource == whole && $0.side == "stop" }
}

extension LookupState {
    fileprivate var isUnderWay: Bool {
        self.status == .ready || self.status == .asked || self.status == .waiting
    }
}
