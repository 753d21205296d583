import FEEL
import FairleadCanonical
import FairleadDomain
public import FairleadEngine
import FairleadPlaybook

extension Views {
    /// A task; what it is about only for whom it is for.
    public func task(_ task: TaskState, of matter: CaseState) -> LabelledJSON {
        .object(
            LabelledJSON.members([
                "id": .text(task.id),
                "case": .text(matter.id),
                "activity": .text(task.activity),
                "title": .value(.string(task.title), task.labels),
                "queue": .text(task.queue),
                "skills": .texts(task.skills),
                "visibleTo": task.visibleTo.isEmpty ? nil : .texts(task.visibleTo),
                "state": .text(task.status.rawValue),
                "created": .time(task.created),
                "due": task.due.map { .time($0) },
                "by": task.by.map { .text($0) },
                "assignee": task.assignee.map { .text($0) },
                "delegatedBy": task.delegatedBy.map { .text($0) },
                "never": .texts(task.never),
                "form": form(of: task, matter),
                "recommended": task.recommended.map {
                    .value(.string($0), task.recommendedLabels.union(task.labels))
                },
            ]))
    }

    /// What is to be filled in: the names, and what they take.
    private func form(of task: TaskState, _ matter: CaseState) -> LabelledJSON? {
        guard task.completesActivity,
            let playbook = matter.playbook.flatMap({
                governance(of: matter.catalog)?.playbook($0)
            }),
            case .task(let work)? = playbook.activity(RunKey(task.activity).name)?.kind,
            !work.form.isEmpty
        else { return nil }
        let fields: [JSON] = work.form.map { field in
            var json: JSONObject = [
                "name": .string(field.name), "type": .string(field.typeText),
                "optional": .bool(field.isOptional),
            ]
            if case .enumeration(let values) = field.type.required {
                json["values"] = .array(values.map(JSON.string))
            }
            return .object(json)
        }
        return .value(.array(fields), task.labels)
    }
}
