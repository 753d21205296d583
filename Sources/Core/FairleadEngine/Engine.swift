public import FEEL
public import FairleadCanonical
public import FairleadDomain
public import FairleadPlaybook

/// The pure heart: a command and what it needs go in, records come out.
///
/// Nothing here reads a clock, a file or chance. A rejection leaves the state as it was.
public enum Engine {
    /// Takes one step. On success `state` has the records applied; on rejection it is untouched.
    public static func step(
        _ command: Command, on state: inout AnchorState, in context: StepContext
    ) -> Result<[SteppedRecord], Rejection> {
        var stepper = Stepper(state: state, context: context)
        if let rejection = stepper.carryOut(command) { return .failure(rejection) }
        state = stepper.state
        return .success(stepper.records)
    }

    /// Applies a stored record: how state is rebuilt.
    public static func apply(
        _ reader: RecordReader, at mark: Mark, to state: inout AnchorState
    ) throws(RecordError) {
        guard let type = AnchorRecords.types[reader.type] else {
            throw RecordError(
                type: reader.type, field: "type", message: "no record of this type is known")
        }
        try type.init(reader).apply(to: &state, at: mark)
    }
}

/// A record with the mark that it was applied at.
public struct SteppedRecord: Sendable {
    public let record: Record
    public let mark: Mark
}

/// What may be asked of an anchor.
public enum Command: Sendable {
    /// An event whose receipt stands here; `account` is nil where nobody was found for it.
    case receive(Event, account: AccountContext?)
    /// An event that concerns several accounts: it is kept here, and handed to each of them.
    case receiveForMany(Event, accounts: [String])
    /// An event whose receipt stands elsewhere.
    case deliver(Event, from: EntryPlace, account: AccountContext)
    /// Whom an event is about, whose receipt was committed alone, is to be found out.
    case findAccount(event: EntryPlace)
    /// What had to be handed to another anchor is there.
    case confirmDelivery(event: EntryPlace, account: String)
    /// An event was not handed over: a person had undone the link that led there.
    case refuseDelivery(event: EntryPlace, account: String)
    /// The crosswalk knows the account by other references than before.
    case learnReferences(AccountContext)
    /// Effects are about to leave.
    case begin(effects: [String])
    case answer(work: String, Answer)
    /// Time has passed.
    case wake
    case decideApproval(id: String, isGranted: Bool, reason: String)
    case claimTask(id: String)
    case completeTask(id: String, note: String, form: JSONObject = [:])
    /// Gives a task back.
    case releaseTask(id: String, reason: String)
    /// Gives a task to a person, by name or id.
    case assignTask(id: String, how: TaskAssigned.How, to: String, reason: String)
    /// `account` names whom the event is about, where that was the question.
    case settleException(id: String, retry: Bool, reason: String, account: AccountChoice?)
    /// One of many that are tried again at once: never what may be done twice.
    case retryFailed(exception: String, reason: String)
    /// A case goes on under another version of the catalog, or back under the one before.
    case migrateCase(id: String, to: Digest, reason: String)
    case undoMigration(id: String, reason: String)
    /// An event does not belong to a case: it leaves, with all that tells of the same.
    case splitCase(id: String, event: EntryPlace, reason: String)
    /// Two cases are one: the first becomes part of the second.
    case mergeCase(id: String, into: String, reason: String)
    /// A wrong link brought the events of this party here: they leave their cases.
    case removeEvents(of: ExternalReference, reason: String)
}

/// An account as the registry knows it at the moment.
public struct AccountContext: Sendable, Hashable {
    public let id: String
    /// What outside systems call it, sorted.
    public let references: [ExternalReference]

    public init(id: String, references: [ExternalReference]) {
        self.id = id
        self.references = references
    }
}

/// The account that a person chose for an event.
public struct AccountChoice: Sendable, Hashable {
    public let account: String
    public let claim: IdentityClaim

    public init(account: String, claim: IdentityClaim) {
        self.account = account
        self.claim = claim
    }
}

/// All that a step needs besides its command and its state.
public struct StepContext: Sendable {
    public let tenant: String
    /// The time of the shard: the greater of its last entry's and the clock's.
    public let time: Instant
    public let principal: Principal
    /// The number of the shard's last entry.
    public let lastNumber: Int64
    /// The version in force, for new matters; roles are always taken from it.
    public let governance: Governance
    /// Earlier versions, for the cases that keep them.
    public let governances: [Digest: Governance]
    public let zones: any ZoneData
    /// A number in 0..<1000, for the jitter of retries.
    public let jitter: Int64
    /// The unified queue as it is before the step.
    public let queueLoad: QueueLoad
    /// When the store was last restored from a backup; nil: never.
    public let restored: Instant?
    /// People, as the registry knows them.
    public let staff: Staff
    /// How many open tasks each person has under other anchors and this one, as it is before the
    /// step.
    public let taskLoad: [String: Int]
    /// Systems and models that are not asked just now.
    public let downtime: Downtime

    public init(
        tenant: String, time: Instant, principal: Principal, lastNumber: Int64,
        governance: Governance, governances: [Digest: Governance], zones: any ZoneData,
        jitter: Int64, queueLoad: QueueLoad = QueueLoad(), restored: Instant? = nil,
        downtime: Downtime = Downtime(), staff: Staff = .none, taskLoad: [String: Int] = [:]
    ) {
        self.downtime = downtime
        self.taskLoad = taskLoad
        self.staff = staff
        self.queueLoad = queueLoad
        self.tenant = tenant
        self.time = time
        self.principal = principal
        self.lastNumber = lastNumber
        self.governance = governance
        self.governances = governances
        self.zones = zones
        self.jitter = jitter
        self.restored = restored
    }

    func governance(_ digest: Digest) -> Governance? {
        digest == governance.digest ? governance : governances[digest]
    }
}
