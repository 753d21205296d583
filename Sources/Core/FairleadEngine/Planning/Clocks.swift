import FairleadCalendar
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// Clocks start, stop, pause, and are computed anew.
extension Stepper {
    /// Those that count from the moment at which a playbook takes a case.
    mutating func startClocks(_ id: String) {
        guard let playbook = playbook(of: matter(id)) else { return }
        for clock in playbook.clocks where clock.startsOn.isEmpty { start(clock, of: id) }
    }

    /// Those that its playbook had not before the case was migrated.
    mutating func start(_ missed: [String: Instant], of id: String) {
        for clock in playbook(of: matter(id))?.clocks ?? [] {
            if let since = missed[clock.name] { start(clock, of: id, since: since) }
        }
    }

    mutating func stop(_ clocks: [String], of id: String) {
        for clock in clocks {
            emit(ClockChanged(matter: id, clock: clock, change: .stopped))
        }
    }

    /// What an event starts and stops, but for what a later one of its record has undone.
    mutating func tellClocks(
        _ event: String, since later: [KnownEvent], of id: String, _ playbook: Playbook
    ) {
        func isUndone(by triggers: [Clock.Trigger]) -> Bool {
            later.contains { triggers.contains(.event($0.type)) }
        }
        for clock in playbook.clocks {
            let known = matter(id).clocks.last { $0.name == clock.name }
            let isRunning = known.map { $0.stopped == nil } ?? false
            if isRunning, clock.stopsOn.contains(.event(event)), !isUndone(by: clock.startsOn) {
                emit(ClockChanged(matter: id, clock: clock.name, change: .stopped))
            } else if !isRunning, clock.startsOn.contains(.event(event)),
                !isUndone(by: clock.stopsOn)
            {
                start(clock, of: id)
            }
        }
    }

    private mutating func start(_ clock: Clock, of id: String, since: Instant? = nil) {
        var times = ClockChanged.Times()
        if let milliseconds = clock.plainMilliseconds, since == nil {
            times.due = Instant(milliseconds: time.milliseconds + milliseconds)
        } else {
            let new = ClockState(name: clock.name, started: since ?? time, times: times)
            times = self.times(of: clock, new, in: id)
        }
        emit(
            ClockChanged(
                matter: id, clock: clock.name, change: .started(since: since), times: times))
    }

    /// Sees to all clocks of a case that more than events move.
    mutating func tendClocks(of id: String) {
        let known = matter(id)
        guard let playbook = playbook(of: known), playbook.hasTendedClocks,
            known.status == .open
        else { return }
        for clock in playbook.clocks where clock.plainMilliseconds == nil {
            if running(clock, of: id) == nil, let since = startedMeanwhile(clock, matter(id)) {
                start(clock, of: id, since: since == time ? nil : since)
            }
            guard let known = running(clock, of: id) else { continue }
            let isOver = clock.stopsOn.contains {
                $0.end(in: matter(id)).map { $0 >= known.started } ?? false
            }
            if isOver {
                emit(ClockChanged(matter: id, clock: clock.name, change: .stopped))
                continue
            }
            adjust(clock, known, of: id, playbook)
            climb(clock, of: id)
            beat(clock, of: id)
        }
    }

    /// The clock as it runs; nil: it does not.
    func running(_ clock: Clock, of id: String) -> ClockState? {
        matter(id).clocks.last { $0.name == clock.name && $0.stopped == nil }
    }

    /// When something that starts a clock happened, if that was after it last stopped.
    private func startedMeanwhile(_ clock: Clock, _ matter: CaseState) -> Instant? {
        let last = matter.clocks.last { $0.name == clock.name }?.stopped
        for trigger in clock.startsOn {
            guard let moment = trigger.beginning(in: matter) else { continue }
            if last.map({ moment > $0 }) ?? true { return moment }
        }
        return nil
    }

    /// What facts and calendars say now: a pause, another target, another calendar.
    private mutating func adjust(
        _ clock: Clock, _ known: ClockState, of id: String, _ playbook: Playbook
    ) {
        var now = known
        let isPaused = clock.pausesWhile.map { isTrueYet($0, of: matter(id), playbook) } ?? false
        if isPaused != (known.pausedSince != nil) {
            now.take(isPaused ? .paused : .resumed, nil, at: time)
            let times = times(of: clock, now, in: id)
            emit(
                ClockChanged(
                    matter: id, clock: clock.name, change: isPaused ? .paused : .resumed,
                    times: times))
            return
        }
        guard let reason = reasonToRecompute(clock, known, in: id, playbook) else { return }
        let restarts =
            reason == .target && clock.onChange == .restart && known.times.target != nil
        let change = ClockChanged.Change.recomputed(
            reason, restarted: restarts, was: known.times)
        now.take(change, nil, at: time)
        let times = times(of: clock, now, in: id)
        // Nothing more is known than before.
        if times == known.times, !restarts { return }
        emit(ClockChanged(matter: id, clock: clock.name, change: change, times: times))
    }

    private func reasonToRecompute(
        _ clock: Clock, _ known: ClockState, in id: String, _ playbook: Playbook
    ) -> ClockChanged.Reason? {
        guard let allowance = clock.target ?? clock.beat?.every else { return nil }
        if !allowance.expressions.isEmpty, clock.target != nil,
            let target = scope(of: matter(id), playbook).target(allowance),
            target != known.times.target
        {
            return .target
        }
        if let name = known.times.target?.calendar {
            let use = calendarUse(name)
            if use?.digest != known.times.calendar || use?.zones != known.times.zones {
                return .calendar
            }
        }
        let isOpen = clock.target != nil && known.times.due == nil && known.pausedSince == nil
        return isOpen ? .decided : nil
    }

    /// What a clock comes to, as it stands. What cannot be computed is left open, and somebody
    /// hears of it.
    mutating func times(
        of clock: Clock, _ known: ClockState, in id: String
    ) -> ClockChanged.Times {
        var times = ClockChanged.Times()
        guard let playbook = playbook(of: matter(id)) else { return times }
        let scope = scope(of: matter(id), playbook)
        // What facts do not say any more stays as it was promised.
        times.target = clock.target.flatMap { scope.target($0) } ?? known.times.target
        do throws(CalendarError) {
            if let target = times.target {
                let use = calendarUse(target.calendar)
                times.calendar = use?.digest
                times.zones = use?.zones
                times.due = try business.deadline(of: target, known.counted)
                let rung = try rungTime(clock, known, target)
                times.next = [rung, known.answerBy].compactMap { $0 }.min()
            }
            if let every = clock.beat.flatMap({ scope.target($0.every) }) {
                times.beat = try beatTime(known, every)
            }
        } catch {
            raise(
                "clock-undecided", owner: playbook.owner, about: clock.name, in: id,
                "\(clock.name): \(error.message)")
            times.due = nil
            times.next = known.answerBy
            times.beat = nil
        }
        return times
    }

    private func rungTime(
        _ clock: Clock, _ known: ClockState, _ target: TimeTarget
    ) throws(CalendarError) -> Instant? {
        guard known.rungs < clock.ladder.count else { return nil }
        return try business.reaches(
            percent: clock.ladder[known.rungs].atPercent, of: target, known.counted)
    }

    private func beatTime(
        _ known: ClockState, _ every: TimeTarget
    ) throws(CalendarError) -> Instant? {
        let each = try business.budget(of: every, from: known.started)
        let (total, overflow) = each.multipliedReportingOverflow(by: Int64(known.beats + 1))
        guard !overflow else { throw .overflow }
        return try known.counted.reaches(total, business.measure(of: every))
    }
}
