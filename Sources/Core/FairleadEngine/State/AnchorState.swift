public import FairleadCanonical
public import FairleadDomain

/// All that is known under one anchor: the root of an account's hierarchy, or an event that
/// nobody could be found for yet. It lives in one shard, and is stepped by one writer.
///
/// Rebuilt by applying records, never by stepping again.
public struct AnchorState: Sendable, Hashable {
    public let anchor: String
    public let shard: Int
    /// Events as received here, by the place of their receipt; kept as long as something waits
    /// for them.
    public internal(set) var events: [KnownEvent] = []
    public internal(set) var occurrences: [Occurrence] = []
    /// What is known of each account under the anchor.
    public internal(set) var accounts: [KnownAccount] = []
    public internal(set) var cases: [CaseState] = []
    /// Claims on the account's resources by cases, and by promises of people.
    public internal(set) var holds: [HoldState] = []
    /// Receipts of events that came by delivery, against a second one.
    public internal(set) var delivered: Set<EntryPlace> = []
    /// What must still be handed to other anchors.
    public internal(set) var deliveries: [Delivery] = []
    /// Questions that belong to no case: who an event is about.
    public internal(set) var lookups: [LookupState] = []
    /// Exceptions that belong to no case.
    public internal(set) var exceptions: [ExceptionState] = []
    /// How many open tasks each person has here, by the principal's id.
    public internal(set) var taskLoad: [String: Int] = [:]
    /// Who an event is about, as long as nobody was found.
    public internal(set) var identity: IdentitySearch?

    public init(anchor: String, shard: Int) {
        self.anchor = anchor
        self.shard = shard
    }

    // The newest is asked for most.
    public func `case`(_ id: String) -> CaseState? { cases.last { $0.id == id } }

    /// The case that called a case, or the one that called that; itself, where an event opened it.
    public func root(of id: String) -> String {
        var id = id
        while let parent = self.case(id)?.parent?.case { id = parent }
        return id
    }

    func caseIndex(_ id: String) -> Int? { cases.lastIndex { $0.id == id } }

    /// Changes a case that must be there: a record names it.
    mutating func change(_ id: String, _ change: (inout Case) -> Void) {
        guard let index = caseIndex(id) else { return }
        cases[index].change(change)
    }

    mutating func changeOccurrence(_ id: String, _ change: (inout Occurrence) -> Void) {
        guard let index = occurrences.firstIndex(where: { $0.id == id }) else { return }
        change(&occurrences[index])
    }

    mutating func changeLookup(_ id: String, _ change: (inout Lookup) -> Void) {
        guard let index = lookups.firstIndex(where: { $0.id == id }) else { return }
        lookups[index].change(change)
    }

    func event(_ place: EntryPlace) -> KnownEvent? { events.last { $0.place == place } }

    /// An event under this anchor, by the place of its receipt or delivery.
    public func event(at place: EntryPlace) -> KnownEvent? { event(place) }
}

/// An event under an anchor, with what it told.
public struct KnownEvent: Sendable, Hashable {
    public let place: EntryPlace
    public let source: String
    public let id: String
    public let type: String
    public let time: Instant
    public let received: Instant
    /// The actor that brought it: a token's principal, or a connector.
    public let actor: String
    public let occurrence: String
    /// The account that it is about.
    public let account: String?
    public let data: JSONObject
    public let parties: [ExternalReference]
    public let mailDomains: [String]
    public let labels: Labels
    /// Its place among the changes of what it is about.
    public let sequence: EventSequence?
    /// Why it is not taken in for now.
    public internal(set) var parked: ParkedEvent?
    /// The case that it joined, if any.
    public internal(set) var caseID: String?
    /// A wrong link had brought it here: it is nobody's any more.
    public internal(set) var isRemoved = false

    /// How exceptions and holds name it.
    public var name: String { "\(source) \(id)" }
}

/// Why an event is not taken in for now, though it was received.
public struct ParkedEvent: Sendable, Hashable {
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// Its sender counts without a gap, and the one before it has not come.
        case predecessorMissing = "predecessor-missing"
        /// By its sender's count it is one that is known, and it says something else.
        case contradicts
    }

    public let reason: Reason
    /// When it is taken in all the same; nil: when a person says so.
    public let until: Instant?
}

/// What happened in the business; several events may tell of one.
public struct Occurrence: Sendable, Hashable {
    public let id: String
    public internal(set) var aliases: [String]
    /// The case that it belongs to.
    public internal(set) var caseID: String?
    /// The older occurrence that this one turned out to be.
    public internal(set) var mergedInto: String?
    /// The cases that it was taken out of.
    public internal(set) var apart: [Apart] = []

    /// A case to which it does not belong, as a person said.
    public struct Apart: Sendable, Hashable {
        public let `case`: String
        /// The person's id.
        public let by: String
    }

    mutating func kept(from id: String, by person: String) {
        if !apart.contains(where: { $0.case == id }) { apart.append(Apart(case: id, by: person)) }
    }
}

/// Something to hand to another anchor, once.
public struct Delivery: Sendable, Hashable {
    public let event: EntryPlace
    public let account: String
    /// What the registry should know from now on, before the event is handed over.
    public let claim: IdentityClaim?
    /// On what the link stands: `external-id` or `person`.
    public let basis: String?

    /// Stands for an account that is found out when the event is handed over.
    public static let undecided = ""
}

/// The search for the account of an event whose parties the crosswalk does not know.
public struct IdentitySearch: Sendable, Hashable {
    public enum Status: String, Sendable, Hashable { case searching, waitingForPerson, found }

    public internal(set) var status: Status
    public let event: EntryPlace
}

/// A side taken on a resource that an account has only one of.
public struct HoldState: Sendable, Hashable {
    public let resource: String
    public let side: String
    /// The case in which it was taken.
    public let caseID: String
    /// Who took it: an effect's id, or the place of the event that promised it.
    public let by: String
    public let owner: String
    public let since: Instant
}

extension AnchorState {
    /// The sides taken on what the account of a case has only one of, its own among them.
    public func holds(onAccountOf id: String) -> [HoldState] {
        let account = self.case(id)?.account
        return holds.filter { $0.caseID == id || self.case($0.caseID)?.account == account }
    }
}
