import FEEL
import FairleadCanonical
public import FairleadCatalog
import FairleadConnector
import FairleadDomain
import FairleadEngine
import FairleadLedger
import FairleadPlaybook
import FairleadRuntime
import FairleadStore
import Synchronization

/// The real runtime over a store in memory, with everything around it from one seed: what happens
/// when, what systems answer, what is lost, what people decide, and when the process dies.
///
/// After every step the promises are looked at that can be seen at once, and in the end, when all
/// has come to rest, the whole of the ledger.
public final class Simulation {
    static let start = Instant(rfc3339: "2026-11-20T12:00:00Z") ?? .earliest
    static let customers = 4

    let seed: UInt64
    let catalog: Catalog
    let zones: any ZoneData
    let store: MemoryStore
    let reader: CloudEventReader
    var chance: Chance
    var outside = SimulatedOutside(today: Simulation.start)
    var runtime: Runtime
    var committer: Committer
    var now = Simulation.start
    var steps = 0
    var step = 0
    var wakeAt: Instant?
    var commit: SteppedBatch?
    var inbox: [RuntimeInput] = []
    var work: [Carried] = []
    /// Events told so far: any of them may be told again.
    var told: [Event] = []
    var asked: [Ticket: [Event]] = [:]
    var acknowledged: [Event] = []
    var tickets: UInt64 = 0
    var report = SimulationReport()
    /// The last records, for whoever looks at a violation.
    var recent: [String] = []
    static let recentMax = 24

    struct Carried {
        let item: WorkItem
        let shard: Int
        let anchor: String
    }

    public init(seed: UInt64, catalog: Catalog, zones: any ZoneData) throws {
        self.seed = seed
        self.catalog = catalog
        self.zones = zones
        chance = Chance(seed: seed)
        store = MemoryStore(tenant: "simulation", created: Self.start)
        reader = CloudEventReader(
            schemas: catalog.governance.schemas.values.sorted { $0.type < $1.type },
            connectors: catalog.connectors)
        runtime = try Self.runtime(catalog, store, zones)
        committer = try Self.committer(store, seed)
    }

    static func runtime(
        _ catalog: Catalog, _ store: MemoryStore, _ zones: any ZoneData
    ) throws -> Runtime {
        var limits = RuntimeLimits()
        // Small, so that waiting for room happens.
        limits.connectorWorkMax = 2
        return try Runtime(
            tenant: store.tenant, store: store, governance: catalog.governance,
            governances: [:], zones: zones, limits: limits)
    }

    static func committer(_ store: MemoryStore, _ seed: UInt64) throws -> Committer {
        let entropy = Mutex(Chance(seed: seed ^ 0xE27))
        return try Committer(store: store) {
            entropy.withLock { entropy in
                (0..<4).flatMap { _ in withUnsafeBytes(of: entropy.next()) { Array($0) } }
            }
        }
    }

    /// Runs so many steps, lets everything come to rest, and looks at the whole.
    public func run(steps: Int) throws -> SimulationReport {
        self.steps = steps
        try store.commit(
            CommitBatch(blobs: [StoredBlob(digest: catalog.digest, bytes: catalog.archive)]))
        give(.start)
        tickets += 1
        give(
            .registry(Ticket(tickets), .activate(catalog: catalog.digest), by: .system, keep: nil))
        for number in 0..<Self.customers {
            let longAgo = Self.start.adding(milliseconds: -3 * 3_600_000)
            try tell(read(SimulatedEvents.account(number, at: longAgo)))
        }
        try handOver()
        while step < steps {
            step += 1
            try takeStep()
            if chance.permille(600) { try handOver() }
            try look()
        }
        try comeToRest()
        try judge()
        return report
    }

    /// Inputs wait until they are handed over, alone or with others.
    func give(_ input: RuntimeInput) { inbox.append(input) }

    func handOver() throws {
        let inputs = inbox
        inbox = []
        for action in runtime.handle(inputs, at: now) {
            switch action {
            case .commit(let batch): commit = batch
            case .reply(let ticket, .receipts):
                acknowledged += asked.removeValue(forKey: ticket) ?? []
            case .reply(let ticket, _): asked[ticket] = nil
            case .perform(let item, let shard, let anchor):
                work.append(Carried(item: item, shard: shard, anchor: anchor))
            case .dispatch: give(.dispatch)
            case .wake(let at): wakeAt = at
            case .publish(let entries):
                recent += entries.map { "\($0.type) \(JSON.object($0.fields).text)" }
                recent.removeFirst(max(0, recent.count - Self.recentMax))
            case .stop(let error): throw violated("the runtime stopped: \(error)")
            }
        }
    }

    func comeToRest() throws {
        let end = now.adding(milliseconds: 3 * 3_600_000)
        for _ in 0..<10_000 {
            if !inbox.isEmpty {
                try handOver()
            } else if commit != nil {
                try finishCommit()
            } else if !work.isEmpty {
                try answer(.well)
            } else if let wakeAt, wakeAt <= end {
                now = max(now, wakeAt)
                self.wakeAt = nil
                give(.tick)
            } else {
                return
            }
        }
        throw violated("it does not come to rest; last came \(recent.joined(separator: ", "))")
    }
}
