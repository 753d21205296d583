public import FairleadCanonical
public import FairleadDomain
import FairleadPlaybook

/// Work for a person was put into a queue.
public struct TaskCreated: AnchorRecord {
    public static let type = "task-created"

    public let matter: String
    public let id: String
    public let activity: String
    public let title: String
    public let queue: String
    /// Roles that may not do it.
    public let never: [String]
    /// Names or ids of people who may not.
    public let neverPeople: [String]
    public let skills: [String]
    /// The roles that it is for; its title is then told to nobody else.
    public let visibleTo: [String]
    /// The principal's id of who is to do it, and how many open tasks he had.
    public let assignee: String?
    public let load: Int?
    /// What is recommended, where it is a choice.
    public let recommended: String?
    public let recommendedLabels: Labels
    public let due: Instant?
    public let completesActivity: Bool
    /// By which it is due, where one counts.
    public let calendar: CalendarUse?

    public init(
        matter: String, id: String, activity: String, title: String, queue: String,
        never: [String], neverPeople: [String] = [], skills: [String] = [],
        visibleTo: [String] = [], assignee: String? = nil, load: Int? = nil,
        recommended: String? = nil, recommendedLabels: Labels = .none, due: Instant?,
        completesActivity: Bool, calendar: CalendarUse? = nil
    ) {
        self.calendar = calendar
        self.neverPeople = neverPeople
        self.skills = skills
        self.visibleTo = visibleTo
        self.assignee = assignee
        self.load = load
        self.recommended = recommended
        // Without a payload no labels are stored.
        self.recommendedLabels =
            recommended == nil ? .none : Classified(recommendedLabels, .null).labels
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
            "title": visibleTo.isEmpty ? .string(title) : nil,
            "queue": .string(queue),
            "never": never.isEmpty ? nil : JSON(never),
            "skills": skills.isEmpty ? nil : JSON(skills),
            "visibleTo": visibleTo.isEmpty ? nil : JSON(visibleTo),
            "assignee": .text(assignee),
            "load": load.map { .integer(Int64($0)) },
            "due": .time(due),
            "completesActivity": .flag(completesActivity),
            "calendar": calendar?.json,
        ])
    }

    private var audience: Labels { TaskWork.audience(of: visibleTo) }

    public var classified: [Classified] {
        var parts = PayloadParts()
        if !visibleTo.isEmpty { parts.add(audience, "title", .string(title)) }
        if !neverPeople.isEmpty { parts.add(.personal, "never", JSON(neverPeople)) }
        if let recommended {
            parts.add(recommendedLabels, "recommended", .string(recommended))
        }
        return parts.all
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        id = try reader.text("task")
        activity = try reader.text("activity")
        visibleTo = try reader.texts("visibleTo")
        title =
            visibleTo.isEmpty
            ? try reader.text("title") : reader.part("title")?.value.stringValue ?? ""
        neverPeople =
            (reader.part("never")?.value.arrayValue ?? []).compactMap(\.stringValue)
        skills = try reader.texts("skills")
        assignee = reader.optionalText("assignee")
        load = reader.optionalInteger("load").map { Int($0) }
        let found = reader.part("recommended")
        recommended = found?.value.stringValue
        recommendedLabels = found?.labels ?? .none
        queue = try reader.text("queue")
        never = try reader.texts("never")
        due = reader.optionalInstant("due")
        completesActivity = reader.flag("completesActivity")
        calendar = CalendarUse(reader.fields["calendar"])
    }

    public var changes: SeenChange { .nothing }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(matter) { matter in
            matter.tasks.append(
                TaskState(
                    id: id, activity: activity, title: title, queue: queue, never: never,
                    neverPeople: neverPeople, skills: skills, visibleTo: visibleTo,
                    labels: audience, recommended: recommended,
                    recommendedLabels: recommendedLabels, created: mark.time, due: due,
                    assignee: assignee, completesActivity: completesActivity))
            guard completesActivity else { return }
            matter.activities[activity] = ActivityState(
                status: .running, restarts: matter.restarts[activity] ?? 0)
        }
        if let assignee { state.addLoad(1, to: assignee) }
    }
}
