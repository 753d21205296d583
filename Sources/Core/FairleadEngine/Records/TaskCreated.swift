public import FairleadCanonical
import FairleadDomain

/// Work for a person was put into a queue.
public struct TaskCreated: AnchorRecord {
    public static let type = "task-created"

    public let matter: String
    public let id: String
    public let activity: String
    public let title: String
    public let queue: String
    public let never: [String]
    public let due: Instant?
    public let completesActivity: Bool

    public init(
        matter: String, id: String, activity: String, title: String, queue: String,
        never: [String], due: Instant?, completesActivity: Bool
    ) {
        self.matter = matter
        self.id = id
        self.activity = activity
        self.title = title
        self.queue = queue
        self.never = never
        self.due = due
        self.completesActivity = completesActivity
    }

    public var caseID: String? { matter }

    public var fields: JSONObject {
        JSONObject(present: [
            "task": .string(id),
            "activity": .string(activity),
            "title": .string(title),
            "queue": .string(queue),
            "never": never.isEmpty ? nil : JSON(never),
            "due": .time(due),
            "completesActivity": .flag(completesActivity),
        ])
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        id = try reader.text("task")
        activity = try reader.text("activity")
        title = try reader.text("title")
        queue = try reader.text("queue")
        never = try reader.texts("never")
        due = reader.optionalInstant("due")
        completesActivity = reader.flag("completesActivity")
    }

    public var changes: SeenChange { .nothing }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(matter) { matter in
            matter.tasks.append(
                TaskState(
                    id: id, activity: activity, title: title, queue: queue, never: never,
                    created: mark.time, due: due, completesActivity: completesActivity))
            guard completesActivity else { return }
            matter.activities[activity] = ActivityState(
                status: .running, restarts: matter.restarts[activity] ?? 0)
        }
    }
}
