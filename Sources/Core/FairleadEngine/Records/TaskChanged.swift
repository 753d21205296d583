public import FairleadCanonical
public import FairleadDomain

/// A task was claimed, completed or cancelled.
public struct TaskChanged: AnchorRecord {
    public static let type = "task-changed"

    public let matter: String
    public let id: String
    public let status: TaskState.Status
    public let by: String?
    /// What the person says of it.
    public let note: String
    public let labels: Labels

    public init(
        matter: String, id: String, status: TaskState.Status, by: String?, note: String,
        labels: Labels
    ) {
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
        note.isEmpty ? [] : [Classified(labels, ["note": .string(note)])]
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        id = try reader.text("task")
        status = try reader.choice("status")
        by = reader.optionalText("by")
        note = reader.payload["note"]?.stringValue ?? ""
        labels = reader.payloadLabels
    }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(matter) { matter in
            guard let index = matter.tasks.firstIndex(where: { $0.id == id }) else { return }
            matter.tasks[index].status = status
            matter.tasks[index].by = by
            let work = matter.tasks[index]
            guard status == .completed, work.completesActivity else { return }
            matter.activities[work.activity]?.status = .done
            matter.values[work.activity] = CaseValue(
                value: ["outcome": "done"], schema: nil, labels: .none, place: mark.place,
                time: mark.time)
        }
    }
}
