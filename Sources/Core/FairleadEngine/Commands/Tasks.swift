import FairleadCanonical
import FairleadDomain

// Work for people.
extension Stepper {
    mutating func claimTask(_ id: String) -> Rejection? {
        switch open(task: id) {
        case .failure(let rejection): return rejection
        case .success(let (matter, task)):
            if task.status == .claimed, task.by != context.principal.id {
                return Rejection(.conflict, "task-claimed", "somebody else has claimed the task")
            }
            emit(
                TaskChanged(
                    matter: matter, id: id, status: .claimed, by: context.principal.id,
                    note: "", labels: .internalUse))
            return nil
        }
    }

    mutating func completeTask(_ id: String, note: String) -> Rejection? {
        switch open(task: id) {
        case .failure(let rejection): return rejection
        case .success(let (matter, task)):
            if task.status == .claimed, task.by != context.principal.id {
                return Rejection(.conflict, "task-claimed", "somebody else has claimed the task")
            }
            emit(
                TaskChanged(
                    matter: matter, id: id, status: .completed, by: context.principal.id,
                    note: note, labels: .personal))
            advance(matter)
            return nil
        }
    }

    private func open(task id: String) -> Result<(matter: String, task: TaskState), Rejection> {
        for matter in state.cases {
            guard let task = matter.tasks.first(where: { $0.id == id }) else { continue }
            guard task.status == .open || task.status == .claimed else {
                return .failure(
                    Rejection(.conflict, "task-over", "the task is \(task.status.rawValue)"))
            }
            if context.principal.kind != .person {
                return .failure(
                    Rejection(.forbidden, "task-not-a-person", "tasks are work for people"))
            }
            if context.principal.roles.contains(where: task.never.contains) {
                return .failure(
                    Rejection(.forbidden, "task-never", "the task may not be done by this role"))
            }
            return .success((matter.id, task))
        }
        return .failure(Rejection(.notFound, "task-unknown", "no task \(id) is here"))
    }
}

extension Labels {
    /// What a person wrote in their own words may name people.
    static let personal = Labels(["personal"])
}
