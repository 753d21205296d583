import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// What time alone brings about. The state says what is due, so that waking twice does nothing.
extension Stepper {
    mutating func wake() {
        for lookup in state.lookups where lookup.isDue(at: time) {
            emit(LookupChanged(matter: nil, id: lookup.id, change: .due))
        }
        drain()
        for id in state.cases.map(\.id) {
            wakeLookups(of: id)
            wakeEffects(of: id)
            guard !matter(id).isOver else { continue }
            wakeApprovals(of: id)
            wakeStages(of: id)
            wakeClocks(of: id)
            wakeExceptions(of: id)
            advance(id)
        }
    }

    private mutating func wakeLookups(of id: String) {
        for lookup in matter(id).lookups where lookup.isOpen {
            if lookup.isDue(at: time) {
                emit(LookupChanged(matter: id, id: lookup.id, change: .due))
            }
            guard lookup.deadline <= time, !lookup.missed else { continue }
            miss(lookup, of: id)
        }
    }

    /// The time in which an answer was hoped for is over.
    private mutating func miss(_ lookup: LookupState, of id: String) {
        switch lookup.purpose {
        case .estimate(let activity):
            guard let estimate = estimate(activity, of: id) else { return }
            fallBack(on: estimate, activity, of: id, "late", lookup: lookup.id)
        case .input:
            let input = playbookOrCandidate(of: id)?.inputs.first { $0.name == lookup.name }
            guard input?.otherwise != Input.Otherwise.exception else {
                raise(
                    "input-missing", owner: owner(of: id), about: lookup.id, in: id,
                    "\(lookup.name) did not come in time")
                return
            }
            emit(LookupChanged(matter: id, id: lookup.id, change: .missed))
        case .activity: giveUp(lookup, "late", of: id)
        case .recheck: return
        }
    }

    private mutating func wakeEffects(of id: String) {
        for effect in matter(id).effects where effect.status == .waitingForRetry {
            guard let at = effect.retryAt, at <= time else { continue }
            if effect.reverses == nil, let why = obstacle(to: id) {
                emit(EffectChanged(matter: id, id: effect.id, status: .held, reason: why))
                continue
            }
            emit(EffectChanged(matter: id, id: effect.id, status: .ready, reason: nil))
        }
    }

    private mutating func wakeApprovals(of id: String) {
        for approval in matter(id).approvals
        where approval.status == .open && approval.expires <= time {
            guard matter(id).approval(approval.id)?.status == .open else { continue }
            emit(
                ApprovalDecided(
                    matter: id, id: approval.id, status: .expired, by: nil, checks: [],
                    reason: "", labels: .internalUse))
            if askNext(instead: approval, of: id) { continue }
            endWithoutConsent(approval.effect, of: id, "expired", \.ifExpired)
        }
    }

    private mutating func wakeStages(of id: String) {
        guard let playbook = playbook(of: matter(id)) else { return }
        for stage in matter(id).stages(of: playbook) {
            guard let entered = matter(id).stages[stage.name], entered.status == .entered,
                let due = entered.due(stage), due <= time
            else { continue }
            guard !matter(id).isTold(that: stage, isLateSince: entered) else { continue }
            raise(
                stage.otherwise.code, owner: stage.otherwise.owner, about: stage.name, in: id,
                "stage \(stage.name) is not complete in its time")
        }
    }

    private mutating func wakeClocks(of id: String) {
        guard let playbook = playbook(of: matter(id)) else { return }
        // Those that more than events move are tended whenever the case advances.
        for clock in playbook.clocks {
            guard let milliseconds = clock.plainMilliseconds,
                let running = matter(id).clocks.last(where: { $0.name == clock.name }),
                running.stopped == nil
            else { continue }
            for (index, rung) in clock.ladder.enumerated() where index >= running.rungs {
                guard running.at(percent: rung.atPercent, of: milliseconds) <= time else { break }
                emit(
                    ClockChanged(
                        matter: id, clock: clock.name,
                        change: .rung(index + 1, tasks: [], answerBy: nil)))
                for role in rung.to {
                    create(
                        TaskWork(
                            title: "\(clock.name): \(rung.atPercent) % of the time is over",
                            queue: role, within: nil),
                        for: clock.name, of: id, completesActivity: false)
                }
            }
        }
    }
}

extension Stepper {
    /// What nobody has dealt with in its time becomes somebody's task, once.
    private mutating func wakeExceptions(of id: String) {
        for exception in matter(id).exceptions where matter(id).isToEscalate(exception) {
            guard let due = exception.due, due <= time, let queue = exception.escalatesTo else {
                continue
            }
            let title = governance(of: matter(id)).exceptions[exception.code]?.title
            create(
                TaskWork(
                    title: "Overdue: \(title ?? exception.code)", queue: queue,
                    within: nil, never: []),
                for: exception.id, of: id, completesActivity: false)
        }
    }
}

extension CaseState {
    /// Whether somebody was told that a stage is late: once for each time that it was entered, and
    /// not while it is still somebody's of an earlier time.
    func isTold(that stage: Stage, isLateSince entered: StageState) -> Bool {
        self.exceptions.contains { exception in
            guard exception.about == stage.name else { return false }
            if exception.raised >= entered.entered { return true }
            return exception.status == .open && exception.code == stage.otherwise.code
        }
    }

    /// Whether an exception is to become a task when its time is over.
    func isToEscalate(_ exception: ExceptionState) -> Bool {
        exception.status == .open && exception.escalatesTo != nil
            && !self.tasks.contains { $0.activity == exception.id }
    }
}

extension LookupState {
    func isDue(at time: Instant) -> Bool {
        self.status == .waiting && self.retryAt.map { $0 <= time } ?? false
    }
}

extension ClockState {
    func at(percent: Int, of milliseconds: Int64) -> Instant {
        Instant(milliseconds: started.milliseconds + milliseconds * Int64(percent) / 100)
    }
}
