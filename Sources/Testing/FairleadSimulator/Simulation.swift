public import FEEL
import FairleadCanonical
import FairleadCatalog
import FairleadConnector
import FairleadDomain
import FairleadEngine
import FairleadLedger
import FairleadPlaybook
import FairleadRuntime
import FairleadStore
import Synchronization

/// The real runtime over a store in memory, with everything around it from one seed: what happens
/// when, what systems and models answer, what is lost, what people do, and when the process dies.
///
/// The promises of the design are looked at as things happen, after each new start, and, when all
/// has come to rest, in the whole of the ledger.
public final class Simulation {
    static let start = Instant(rfc3339: "2026-11-20T12:00:00Z") ?? .earliest
    /// Customers that the master has told of; one more is not known yet.
    static let customers = 5

    let seed: UInt64
    let without: Set<Fault>
    let catalogs: SimulatedCatalogs
    /// The version in force.
    var catalog: Catalog
    let zones: any ZoneData
    let limits: RuntimeLimits
    let store: MemoryStore
    let reader: CloudEventReader
    let declared: Declared
    let people = SimulatedPeople()
    let journal = SimulatedJournal()
    let witness: Witness
    var invariants = Invariants.all()
    var chance: Chance
    var faults: Faults
    /// For what is altered in the end, and for whose eyes look: they draw apart from the rest.
    var tampering: Chance
    var looking: Chance
    var outside: SimulatedOutside
    /// What is yet to be told, for something else happened.
    var following: [SimulatedEvents.Following] = []
    var network = SimulatedNetwork()
    var runtime: Runtime
    var committer: Committer
    /// What time it is.
    var now = Simulation.start
    /// By how much the machine's clock is behind.
    var behindMilliseconds: Int64 = 0
    /// The time as the server knows it: it never runs back.
    private(set) var time = Simulation.start
    var steps = 0
    var step = 0
    var wakeAt: Instant?
    var commit: SteppedBatch?
    var inbox: [RuntimeInput] = []
    var work: [Carried] = []
    /// Answers that come once more.
    var echoes: [Echo] = []
    var requests: [Ticket: Request] = [:]
    var tickets: UInt64 = 0
    var report = SimulationReport()
    /// How often the process still dies of an input.
    var deadly: [String: Int] = [:]
    /// After one of so many new starts the whole is looked at, not only what changed; nil: only in
    /// the end, as long runs do.
    var wholeAtRestartOneOf: Int? = 4
    /// Whether the whole is looked at now.
    private(set) var looksAtWhole = false
    /// Work that left and anchors that changed since somebody asked.
    var sent: [Carried] = []
    var changed: [Witness.Touched] = []
    /// The last records, for whoever looks at a violation.
    var recent: [String] = []
    static let recentMax = 24

    /// Work at an outside system.
    struct Carried {
        let item: WorkItem
        let shard: Int
        let anchor: String
        let leftAt: Instant
    }

    /// An answer that comes again.
    struct Echo {
        let input: RuntimeInput
        let of: Carried
    }

    /// A request arrives soon or never, however long its answer takes.
    static let arrivalMilliseconds: Int64 = 60_000

    /// When a request arrives that is answered now.
    func arrival(of work: Carried) -> Instant {
        min(now, work.leftAt.adding(milliseconds: Self.arrivalMilliseconds))
    }

    /// What somebody waits for.
    enum Request {
        case events([Event], by: Principal)
        case command(Command, by: Principal)
        case registry(RegistryCommand, by: Principal)
        case read(anchor: String)
    }

    public init(
        seed: UInt64, catalogs: SimulatedCatalogs, zones: any ZoneData, without: Set<Fault> = [],
        isCompany: Bool = false
    ) throws {
        self.seed = seed
        self.without = without
        self.catalogs = catalogs
        self.zones = zones
        catalog = catalogs.first
        outside = SimulatedOutside(today: Self.start, governances: catalogs.governances)
        chance = Chance(seed: seed)
        faults = Faults(seed: seed, without: without)
        tampering = Chance(seed: seed ^ 0x7A3)
        looking = Chance(seed: seed ^ 0x100C)
        limits = isCompany ? RuntimeLimits() : Self.limits
        store = MemoryStore(tenant: "simulation", created: Self.start)
        witness = Witness(tenant: "simulation")
        reader = CloudEventReader(
            schemas: catalog.governance.schemas.values.sorted { $0.type < $1.type },
            connectors: catalog.connectors)
        declared = Declared(catalog)
        runtime = try Self.runtime(catalogs, catalog, store, zones, limits, journal)
        committer = try Self.committer(store, seed)
    }

    /// Small, so that waiting for room, backlog and forgetting happen.
    private static var limits: RuntimeLimits {
        var limits = RuntimeLimits()
        limits.connectorWorkMax = 2
        limits.inputsWaitingMax = 24
        limits.inputsSteppedMax = 12
        limits.anchorsHeldMax = 4
        limits.anchorsEachTurnMax = 3
        return limits
    }

