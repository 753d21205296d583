import FairleadCalendar
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// Who is told as a clock runs out, and what comes again and again as long as it runs.
extension Stepper {
    /// Climbs what is due. A rung that nobody answered in time leads to the next at once.
    mutating func climb(_ clock: Clock, of id: String) {
        while let known = running(clock, of: id) {
            if known.answerBy != nil, isAnswered(known, of: id) {
                change(clock, of: id, .acknowledged)
                continue
            }
            guard let next = known.times.next, next <= time else { return }
            let isUnanswered = known.answerBy.map { $0 <= time } ?? false
            if known.rungs < clock.ladder.count {
                climb(to: known.rungs, of: clock, in: id)
            } else if isUnanswered {
                change(clock, of: id, .unanswered)
                raise(
                    "escalation-unanswered", owner: owner(of: id), about: clock.name, in: id,
                    "\(clock.name): nobody on the last rung has answered")
            } else {
                return
            }
        }
    }

    private func isAnswered(_ known: ClockState, of id: String) -> Bool {
        matter(id).tasks.contains {
            known.told.contains($0.id) && ($0.status == .claimed || $0.status == .completed)
        }
    }

    private mutating func climb(to index: Int, of clock: Clock, in id: String) {
        let rung = clock.ladder[index]
        var tasks: [String] = []
        for role in rung.to {
            tasks.append(mint(.task))
            create(
                TaskWork(
                    title: "\(clock.name): \(rung.atPercent) % of the time is over",
                    queue: role, within: rung.acknowledgeWithin, never: []),
                for: clock.name, of: id, completesActivity: false)
        }
        let answerBy = rung.acknowledgeWithin.flatMap {
            deadline($0, of: id, about: clock.name, owner: owner(of: id))?.at
        }
        change(clock, of: id, .rung(index + 1, tasks: tasks, answerBy: answerBy))
    }

    /// Records a change of a clock that runs, with what it comes to after it.
    private mutating func change(
        _ clock: Clock, of id: String, _ change: ClockChanged.Change
    ) {
        guard var now = running(clock, of: id) else { return }
        now.take(change, nil, at: time)
        let times = times(of: clock, now, in: id)
        emit(ClockChanged(matter: id, clock: clock.name, change: change, times: times))
    }

    /// Its work comes again. What is not done yet does not come twice, and what was missed while
    /// nothing ran comes once.
    mutating func beat(_ clock: Clock, of id: String) {
        guard let beat = clock.beat, let known = running(clock, of: id),
            let due = known.times.beat, due <= time, let playbook = playbook(of: matter(id)),
            let every = scope(of: matter(id), playbook).target(beat.every),
            let measure = try? business.measure(of: every),
            let each = try? business.budget(of: every, from: known.started),
            let used = try? known.counted.used(by: time, measure)
        else { return }
        let isOpen = matter(id).tasks.contains {
            known.beatTasks.contains($0.id) && ($0.status == .open || $0.status == .claimed)
        }
        var tasks: [String] = []
        for role in beat.to where !isOpen {
            tasks.append(mint(.task))
            create(
                TaskWork(title: beat.title, queue: role, within: nil, never: []),
                for: clock.name, of: id, completesActivity: false)
        }
        let number = max(known.beats + 1, Int(used / max(each, 1)))
        change(clock, of: id, .beat(number, tasks: tasks))
    }
}
