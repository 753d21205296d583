import FairleadCanonical
import FairleadDomain
import FairleadEngine
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
            for matter in run.witness.anchors[touched.anchor]?.cases ?? [] {
                for effect in matter.effects
                where effect.status == .unknown || effect.status == .failed {
                    guard isTold(effect.id, matter) else {
                        throw broken(
                            "\(effect.operation) \(effect.id) is \(effect.status.rawValue), "
                                + "and nobody is told")
                    }
                }
            }
        }
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
        let timer = state.nextTimer { run.governance($0) }
        for matter in state.cases {
            for effect in matter.effects { try check(effect, matter, run) }
            guard !matter.isOver else { continue }
            // An exception that a person has settled says that they look after it.
            let waits =
                timer != nil || !matter.exceptions.isEmpty
                || matter.tasks.contains { $0.status == .open || $0.status == .claimed }
                || matter.approvals.contains { $0.status == .open }
            if !waits {
                throw broken(
                    "case \(matter.id) is \(matter.status.rawValue) by "
                        + "\(matter.playbook ?? "no playbook"), and waits for nothing")
            }
        }
    }

    private func check(_ effect: EffectState, _ matter: CaseState, _ run: Simulation) throws {
        let name = "\(effect.operation) \(effect.id)"
        guard matter.decisions.contains(where: { $0.id == effect.decision }) else {
            throw broken("\(name) has no ruling")
        }
        switch effect.status {
        case .ready, .attempting, .rechecking, .waitingForRetry, .held:
            let isAsked = matter.exceptions.contains {
                $0.about == effect.id && $0.status == .open
            }
            if !matter.isOver || effect.reverses != nil, !isAsked {
                throw broken("\(name) hangs in \(effect.status.rawValue)")
            }
        case .waitingForApproval:
            let isAsked = matter.approvals.contains {
                $0.effect == effect.id && $0.status == .open
            }
            if !isAsked { throw broken("\(name) waits for an approval that nobody is asked for") }
        case .done:
            if run.outside.arrived[effect.id, default: 0] == 0 {
                throw broken("\(name) is done, and never arrived")
            }
        case .advised, .unknown, .failed, .withdrawn: return
        }
    }
}

extension LookupState {
    fileprivate var isUnderWay: Bool {
        self.status == .ready || self.status == .asked || self.status == .waiting
    }
}
