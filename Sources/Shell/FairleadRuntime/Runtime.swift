public import FEEL
public import FairleadCanonical
import FairleadDomain
public import FairleadEngine
import FairleadLedger
public import FairleadPlaybook
public import FairleadStore

/// The shell's state machine: takes inputs and returns actions, synchronously.
///
/// Clock, store, chance and transport are given; so one seed can simulate the whole of it. It is
/// confined to one thread at a time: the driver sees to that.
public final class Runtime {
    let tenant: String
    let store: any Store
    let limits: RuntimeLimits
    let zones: any ZoneData
    let journal: any CrashJournal
    /// Events that are planned to be stepped.
    var placing: Set<ReceiptKey> = []
    /// Receipts whose first step was not taken yet.
    var waitingEvents: Set<EntryPlace> = []

    /// The catalog in force, and all that cases began with.
    public internal(set) var governance: Governance
    var governances: [Digest: Governance]
    public internal(set) var registry = RegistryState()
    var heads: [ShardHead]
    var anchors: [String: HeldAnchor] = [:]
    var pending = PendingBatch()
    /// Steps that are taken before the actions of the input leave.
    var planned: [PlannedStep] = []
    var inFlight: PendingBatch?
    /// Anchors that were committed, and may have something ready to leave.
    /// Each source of receipts that were committed alone has a line of its own, "" has the rest.
    var undispatched = FairWaitingLine<String, DispatchQueueState.Place>()
    /// The sources of receipts that were committed alone, by their anchors, until they are looked
    /// at.
    var sourcesAlone: [String: String] = [:]
    /// Events that the driver holds back for the next turns, by source.
    var eventsBehind: [String: Int] = [:]
    var wakes = WakeQueue()
    /// Calendars that cases are computed with anew at the moment.
    var calendarsToApply: Digest?
    /// When the driver was last asked to come back.
    var armed: Instant?
    var dispatch = DispatchQueueState()
    var gates = OutflowGates()
    var queueLoad = QueueLoad()
    var staff = Staff.none
    /// How many open tasks each person has, by the principal's id.
    var taskLoad: [String: Int] = [:]
    var now = Instant(milliseconds: 0)
    /// The same by a clock that nobody sets, in milliseconds.
    var steady: Int64 = 0
    var settling = Settling()
    var useCounter: UInt64 = 0
    var isStopped = false
    /// Whether anybody wants to be told what became durable.
    public var publishes = true
    /// What this input wants done.
    var actions: [RuntimeAction] = []

    /// Reads the heads of the chains and the registry from the store.
    ///
    /// `governance` must be the compiled catalog that is to be in force; `governances` those that
    /// open cases keep.
    public init(
        tenant: String, store: any Store, governance: Governance,
        governances: [Digest: Governance], zones: any ZoneData, limits: RuntimeLimits,
        journal: any CrashJournal = NoCrashJournal()
    ) throws {
        self.journal = journal
        self.tenant = tenant
        self.store = store
        self.limits = limits
        self.zones = zones
        self.governance = governance
        self.governances = governances
        queueLoad = try Self.queueLoad(in: store)
        heads = [ShardHead](repeating: ShardHead(), count: Shards.count)
        for head in try store.heads() {
            heads[head.shard] = ShardHead(number: head.number, time: head.time)
        }
        registry = try Registry.state(in: store)
        staff = Staff(registry)
        if !governance.workers.isEmpty { taskLoad = try Self.taskLoad(in: store) }
    }

    /// Takes one input. The actions are to be carried out in their order.
    public func handle(_ input: RuntimeInput, at moment: Moment) -> [RuntimeAction] {
        handle([input], at: moment)
    }

