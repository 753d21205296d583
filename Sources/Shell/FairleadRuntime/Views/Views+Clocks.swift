import FEEL
import FairleadCalendar
import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadPlaybook

extension Views {
    /// A clock with what it promises, how much of that is over, and what comes next.
    func clock(_ clock: ClockState, of matter: CaseState) -> LabelledJSON {
        let declared = matter.playbook
            .flatMap { governance(of: matter.catalog)?.playbook($0) }?
            .clocks.first { $0.name == clock.name }
        let business = BusinessTime(calendars: governance.calendars, zones: zones)
        // One that only events move records its deadline alone.
        let target =
            clock.times.target
            ?? clock.due.map { .elapsed($0.milliseconds - clock.started.milliseconds) }
        let used = target.flatMap {
            try? business.usedThousandths(
                of: $0, clock.counted, by: clock.stopped ?? min(now, .latest))
        }
        return .object(
            LabelledJSON.members([
                "name": .text(clock.name),
                "kind": declared.map { .text($0.kind.rawValue) },
                "target": target.map { .open($0.json) },
                "started": .time(clock.started),
                "due": clock.due.map { .time($0) },
                "percentUsed": used.map { .number(Int(clamping: $0 / 10)) },
                "pausedSince": clock.stopped == nil
                    ? clock.pausedSince.map { .time($0) } : nil,
                "next": clock.stopped == nil
                    ? declared.flatMap { next(clock, $0, target, business) } : nil,
                "stopped": clock.stopped.map { .time($0) },
                "rungs": .number(clock.rungs),
            ]))
    }

    /// The next rung: when, at which share of the target, who is told; and until when somebody on
    /// the last one must answer.
    private func next(
        _ clock: ClockState, _ declared: Clock, _ target: TimeTarget?, _ business: BusinessTime
    ) -> LabelledJSON? {
        let rung = clock.rungs < declared.ladder.count ? declared.ladder[clock.rungs] : nil
        guard rung != nil || clock.answerBy != nil else { return nil }
        let at = rung.flatMap { rung in
            target.flatMap {
                try? business.reaches(percent: rung.atPercent, of: $0, clock.counted)
            }
        }
        return .object(
            LabelledJSON.members([
                "at": at.map { .time($0) },
                "percent": rung.map { .number($0.atPercent) },
                "to": rung.map { .texts($0.to) },
                "answerBy": clock.answerBy.map { .time($0) },
            ]))
    }
}
