import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// Work for people.
extension Stepper {
    mutating func claimTask(_ id: String) -> Rejection? {
        switch open(task: id) {
        case .failure(let rejection): return rejection
        case .success(let (matter, _)):
            emit(
                TaskChanged(
                    matter: matter, id: id, status: .claimed, by: context.principal.id,
                    note: "", labels: .internalUse))
            return nil
        }
    }

    mutating func completeTask(_ id: String, note: String, form: JSONObject) -> Rejection? {
        switch open(task: id) {
        case .failure(let rejection): return rejection
        case .success(let (matter, task)):
            let work = task.completesActivity ? work(of: task.activity, in: matter) : nil
            let filled: JSONObject
            switch checked(form, for: task, work, of: matter) {
            case .failure(let rejection): return rejection
            case .success(let value): filled = value
            }
            emit(
                TaskChanged(
                    matter: matter, id: id, status: .completed, by: context.principal.id,
                    note: note, labels: Labels.personal.union(task.labels), form: filled,
                    formLabels: labels(of: filled, for: task, work)))
            advance(matter)
            return nil
        }
    }

    mutating func releaseTask(_ id: String, reason: String) -> Rejection? {
        switch open(task: id) {
        case .failure(let rejection): return rejection
        case .success(let (matter, task)):
            guard task.holder == context.principal.id else {
                return Rejection(.conflict, "task-not-yours", "the task is not yours to give back")
            }
            if reason.isEmpty { return Self.reasonMissing }
            emit(
                TaskAssigned(
                    matter: matter, id: id, how: .released, to: task.delegatedBy,
                    from: context.principal.id, load: nil, reason: reason,
                    labels: Labels.personal.union(task.labels)))
            return nil
        }
    }

    /// Somebody else is to do it: whoever has it may lend it or hand it over, with a reason; who
    /// may assign gives it to whom he likes. Nobody gets what he may not do.
    mutating func assignTask(
        _ id: String, _ how: TaskAssigned.How, to name: String, reason: String
    ) -> Rejection? {
        let found = how == .assigned ? known(task: id) : open(task: id)
        switch found {
        case .failure(let rejection): return rejection
        case .success(let (matter, task)):
            if how != .assigned, task.holder != context.principal.id {
                return Rejection(.conflict, "task-not-yours", "the task is not yours to give")
            }
            if reason.isEmpty { return Self.reasonMissing }
            guard let member = context.staff.member(named: name) else {
                return Rejection(.notFound, "person-unknown", "nobody of that name has a token")
            }
            let person = member.principal(at: time)
            if member.id == task.holder {
                return Rejection(.conflict, "task-assigned", "the task is that person's already")
            }
            guard may(person, "tasks:work") else {
                return Rejection(.forbidden, "task-role", "that person's roles do no tasks")
            }
            if let objection = objection(to: person, doing: task) { return objection }
            emit(
                TaskAssigned(
                    matter: matter, id: id, how: how, to: member.id, from: task.holder,
                    load: load(of: member.id), reason: reason,
                    labels: Labels.personal.union(task.labels)))
            return nil
        }
    }

    private static var reasonMissing: Rejection {
        Rejection(.invalid, "reason-missing", "giving a task away needs its reason")
    }

    private typealias Found = Result<(matter: String, task: TaskState), Rejection>

    /// A task that is still to be done, by a person.
    private func known(task id: String) -> Found {
        for matter in state.cases {
            guard let task = matter.tasks.first(where: { $0.id == id }) else { continue }
            guard task.isOpen else {
                return .failure(
                    Rejection(.conflict, "task-over", "the task is \(task.status.rawValue)"))
            }
            if context.principal.kind != .person {
                return .failure(
                    Rejection(.forbidden, "task-not-a-person", "tasks are work for people"))
            }
            return .success((matter.id, task))
        }
        return .failure(Rejection(.notFound, "task-unknown", "no task \(id) is here"))
    }

    /// One that this person may do: it is nobody's, his own, or that of whom he stands in for.
    private func open(task id: String) -> Found {
        guard case .success(let (matter, task)) = known(task: id) else { return known(task: id) }
        let me = context.principal
        if let objection = objection(to: me, doing: task) { return .failure(objection) }
        if let holder = task.holder, holder != me.id {
            let lenders = context.staff.lenders(to: me.id, at: time)
            guard lenders.contains(where: { $0.id == holder }) else {
                return .failure(
                    task.status == .claimed
                        ? Rejection(
                            .conflict, "task-claimed", "somebody else has claimed the task")
                        : Rejection(
                            .conflict, "task-assigned", "the task is assigned to somebody else"))
            }
        }
        return .success((matter, task))
    }
}

extension Labels {
    /// What a person wrote in his own words may name people.
    static let personal = Labels(["personal"])
}
