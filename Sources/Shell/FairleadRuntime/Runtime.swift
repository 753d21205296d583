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
    /// 32 bytes that nobody can guess.
    let entropy: () -> [UInt8]
    let journal: any CrashJournal
    /// Receipts whose first step was not taken yet.
    var waitingEvents: Set<EntryPlace> = []

    /// The catalog in force, and all that cases began with.
    public internal(set) var governance: Governance
    var governances: [Digest: Governance]
    public internal(set) var registry = RegistryState()
    var heads: [ChainHead]
    var anchors: [String: HeldAnchor] = [:]
    var pending = PendingBatch()
    var inFlight: PendingBatch?
    var wakes = WakeQueue()
    /// When the driver was last asked to come back.
    var armed: Instant?
    var dispatch = DispatchQueueState()
    var queueLoad = QueueLoad()
    var now = Instant(milliseconds: 0)
    var useCounter: UInt64 = 0
    var isStopped = false

    /// Reads the heads of the chains and the registry from the store.
    ///
    /// `governance` must be the compiled catalog that is to be in force; `governances` those that
    /// open cases keep.
    public init(
        tenant: String, store: any Store, governance: Governance,
        governances: [Digest: Governance], zones: any ZoneData, limits: RuntimeLimits,
        journal: any CrashJournal = NoCrashJournal(), entropy: @escaping () -> [UInt8]
    ) throws {
        self.journal = journal
        self.tenant = tenant
        self.store = store
        self.limits = limits
        self.zones = zones
        self.entropy = entropy
        self.governance = governance
        self.governances = governances
        queueLoad = try Self.queueLoad(in: store)
        heads = (0..<Shards.count).map { ChainHead.empty(shard: $0) }
        for head in try store.heads() { heads[head.shard] = head }
        try Rebuild.segments(of: RegistryState.anchor, in: Shards.registry, store) {
            reader, mark in
            try Engine.apply(reader, at: mark, to: &registry)
        }
    }

    /// Takes one input. The actions are to be carried out in their order.
    public func handle(_ input: RuntimeInput, at clock: Instant) -> [RuntimeAction] {
        guard !isStopped else { return [] }
        now = max(now, clock)
        var actions: [RuntimeAction] = []
        do {
            try take(input, &actions)
        } catch let error as StoreError {
            stop(error, &actions)
        } catch {
            stop(StoreError(.damaged, "\(error)"), &actions)
        }
        flush(&actions)
        arm(&actions)
        return actions
    }

    private func take(_ input: RuntimeInput, _ actions: inout [RuntimeAction]) throws {
        switch input {
        case .start: try start(&actions)
        case .submit(let ticket, let events, let principal, let keep):
            try submit(ticket, events, by: principal, keep, &actions)
        case .command(let ticket, let shard, let anchor, let command, let principal, let keep):
            try carryOut(ticket, shard, anchor, command, by: principal, keep, &actions)
        case .registry(let ticket, let command, let principal, let keep):
            try carryOut(ticket, command, by: principal, keep, &actions)
        case .read(let ticket, let shard, let anchor):
            try read(ticket, shard, anchor, &actions)
        case .committed: try committed(&actions)
        case .commitFailed(let error): stop(error, &actions)
        case .answered(let work, let shard, let anchor, let answer):
            try guarded(Self.input(anchor)) {
                try answered(work, shard, anchor, answer, &actions)
            }
        case .tick: try tick(&actions)
        }
    }

    func stop(_ error: StoreError, _ actions: inout [RuntimeAction]) {
        isStopped = true
        actions.append(.stop(error))
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
            restored: registry.restored)
    }

    private func jitter() -> Int64 {
        useCounter &+= 1
        // Spread, not secrecy: the ledger keeps the time that comes of it.
        return Int64((useCounter &* 0x9E37_79B9_7F4A_7C15) >> 40) % 1_000
    }
}

/// An anchor in memory.
struct HeldAnchor {
    var state: AnchorState
    var lastUse: UInt64
    /// Commits that hold something of it and have not returned.
    var unsettled: Int = 0
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