    private static func runtime(
        _ catalogs: SimulatedCatalogs, _ catalog: Catalog, _ store: MemoryStore,
        _ zones: any ZoneData, _ limits: RuntimeLimits, _ journal: SimulatedJournal
    ) throws -> Runtime {
        try Runtime(
            tenant: store.tenant, store: store, governance: catalog.governance,
            governances: catalogs.governances(besides: catalog),
            zones: zones, limits: limits, journal: journal)
    }

    private static func committer(_ store: MemoryStore, _ seed: UInt64) throws -> Committer {
        let entropy = Mutex(Chance(seed: seed ^ 0xE27))
        return try Committer(store: store) {
            entropy.withLock { entropy in
                (0..<4).flatMap { _ in withUnsafeBytes(of: entropy.next()) { Array($0) } }
            }
        }
    }

    /// A new process on what the store holds.
    func startProcess() throws {
        runtime = try Self.runtime(catalogs, catalog, store, zones, limits, journal)
        committer = try Self.committer(store, seed ^ UInt64(report.crashes + 1))
        tickets += 1
        give(.registry(Ticket(tickets), .activate(catalog: catalog.digest), by: .system, keep: nil))
        give(.start)
    }

    /// A version of the catalog, whichever is in force.
    func governance(_ digest: Digest) -> Governance? { catalogs.governances[digest] }

    var earlierGovernances: [Digest: Governance] { catalogs.governances(besides: catalog) }

    /// The machine's clock.
    var clock: Instant { now.adding(milliseconds: -behindMilliseconds) }
    /// What its clocks say: one of them nobody sets.
    var moment: Moment { Moment(clock: clock, steady: now.milliseconds) }

    /// Requests that nobody answered yet, for messages.
    var unanswered: [String] {
        requests.sorted { $0.key.number < $1.key.number }.map { "\($0.value)" }
    }

    /// Submissions that were taken and are not answered.
    var eventsTaken: Int {
        requests.values.count { if case .events = $0 { true } else { false } }
            - inbox.count { if case .submit = $0 { true } else { false } }
    }

    /// Runs so many steps, lets everything come to rest, and looks at the whole.
    public func run(steps: Int) throws -> SimulationReport {
        self.steps = steps
        do {
            try begin(accounts: Self.customers)
            while step < steps {
                step += 1
                try takeStep()
                for index in invariants.indices { try invariants[index].stepped(self) }
            }
            try comeToRest()
            for index in invariants.indices { try invariants[index].rested(self) }
        } catch let broken as Broken {
            throw violated(broken.invariant, broken.message)
        }
        return try reported()
    }

    func violated(_ invariant: Int, _ message: String) -> Violation {
        Violation(
            seed: seed, steps: steps, step: step, invariant: invariant, message: message,
            without: without, isCompany: outside.company != nil)
    }

    func begin(accounts: Int) throws {
        try store.commit(
            CommitBatch(
                blobs: [catalogs.first, catalogs.second].map {
                    StoredBlob(digest: $0.digest, bytes: $0.archive)
                }))
        try startProcess()
        for number in 0..<accounts {
            let longAgo = Self.start.adding(milliseconds: -3 * 3_600_000)
            network.send([try read(SimulatedEvents.account(number, at: longAgo))], by: .system)
            deliver(at: 0)
        }
        try handOver()
    }

    func reported() throws -> SimulationReport {
        report.events = network.told.count
        report.decisions = witness.decisions
        report.entries = witness.seen.reduce(0, +)
        let cases = witness.anchors.values.flatMap(\.cases)
        let raised = cases.flatMap(\.exceptions) + witness.anchors.values.flatMap(\.exceptions)
        report.parked = raised.count { $0.code == "event-predecessor-missing" }
        report.effects = cases.reduce(0) { $0 + $1.effects.count { $0.attempts > 0 } }
        report.approvals = cases.reduce(0) { $0 + $1.approvals.count { $0.status == .granted } }
        for matter in cases {
            let name = matter.playbook ?? "none"
            report.cases[name, default: .init()].opened += 1
            if matter.status == .closed { report.cases[name]?.closed += 1 }
        }
        report.mergers = cases.count { $0.status == .merged }
        report.splits = witness.anchors.values.flatMap(\.occurrences).reduce(0) {
            $0 + $1.apart.count
        }
        report.tasks = cases.reduce(0) { $0 + $1.tasks.count { $0.status == .completed } }
        let heads = try store.heads().map { "\($0)" }.joined(separator: "\n")
        report.digest = Digest.sha256(domain: DigestDomain("simulation"), Array(heads.utf8))
        return report
    }

    /// Draws whether the whole is looked at after this new start.
    func drawWhole() { looksAtWhole = wholeAtRestartOneOf.map { looking.below($0) == 0 } ?? false }

    /// Whether a fault happens this time; it is counted.
    func strikes(_ fault: Fault) -> Bool {
        guard faults.strikes(fault) else { return false }
        report.faults[fault, default: 0] += 1
        return true
    }

    /// Moves the time that the server knows.
    func takeTime() { time = max(time, clock) }
}
