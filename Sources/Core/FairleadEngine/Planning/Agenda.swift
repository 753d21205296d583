public import FairleadCanonical
public import FairleadDomain
import FairleadPlaybook

// What an anchor waits for, and what is ready to leave it.
extension AnchorState {
    /// Questions that are ready to be carried outside, in the order in which they were planned.
    public var readyLookups: [WorkItem] {
        var work: [WorkItem] = []
        for lookup in lookups where lookup.status == .ready {
            work.append(item(lookup, of: "", catalog: nil))
        }
        for matter in cases where !matter.isOver {
            for lookup in matter.lookups where lookup.status == .ready {
                work.append(item(lookup, of: matter.id, catalog: matter.catalog))
            }
        }
        return work
    }

    /// Effects that are ready to be carried outside, in the order in which they were planned.
    public var readyEffects: [WorkItem] {
        var work: [WorkItem] = []
        for matter in cases {
            for effect in matter.effects where effect.status == .ready {
                work.append(item(effect, of: matter))
            }
        }
        return work
    }

    private func item(
        _ lookup: LookupState, of matter: String, catalog: Digest?
    ) -> WorkItem {
        var kind = OperationDeclaration.Kind.lookup
        if case .estimate = lookup.purpose { kind = .estimate }
        return WorkItem(
            id: lookup.id, caseID: matter, kind: kind, operation: lookup.operation,
            arguments: lookup.arguments, reference: lookup.id, attempt: lookup.attempts + 1,
            mode: .perform, catalog: catalog ?? .zero)
    }

    private func item(_ effect: EffectState, of matter: CaseState) -> WorkItem {
        WorkItem(
            id: effect.id, caseID: matter.id, kind: .effect, operation: effect.operation,
            arguments: effect.leavingArguments, reference: effect.reference,
            attempt: effect.attempts + 1,
            mode: effect.findFirst ? .findFirst : .perform, catalog: matter.catalog)
    }

    /// Effects whose attempt left, or may have left, and of which nothing was heard.
    public var interrupted: [String] {
        cases.flatMap { matter in
            matter.effects.filter { $0.status == .attempting }.map(\.id)
        }
    }

    /// When there is something to do next; `Instant(milliseconds: 0)`: now; nil: nothing waits.
    public func due(_ governance: (Digest) -> Governance?) -> Instant? {
        isBusy ? Instant(milliseconds: 0) : nextTimer(governance)
    }

    /// Whether something is ready to leave, or under way.
    public var isBusy: Bool {
        isReady
            || cases.contains { matter in matter.effects.contains { $0.status == .attempting } }
    }

    /// Whether something is ready to leave.
    public var isReady: Bool {
        if !deliveries.isEmpty || lookups.contains(where: { $0.status == .ready }) { return true }
        return cases.contains { matter in
            matter.effects.contains { $0.status == .ready }
                || !matter.isOver && matter.lookups.contains { $0.status == .ready }
        }
    }

    /// When time alone brings something about next, whatever is under way; nil: never. `after`:
    /// what was due by then is left out.
    public func nextTimer(
        _ governance: (Digest) -> Governance?, after: Instant? = nil
    ) -> Instant? {
        var times: [Instant] = lookups.compactMap { $0.status == .waiting ? $0.retryAt : nil }
        times += events.compactMap { $0.parked?.until }
        for matter in cases {
            for effect in matter.effects where effect.status == .waitingForRetry {
                if let at = effect.retryAt { times.append(at) }
            }
            guard !matter.isOver else { continue }
            for lookup in matter.lookups where lookup.isOpen {
                if lookup.status == .waiting, let at = lookup.retryAt { times.append(at) }
                // A person was told that it is missing: its deadline brings nothing more.
                let isTold = matter.exceptions.contains { $0.about == lookup.id }
                if !lookup.missed, !isTold, lookup.purpose.hasDeadline {
                    times.append(lookup.deadline)
                }
            }
            for exception in matter.exceptions where matter.isToEscalate(exception) {
                if let due = exception.due { times.append(due) }
            }
            times += matter.approvals.filter { $0.status == .open }.map(\.expires)
            times += planned(matter, governance)
        }
        if let after { times.removeAll { $0 <= after } }
        return times.min()
    }

    private func planned(
        _ matter: CaseState, _ governance: (Digest) -> Governance?
    ) -> [Instant] {
        guard let name = matter.playbook, let playbook = governance(matter.catalog)?.playbook(name)
        else { return [] }
        var times: [Instant] = []
        for stage in matter.stages(of: playbook) {
            guard let entered = matter.stages[stage.name], entered.status == .entered,
                !matter.isTold(that: stage, isLateSince: entered)
            else { continue }
            if let due = entered.due(stage) { times.append(due) }
        }
        for clock in playbook.clocks {
            guard let running = matter.clocks.last(where: { $0.name == clock.name }),
                running.stopped == nil
            else { continue }
            if let milliseconds = clock.plainMilliseconds {
                guard running.rungs < clock.ladder.count else { continue }
                let percent = clock.ladder[running.rungs].atPercent
                times.append(running.at(percent: percent, of: milliseconds))
            } else {
                times += [running.times.next, running.times.beat].compactMap { $0 }
            }
        }
        return times
    }
}

extension StageState {
    /// When it must be complete.
    func due(_ stage: Stage) -> Instant? {
        stage.otherwise.by.elapsedMilliseconds.map {
            Instant(milliseconds: entered.milliseconds + $0)
        } ?? due
    }
}

extension Lookup.Purpose {
    /// Whether the matter goes on without an answer after some time.
    var hasDeadline: Bool {
        if case .recheck = self { return false }
        return true
    }
}
