import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// Whose a task is: nobody's until somebody takes it, or somebody's at once.
extension Stepper {
    mutating func create(
        _ work: TaskWork, for activity: String, of id: String, completesActivity: Bool
    ) {
        let due = work.within.flatMap {
            deadline($0, of: id, about: activity, owner: owner(of: id))
        }
        let people = excludedPeople(by: work.never, in: matter(id))
        let assignee = assignee(for: work, excluding: people)
        let (recommended, labels) = recommended(by: work, of: id)
        emit(
            TaskCreated(
                matter: id, id: mint(.task), activity: activity,
                title: RunKey(activity).item.map { "\(work.title): \($0)" } ?? work.title,
                queue: work.queue, never: work.never.compactMap(\.role), neverPeople: people,
                skills: work.skills, visibleTo: work.visibleTo, assignee: assignee,
                load: assignee.map { load(of: $0) }, recommended: recommended,
                recommendedLabels: labels, due: due?.at, completesActivity: completesActivity,
                calendar: due?.calendar))
    }

    /// Of those who work in the queue, know what it takes, are there and may: who has the least
    /// to do for what he can, the first by name among equals. Nil: nobody, or whoever takes it.
    private func assignee(for work: TaskWork, excluding people: [String]) -> String? {
        let governance = context.governance
        guard !governance.workers.isEmpty, let queue = governance.queues[work.queue],
            queue.assignment == .automatic
        else { return nil }
        let wanted = queue.skills + work.skills
        var best: (id: String, load: Int, capacity: Int)?
        for worker in governance.workers
        where worker.queues.contains(queue.name) && wanted.allSatisfy(worker.skills.contains) {
            guard let member = context.staff.member(named: worker.name) else { continue }
            let person = member.principal(at: time)
            let load = load(of: member.id)
            guard load < worker.capacity, !context.staff.isAway(member.id, at: time),
                may(person, "tasks:work"),
                !person.roles.contains(where: work.never.compactMap(\.role).contains),
                !people.contains(person.id), !people.contains(person.name),
                sees(person, work.audience)
            else { continue }
            if let best, best.load * worker.capacity <= load * best.capacity { continue }
            best = (member.id, load, worker.capacity)
        }
        return best?.id
    }

    /// How many open tasks a person has: as the runtime has counted them before the step, and what
    /// it has changed.
    func load(of person: String) -> Int {
        context.taskLoad[person, default: 0] + state.taskLoad[person, default: 0]
            - before.taskLoad[person, default: 0]
    }

    func may(_ person: Principal, _ permission: String) -> Bool {
        person.roles.contains {
            context.governance.roles[$0]?.permissions.contains(permission) ?? false
        }
    }

    func sees(_ person: Principal, _ labels: Labels) -> Bool {
        labels.isEmpty || labels.isSubset(of: sight(of: person))
    }

    private func recommended(by work: TaskWork, of id: String) -> (String?, Labels) {
        guard let choice = work.choice, let value = choice.recommended,
            let playbook = playbook(of: matter(id)),
            case .success(.string(let text)) = scope(of: matter(id), playbook).evaluate(value)
        else { return (nil, .none) }
        // What is no option is no recommendation.
        guard choice.options.contains(text) else { return (nil, .none) }
        return (text, scope(of: matter(id), playbook).labels(of: value.reads))
    }

    /// Why this person may not do a task, whoever has it.
    func objection(to person: Principal, doing task: TaskState) -> Rejection? {
        if person.roles.contains(where: task.never.contains) {
            return Rejection(.forbidden, "task-never", "the task may not be done by this role")
        }
        if task.neverPeople.contains(person.id) || task.neverPeople.contains(person.name) {
            return Rejection(.forbidden, "task-never", "the task may not be done by this person")
        }
        if !sees(person, task.labels) {
            return Rejection(.forbidden, "task-unseen", "the task is for other roles")
        }
        return nil
    }
}
