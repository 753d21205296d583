import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadPlaybook

// What may leave: as long as there is room at its connector, its circuit is closed, nobody said
// that it is down, and it was not asked too often.
extension Runtime {
    /// Takes a place for work that is ready; false: it waits, and its anchor is called when there
    /// is one.
    func admit(_ work: WorkItem, _ place: DispatchQueueState.Place) -> Bool {
        let operation = governance.operations[work.operation]
        let group = operation?.group ?? work.operation.connector
        guard dispatch.hasRoom(group, limits.connectorWorkMax) else {
            dispatch.wait(place, for: group, weight: weight(of: place))
            return false
        }
        let (isOpen, next) = gates.look(group, governance, registry.downtime, at: now)
        guard isOpen else {
            dispatch.wait(place, for: group, weight: weight(of: place))
            if let next { wakeGates(at: next) }
            return false
        }
        let requests = (operation?.requestsEach ?? 1) + (work.mode == .findFirst ? 1 : 0)
        gates.pass(group, requests: requests, at: now)
        dispatch.take(work.id, for: group)
        return true
    }

    /// By the most urgent of an anchor's cases.
    private func weight(of place: DispatchQueueState.Place) -> Int {
        let scores = anchors[place.anchor]?.state.cases.lazy
            .filter { !$0.isOver }.map(\.scoreThousandths)
        return DispatchQueueState.weight(ofScore: scores?.max() ?? 0)
    }

    /// Calls those who wait for a connector, as long as there is something that may leave.
    func fill(_ connector: String) throws {
        while let next = nextWaiting(for: connector) {
            try hold(next.anchor, next.shard)
            try dispatchWork(of: next.anchor)
        }
    }

    private func nextWaiting(for connector: String) -> DispatchQueueState.Place? {
        guard dispatch.hasRoom(connector, limits.connectorWorkMax) else { return nil }
        for group in dispatch.groupsWaiting(for: connector) {
            let (isOpen, next) = gates.look(group, governance, registry.downtime, at: now)
            if isOpen { return dispatch.popWaiting(for: group) }
            if let next { wakeGates(at: next) }
        }
        return nil
    }

    /// Takes to heart what an answer says of its system; what changes by it is recorded.
    func hear(_ answer: Answer, of work: String) throws {
        guard let group = dispatch.group(of: work),
            let turn = gates.hear(answer, of: group, governance, at: now)
        else { return }
        switch turn {
        case .closed: try step(.turnCircuit(group: group, until: nil), by: .system)
        case .open(let until):
            try step(.turnCircuit(group: group, until: until), by: .system)
            wakeGates(at: until)
        }
    }

    private func wakeGates(at time: Instant) {
        wakes.push(time, shard: Shards.registry, anchor: RegistryState.anchor)
    }

    /// Gates open by time: a circuit is tried again, a bucket has filled, a declaration is over.
    func openGates() throws {
        for (subject, declaration) in registry.downtime.declared.sorted(by: { $0.key < $1.key }) {
            guard let until = declaration.until else { continue }
            if until > now {
                wakeGates(at: until)
            } else {
                try step(
                    .liftContinuity(subject: subject, reason: "its time is over"), by: .system)
            }
        }
        try fillAll()
    }

    /// What a command to the registry changes for all that follows.
    func follow(_ command: RegistryCommand) throws {
        switch command {
        case .declareContinuity(_, let until?, _): wakeGates(at: until)
        case .liftContinuity: try fillAll()
        case .activate(let digest, _): bringIntoForce(digest)
        default: break
        }
    }

    private func fillAll() throws {
        for connector in dispatch.connectorsWaiting { try fill(connector) }
    }

    /// After a start: what was open is open, and what ends by itself will.
    func restoreGates() {
        gates.restore(registry.downtime, governance)
        if !registry.downtime.isEmpty { wakeGates(at: now) }
    }

    /// How work for each system and model fares.
    public var outflow: [OutflowState] {
        let downtime = registry.downtime
        let systems = governance.operationGroups.map { group in
            let declaration =
                downtime.declared[group]
                ?? downtime.declared[group.connector]
            return outflow(of: group, .system, declaration, gates.state(of: group))
        }
        return systems
            + governance.models.map {
                outflow(of: $0, .model, downtime.declared[$0], .closed(failures: 0))
            }
    }

    private func outflow(
        of subject: String, _ kind: OutflowState.Kind, _ declaration: Downtime.Declaration?,
        _ circuit: CircuitBreaker.State
    ) -> OutflowState {
        let open = kind == .system ? registry.downtime.circuits[subject] : nil
        let state: OutflowState.State
        switch circuit {
        case _ where declaration != nil: state = .down
        case .closed: state = .up
        case .open: state = .down
        case .halfOpen: state = .trying
        }
        return OutflowState(
            subject: subject, kind: kind, state: state,
            cause: declaration != nil ? .declared : state == .up ? nil : .circuit,
            since: declaration?.since ?? open?.since,
            until: declaration != nil ? declaration?.until : open?.until,
            declaration: declaration, waiting: dispatch.waitingCount(for: subject))
    }
}