    /// Takes inputs that came together: what they make of different shards is made in parallel,
    /// and is the same as if it were not. `behind`: how many more of each source wait
    /// for their turn.
    public func handle(
        _ inputs: [RuntimeInput], at moment: Moment, behind: [String: Int] = [:]
    ) -> [RuntimeAction] {
        guard !isStopped else { return [] }
        eventsBehind = behind
        now = max(now, moment.clock)
        steady = moment.steady
        settling.begin(at: steady)
        do {
            for input in inputs { try take(input) }
            try takePlannedSteps()
            try flush()
        } catch let error as StoreError {
            stop(error)
        } catch {
            stop(StoreError(.damaged, "\(error)"))
        }
        arm()
        eventsBehind = [:]
        defer { actions = [] }
        return actions
    }

    /// What concerns one matter only is planned; for anything else all that is planned is done
    /// before.
    private func take(_ input: RuntimeInput) throws {
        switch input {
        case .submit(let ticket, let events, let principal, let keep):
            return try submit(ticket, events, by: principal, keep)
        case .command(let ticket, let shard, let anchor, let command, let principal, let keep):
            return carryOut(ticket, shard, anchor, command, by: principal, keep)
        case .answered(let work, let shard, let anchor, let answer):
            return try answered(work, shard, anchor, answer)
        default: try takePlannedSteps()
        }
        switch input {
        case .start: try start()
        case .registry(let ticket, let command, let principal, let keep):
            try carryOut(ticket, command, by: principal, keep)
        case .read(let ticket, let shard, let anchor): try read(ticket, shard, anchor)
        case .committed: try committed()
        case .dispatch: try dispatchCommitted()
        case .commitFailed(let error): stop(error)
        case .tick: try tick()
        case .submit, .command, .answered: break
        }
    }

    func stop(_ error: StoreError) {
        isStopped = true
        actions.append(.stop(error))
    }

    /// A version that may come into force by `RegistryCommand.activate`.
    public func offer(_ version: Governance) {
        if version.digest != governance.digest { governances[version.digest] = version }
    }

    /// What was recorded as in force is; the one before is kept for its cases.
    func bringIntoForce(_ digest: Digest) {
        guard digest != governance.digest, let version = governances[digest] else { return }
        governances[governance.digest] = governance
        governance = version
    }

    /// A version of the catalog as cases know it.
    func governance(_ digest: Digest) -> Governance? {
        digest == governance.digest ? governance : governances[digest]
    }

    func context(_ shard: Int, by principal: Principal) -> StepContext {
        StepContext(
            tenant: tenant, time: max(now, heads[shard].time), principal: principal,
            lastNumber: heads[shard].number, governance: governance, governances: governances,
            zones: zones, jitter: jitter(), queueLoad: queueLoad,
            restored: registry.restored, downtime: registry.downtime, staff: staff,
            taskLoad: taskLoad)
    }

    func jitter() -> Int64 {
        useCounter &+= 1
        // Spread, not secrecy: the ledger keeps the time that comes of it.
        return Int64((useCounter &* 0x9E37_79B9_7F4A_7C15) >> 40) % 1_000
    }
}

/// The end of a shard's chain, as far as it was stepped.
struct ShardHead {
    var number: Int64 = 0
    var time = Instant.earliest
}

/// An anchor in memory, held by reference: it is looked at far more often than it is changed.
final class HeldAnchor {
    var state: AnchorState
    var lastUse: UInt64
    /// Commits that hold something of it and have not returned.
    var unsettled: Int = 0

    init(state: AnchorState, lastUse: UInt64) {
        self.state = state
        self.lastUse = lastUse
    }
}

extension Runtime {
    /// Whether something waits to become durable.
    public var isCommitting: Bool { inFlight != nil || !pending.isEmpty }

    /// The anchor of an entry that is stepped and perhaps not durable yet.
    public func anchorOfUncommitted(shard: Int, number: Int64) -> String? {
        for batch in [pending, inFlight].compactMap({ $0 }) {
            for segment in batch.batch.segments
            where segment.shard == shard && segment.first <= number && number <= segment.last {
                return segment.anchor
            }
        }
        return nil
    }
}
