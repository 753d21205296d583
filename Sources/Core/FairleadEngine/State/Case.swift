public import FairleadCanonical
public import FairleadDomain

/// A case as steps hand it around.
public typealias CaseState = Shared<Case>

/// One unit of governed work.
public struct Case: Sendable, Hashable {
    public enum Status: String, Sendable, Hashable, CaseIterable {
        case gathering, open, waiting, closed, merged
    }

    public let id: String
    /// The account that it concerns, if one is known.
    public let account: String?
    /// The catalog version that it began with, and keeps until it is migrated.
    public internal(set) var catalog: Digest
    /// The versions from which it was migrated, the latest last.
    public internal(set) var migrations: [Digest] = []
    public let opened: Instant
    /// The principals whose doing opened it, or put it together: they approve nothing in it.
    public internal(set) var initiators: [String]
    /// What outside systems call the account, as far as the case was told.
    public internal(set) var references: [ExternalReference]
    public internal(set) var status = Status.gathering
    /// The opening event's type and place.
    public let trigger: String
    public let triggerPlace: EntryPlace
    public internal(set) var playbook: String?
    public internal(set) var playbookVersion: Int = 0
    /// How many cases of its account the playbook had taken before.
    var number: Int = 0
    public internal(set) var outcome: String?
    public internal(set) var closed: Instant?
    public internal(set) var mergedInto: String?
    public internal(set) var occurrences: [String]
    /// Event types that happened to it, with when, in the order in which they joined.
    public internal(set) var happened: [Happening] = []
    /// Objects told by its events, by type, and the values of its activities, by id.
    public internal(set) var values: [String: CaseValue] = [:]
    public internal(set) var stages: [String: StageState] = [:]
    public internal(set) var activities: [String: ActivityState] = [:]
    /// How often each activity was begun anew.
    var restarts: [String: Int] = [:]
    /// When it was last opened again.
    public internal(set) var reopened: Instant?
    /// Happenings before this index belong to the time before it was opened again.
    var happenedSince: Int = 0
    /// The case and the activity that called its playbook; nil: an event opened it.
    public internal(set) var parent: CaseParent?
    /// How many calls deep it is.
    public internal(set) var depth: Int = 0
    /// What it was given by the case that called it.
    var arguments: [String: CaseValue] = [:]
    /// The events that opened each stage that may be open several times, in order.
    public internal(set) var runs: [String: [EntryPlace]] = [:]
    /// How often the case was sent back to each stage.
    public internal(set) var rounds: [String: Int] = [:]
    /// The lists of what is done for each of something, by activity.
    public internal(set) var items: [String: ItemList] = [:]
    /// When each stage that was begun anew was put back.
    var anew: [String: Instant] = [:]
    /// How many happenings a wait that was begun anew has behind it.
    var heard: [String: Int] = [:]
    public internal(set) var lookups: [LookupState] = []
    /// Facts that were asked for by what it alone knows, the newest of each name.
    public internal(set) var facts: [String: Fact] = [:]
    public internal(set) var decisions: [DecisionState] = []
    public internal(set) var effects: [EffectState] = []
    public internal(set) var approvals: [ApprovalState] = []
    public internal(set) var tasks: [TaskState] = []
    public internal(set) var exceptions: [ExceptionState] = []
    public internal(set) var clocks: [ClockState] = []
    /// Names of inputs without which it goes on for now, sorted.
    public internal(set) var degraded: [String] = []
    /// Systems and models without which it went on, or for which it waited, while they were down.
    public internal(set) var continuity: [String] = []
    /// Names of inputs that came after it had gone on without them, and that it has not caught
    /// up on yet, in the order in which they came.
    public internal(set) var late: [String] = []
}

extension CaseState {
    public var isOver: Bool { self.status == .closed || self.status == .merged }

    public func effect(_ id: String) -> EffectState? { self.effects.first { $0.id == id } }

    /// The approvals of an effect that count: one that ran out and went to somebody else does not.
    /// What is one of a batch has the batch's.
    public func approvals(of effect: String) -> [ApprovalState] {
        let asked = self.effect(effect)?.batch ?? effect
        let all = self.approvals.filter { $0.effect == asked }
        return all.filter { approval in
            approval.status != .expired || !all.contains { $0.replaces == approval.id }
        }
    }

    public func approval(_ id: String) -> ApprovalState? {
        self.approvals.first { $0.id == id }
    }
}

extension Case {
    /// Somebody said what belongs to it.
    mutating func shape(_ person: String) {
        if !initiators.contains(person) { initiators.append(person) }
    }

    mutating func changeEffect(_ id: String, _ change: (inout Effect) -> Void) {
        guard let index = effects.firstIndex(where: { $0.id == id }) else { return }
        effects[index].change(change)
    }

    mutating func changeLookup(_ id: String, _ change: (inout Lookup) -> Void) {
        guard let index = lookups.firstIndex(where: { $0.id == id }) else { return }
        lookups[index].change(change)
    }
}

/// The activity of a case that called the playbook of another.
public struct CaseParent: Sendable, Hashable {
    public let `case`: String
    public let activity: String

    public init(case: String, activity: String) {
        self.case = `case`
        self.activity = activity
    }
}

public struct Happening: Sendable, Hashable {
    public let type: String
    public let time: Instant
    public let place: EntryPlace
    /// The event before which it happened, where that was known first.
    public let before: EntryPlace?
    /// Where it stands in what happened, whenever it came: waits and `occurred` go by that.
    let order: Int
}

/// A value of a case that came from an event or an activity.
public struct CaseValue: Sendable, Hashable {
    public internal(set) var value: JSON
    /// The object type that classifies its fields, for what events told.
    public let schema: String?
    public internal(set) var labels: Labels
    public internal(set) var place: EntryPlace
    public internal(set) var time: Instant
}

public struct StageState: Sendable, Hashable {
    public enum Status: String, Sendable, Hashable {
        case entered, completed, failed, cancelled
        /// Its condition did not hold: what comes after it goes on.
        case skipped
        /// Back to not entered; nothing is kept of it.
        case reset
    }
    public internal(set) var status: Status
    public let entered: Instant
    /// When it must be complete, where that was recorded.
    public var due: Instant?
    public internal(set) var ended: Instant?
    /// Inputs that were missing when they were due.
    public internal(set) var missing: [String] = []
    /// Happenings before this index are nothing that its waits are for.
    var heard: Int = 0
}

public struct ActivityState: Sendable, Hashable {
    public enum Status: String, Sendable, Hashable {
        /// Under way: something of it waits outside or for a person.
        case running
        case done, skipped
        /// Ended otherwise: refused, expired, failed, forbidden, advised only.
        case ended
        case cancelled
    }

    public internal(set) var status: Status
    public internal(set) var reason: String?
    /// How often it was started anew.
    public internal(set) var restarts: Int = 0
}
