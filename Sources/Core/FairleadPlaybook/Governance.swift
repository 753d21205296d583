public import FairleadCalendar
public import FairleadCanonical
public import FairleadDomain

/// All that governs, compiled: one version of the catalog.
///
/// A case keeps the one that it began with, by its digest; roles and calendars are always the
/// current ones.
/// A class, for it never changes and is handed around at every turn.
public final class Governance: Sendable {
    /// The digest of the catalog's bytes.
    public let digest: Digest
    /// In the catalog's order, which is the order in which matters are offered to them.
    public let playbooks: [Playbook]
    public let decisions: [String: Decision]
    public let schemas: [String: ObjectSchema]
    public let operations: [String: OperationDeclaration]
    public let templates: [String: MessageTemplate]
    public let roles: [String: Role]
    /// Canonical event types, with the object types that their data carries.
    public let events: [String: EventDeclaration]
    public let calendars: [String: BusinessCalendar]
    /// Of all calendars; nil: there is none.
    public let calendarsDigest: Digest?
    /// How an event's account is looked for where the crosswalk does not know it.
    public let identity: IdentityRule?
    /// Where work waits, and who does it: always the current ones, as roles are.
    public let queues: [String: Queue]
    /// Sorted by name.
    public let workers: [Worker]
    /// Derived values that are released from their inputs' labels, such as `priority.score`.
    public let declassified: [String]
    /// Reason codes of exceptions; empty where the catalog declares none.
    public let exceptions: [String: ExceptionCode]
    /// How many turns each source of events has in a round of those that wait; 1 where none is
    /// named.
    public let sourceWeights: [String: Int]
    /// What each connector bears.
    public let connectors: [String: ConnectorBounds]

    public init(
        digest: Digest, playbooks: [Playbook], decisions: [String: Decision],
        schemas: [String: ObjectSchema], operations: [String: OperationDeclaration],
        templates: [String: MessageTemplate], roles: [String: Role],
        events: [String: EventDeclaration], calendars: [String: BusinessCalendar],
        identity: IdentityRule?, declassified: [String],
        queues: [String: Queue] = [:], workers: [Worker] = [],
        exceptions: [String: ExceptionCode] = [:],
        connectors: [String: ConnectorBounds] = [:], sourceWeights: [String: Int] = [:]
    ) {
        self.queues = queues
        self.workers = workers
        self.sourceWeights = sourceWeights
        self.connectors = connectors
        self.exceptions = exceptions
        self.calendars = calendars
        let digests = calendars.keys.sorted().compactMap {
            calendars[$0].map { Array($0.digest.description.utf8) }
        }
        calendarsDigest =
            digests.isEmpty ? nil : Digest.sha256(domain: .governedCalendars, parts: digests)
        self.identity = identity
        self.digest = digest
        self.playbooks = playbooks
        self.decisions = decisions
        self.schemas = schemas
        self.operations = operations
        self.templates = templates
        self.roles = roles
        self.events = events
        self.declassified = declassified
    }

    public func playbook(_ name: String) -> Playbook? { playbooks.first { $0.name == name } }
}

extension DigestDomain {
    static let governedCalendars = DigestDomain("fairlead.governed-calendars.1")
}

/// Which system is the master of accounts, and the look-up that finds one by another system's
/// reference: it takes `system`, `kind` and `id`, and answers with the master's record ids.
public struct IdentityRule: Sendable, Hashable {
    /// The master's connector, and what it calls an account.
    public let system: String
    public let kind: String
    public let operation: String
    /// Who is asked where nobody is found.
    public let owner: String

    public init(system: String, kind: String, operation: String, owner: String) {
        self.system = system
        self.kind = kind
        self.operation = operation
        self.owner = owner
    }
}

/// A canonical event type: what its data holds.
public struct EventDeclaration: Sendable, Hashable {
    public let type: String
    /// Object types under which its data always holds an object of that type.
    public let objects: [String]
    /// Object types under which its data may hold one.
    public let optional: [String]
    /// The object that it is about, among whose changes it has its place; nil: none.
    public let record: String?

    public init(
        type: String, objects: [String], optional: [String] = [], record: String? = nil
    ) {
        self.record = record ?? objects.first
        self.type = type
        self.objects = objects
        self.optional = optional
    }
}
