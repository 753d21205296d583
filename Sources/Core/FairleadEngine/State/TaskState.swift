public import FairleadCanonical
public import FairleadDomain

/// Work for a person (a public `Task` would break `Task { }` in every importer).
public struct TaskState: Sendable, Hashable {
    public enum Status: String, Sendable, Hashable { case open, claimed, completed, cancelled }

    public let id: String
    /// The activity that it belongs to, or the clock's name for an escalation.
    public let activity: String
    public let title: String
    public let queue: String
    /// Roles that may not do it.
    public let never: [String]
    /// Names or ids of people who may not.
    public internal(set) var neverPeople: [String] = []
    public internal(set) var skills: [String] = []
    /// The roles that it is for; empty: all that work.
    public internal(set) var visibleTo: [String] = []
    /// The labels of its title.
    public internal(set) var labels = Labels.none
    /// What is recommended, where it is a choice.
    public internal(set) var recommended: String?
    public internal(set) var recommendedLabels = Labels.none
    public let created: Instant
    public let due: Instant?
    public internal(set) var status: Status = .open
    /// Who has claimed or completed it.
    public internal(set) var by: String?
    /// The principal's id of who is to do it, as long as it is nobody else's.
    public internal(set) var assignee: String?
    /// Who answers for it, where he gave it to the assignee.
    public internal(set) var delegatedBy: String?
    /// Whether the activity is done when the task is.
    public let completesActivity: Bool

    public var isOpen: Bool { status == .open || status == .claimed }

    /// Whose load it is.
    public var holder: String? { isOpen ? (status == .claimed ? by : assignee) : nil }
}

extension AnchorState {
    /// Changes a task of a case, and with it whose load it is.
    mutating func changeTask(
        _ id: String, of matter: String, _ change: (inout TaskState, inout Case) -> Void
    ) {
        var before: String?
        var after: String?
        self.change(matter) { matter in
            guard let index = matter.tasks.firstIndex(where: { $0.id == id }) else { return }
            var task = matter.tasks[index]
            before = task.holder
            change(&task, &matter)
            after = task.holder
            matter.tasks[index] = task
        }
        guard before != after else { return }
        if let before { addLoad(-1, to: before) }
        if let after { addLoad(1, to: after) }
    }

    mutating func addLoad(_ count: Int, to person: String) {
        let load = taskLoad[person, default: 0] + count
        taskLoad[person] = load == 0 ? nil : load
    }
}
