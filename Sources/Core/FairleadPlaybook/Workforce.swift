/// Where work for people waits.
public struct Queue: Sendable, Hashable {
    public enum Assignment: String, Sendable, Hashable, CaseIterable {
        /// Whoever works there takes what he wants.
        case claim
        /// Each task goes to somebody as soon as it is there, if anybody can take it.
        case automatic
    }

    public let name: String
    /// The role that owns it.
    public let owner: String
    public let assignment: Assignment
    /// What everybody who works there must know.
    public let skills: [String]

    public init(
        name: String, owner: String, assignment: Assignment = .claim, skills: [String] = []
    ) {
        self.name = name
        self.owner = owner
        self.assignment = assignment
        self.skills = skills
    }
}

/// A person as the catalog knows him: by the name of his tokens, which give his roles.
public struct Worker: Sendable, Hashable {
    public static let capacityMax: Int64 = 1_000

    public let name: String
    public let queues: [String]
    public let skills: [String]
    /// How many tasks he has at once, at most.
    public let capacity: Int

    public init(name: String, queues: [String], skills: [String], capacity: Int) {
        self.name = name
        self.queues = queues
        self.skills = skills
        self.capacity = capacity
    }
}
