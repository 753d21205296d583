public import FairleadCanonical
public import FairleadDomain

/// A task was claimed, completed or cancelled, with what was filled in.
public struct TaskChanged: AnchorRecord {
    public static let type = "task-changed"

    public let matter: String
    public let id: String
    public let status: TaskState.Status
    public let by: String?
    /// What the person says of it.
    public let note: String
    public let labels: Labels
    /// What was filled in, by field; empty: there was no form.
    public let form: JSONObject
    public let formLabels: Labels

    public init(
        matter: String, id: String, status: TaskState.Status, by: String?, note: String,
        labels: Labels, form: JSONObject = [:], formLabels: Labels = .none
    ) {
        self.form = form
        self.formLabels = form.isEmpty ? .none : Classified(formLabels, .null).labels
        self.matter = matter
        self.id = id
        self.status = status
        self.by = by
        self.note = note
        self.labels = labels
    }

    public var caseID: String? { matter }

    public var fields: JSONObject {
        JSONObject(present: [
            "task": .string(id),
            "status": .string(status.rawValue),
            "by": .text(by),
        ])
    }

    public var classified: [Classified] {
        var parts = PayloadParts()
        if !note.isEmpty { parts.add(labels, "note", .string(note)) }
        if !form.isEmpty { parts.add(formLabels, "form", .object(form)) }
        return parts.all
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        id = try reader.text("task")
        status = try reader.choice("status")
        by = reader.optionalText("by")
        let said = reader.part("note")
        note = said?.value.stringValue ?? ""
        labels = said?.labels ?? .none
        let filled = reader.part("form")
        form = filled?.value.objectValue ?? [:]
        formLabels = filled?.labels ?? .none
    }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.changeTask(id, of: matter) { task, matter in
            task.status = status
            task.by = by
            guard status == .completed, task.completesActivity else { return }
            matter.activities[task.activity]?.status = .done
            var value: JSONObject = ["outcome": "done"]
            for (name, filled) in form { value[name] = filled }
            matter.values[task.activity] = CaseValue(
                value: .object(value), schema: nil, labels: formLabels, place: mark.place,
                time: mark.time)
        }
    }
}
