import FEEL
public import FairleadCanonical
public import FairleadCatalog
import FairleadConnector
import FairleadDomain
import FairleadEngine
import FairleadLedger
import FairleadPlaybook
import FairleadRuntime
import FairleadStore
import Synchronization

/// A promise of the design that did not hold.
public struct Violation: Error, Sendable, CustomStringConvertible {
    public let seed: UInt64
    /// Steps that the run was asked for; another number comes to rest elsewhere.
    public let steps: Int
    public let step: Int
    public let message: String

    public var description: String {
        "seed \(seed), step \(step): \(message)\n"
            + "  fairlead simulate --seed \(seed) --steps \(steps)"
    }
}

/// What a run that held came to.
public struct SimulationReport: Sendable, Hashable {
    public internal(set) var events = 0
    public internal(set) var crashes = 0
    public internal(set) var effects = 0
    public internal(set) var decisions = 0
    public internal(set) var entries: Int64 = 0
    /// Over the heads of all chains: two runs of a seed are the same to the byte.
    public internal(set) var digest = Digest.zero

    public init() {}

    /// Takes another run's figures in; the digest stays.
    public mutating func add(_ other: SimulationReport) {
        events += other.events
        crashes += other.crashes
        effects += other.effects
        decisions += other.decisions
        entries += other.entries
    }
}

/// The real runtime over a store in memory, with everything around it from one seed: what happens
/// when, what systems answer, what is lost, what people decide, and when the process dies.
///
/// After every step the promises are looked at that can be seen at once, and in the end, when all
/// has come to rest, the whole of the ledger.
public final class Simulation {
    static let start = Instant(rfc3339: "2026-11-20T12:00:00Z") ?? .earliest
    static let customers = 4

    let seed: UInt64
    private let catalog: Catalog
    private let zones: any ZoneData
    private let store: MemoryStore
    private let reader: CloudEventReader
    private var chance: Chance
    private var outside = SimulatedOutside(today: Simulation.start)
    private var runtime: Runtime
    private var committer: Committer
    private var now = Simulation.start
    private var steps = 0
    private var step = 0
    private var wakeAt: Instant?
    private var commit: SteppedBatch?
    private var inbox: [RuntimeInput] = []
    private var work: [Carried] = []
    /// Events told so far: any of them may be told again.
    private var told: [Event] = []
    private var asked: [Ticket: [Event]] = [:]
    private var acknowledged: [Event] = []
    private var tickets: UInt64 = 0
    private var report = SimulationReport()
    /// The last records, for whoever looks at a violation.
    private var recent: [String] = []
    static let recentMax = 24

    private struct Carried {
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

    private static func runtime(
        _ catalog: Catalog, _ store: MemoryStore, _ zones: any ZoneData
    ) throws -> Runtime {
        var limits = RuntimeLimits()
        // Small, so that waiting for room happens.
        limits.connectorWorkMax = 2
        return try Runtime(
            tenant: store.tenant, store: store, governance: catalog.governance,
            governances: [:], zones: zones, limits: limits)
    }

    private static func committer(_ store: MemoryStore, _ seed: UInt64) throws -> Committer {
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
        for number in 0..<Self.customers { try tell(read(SimulatedEvents.account(number))) }
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

    // MARK: One step

    private func takeStep() throws {
        switch chance.below(100) {
        case 0..<25 where commit != nil: try finishCommit()
        case 25..<60 where !work.isEmpty: try answer(fate())
        case 60..<75: try happen()
        case 75..<85: try moveClock()
        case 85..<95: try letPeopleAct()
        case 95..<97: try crash()
        default:
            if commit != nil { try finishCommit() } else if !work.isEmpty { try answer(fate()) }
        }
    }

    private func fate() -> SimulatedOutside.Fate {
        switch chance.below(100) {
        case 0..<75: .well
        case 75..<87: .answerLost
        case 87..<98: .refusesForNow
        default: .refuses
        }
    }

    /// Something new is told, or something known is told again.
    private func happen() throws {
        if !told.isEmpty, chance.permille(300) {
            return try tell(told[chance.below(told.count)])
        }
        let number = chance.below(Self.customers)
        try tell(
            read(SimulatedEvents.something(number, id: told.count, chance: &chance)))
    }

    private func read(_ document: JSON) throws -> Event {
        try reader.read(
            headers: [("Content-Type", "application/cloudevents+json")], body: document.bytes,
            now: now)[0]
    }

    private func tell(_ event: Event) throws {
        told.append(event)
        tickets += 1
        asked[Ticket(tickets)] = [event]
        give(.submit(Ticket(tickets), [event], by: .system))
    }

    private func finishCommit() throws {
        guard let batch = commit else { return }
        commit = nil
        try committer.commit(batch)
        give(.committed)
    }

    private func answer(_ fate: SimulatedOutside.Fate) throws {
        let next = work.remove(at: chance.below(work.count))
        let once = catalog.governance.operations[next.item.operation]?.once ?? .none
        let answer = outside.take(next.item, once, fate)
        give(
            .answered(
                work: next.item.id, shard: next.shard, anchor: next.anchor, answer))
    }

    private func moveClock() throws {
        if let wakeAt, chance.permille(500) {
            now = max(now, wakeAt)
        } else {
            now = now.adding(milliseconds: Int64(chance.below(600_000)))
        }
        wakeAt = nil
        give(.tick)
    }

    /// The process ends: what was not committed is gone, and of what was outside nobody knows
    /// whether it was done.
    private func crash() throws {
        report.crashes += 1
        if let batch = commit, chance.permille(500) { try committer.commit(batch) }
        commit = nil
        inbox = []
        for next in work where chance.permille(500) {
            let once = catalog.governance.operations[next.item.operation]?.once ?? .none
            _ = outside.take(next.item, once, .answerLost)
        }
        work = []
        asked = [:]
        wakeAt = nil
        runtime = try Self.runtime(catalog, store, zones)
        committer = try Self.committer(store, seed ^ UInt64(report.crashes))
        give(.start)
    }

    private func letPeopleAct() throws {
        let items = try store.items(
            ItemQuery(kinds: [.approval, .exception], states: ["open"], order: .key, limit: 50)
        ).items
        guard !items.isEmpty else { return }
        let item = items[chance.below(items.count)]
        let person = Principal(
            id: "person-\(chance.below(3))", name: "person@fairlead.example", kind: .person,
            roles: ["ar-manager", "finance-controller", "vp-finance"])
        let command: Command
        if item.kind == .approval {
            command = .decideApproval(
                id: item.id, isGranted: chance.permille(700), reason: "simulated")
        } else {
            // Whoever tries again what may have been done takes it upon themselves; these do not.
            let isUnknown = try state(item.shard, item.anchor).cases.flatMap(\.exceptions)
                .contains { $0.id == item.id && $0.code == "effect-unknown" }
            command = .settleException(
                id: item.id, retry: !isUnknown && chance.permille(500), reason: "simulated",
                account: nil)
        }
        tickets += 1
        give(
            .command(
                Ticket(tickets), shard: item.shard, anchor: item.anchor, command, by: person,
                keep: nil))
    }

    // MARK: Driving

    /// Inputs wait until they are handed over, alone or with others.
    private func give(_ input: RuntimeInput) { inbox.append(input) }

    private func handOver() throws {
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

    private func comeToRest() throws {
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

    // MARK: Looking

    private func violated(_ message: String) -> Violation {
        Violation(seed: seed, steps: steps, step: step, message: message)
    }

    /// What can be seen at once: nothing is done twice, nothing acknowledged is missing.
    private func look() throws {
        for (key, count) in outside.done where count > 1 {
            throw violated("\(key) was done \(count) times")
        }
        if let last = acknowledged.last, try store.receipt(source: last.source, id: last.id) == nil
        {
            throw violated("\(last.source) \(last.id) was acknowledged, and is not kept")
        }
    }

    private func judge() throws {
        try look()
        for event in acknowledged
        where try store.receipt(source: event.source, id: event.id) == nil {
            throw violated("\(event.source) \(event.id) was acknowledged, and is not kept")
        }
        let governance = catalog.governance
        let known: (Digest) -> Governance? = { $0 == governance.digest ? governance : nil }
        let verified = try Verifier(tenant: store.tenant, governance: known).run(store)
        if let finding = verified.findings.first { throw violated("\(finding)") }
        let replayed = try Replayer(governance: known, zones: zones).run(store)
        if !replayed.isClean {
            throw violated("a decision is not derived again: \(replayed.different)")
        }
        let effects = try judgeEffects()
        report.events = acknowledged.count
        report.effects = effects
        report.decisions = replayed.decisions
        report.entries = verified.entries
        let heads = try store.heads().map { "\($0)" }.joined(separator: "\n")
        report.digest = Digest.sha256(domain: DigestDomain("simulation"), Array(heads.utf8))
    }

    /// At rest: no effect hangs, none left without its ruling, none that asks for consent without
    /// it, and each of which nobody knows is a person's.
    private func judgeEffects() throws -> Int {
        var effects = 0
        for account in runtime.registry.accounts.values.sorted(by: { $0.id < $1.id }) {
            for matter in try state(account.shard, account.root).cases
            where matter.account == account.id {
                for effect in matter.effects where effect.reverses == nil {
                    effects += 1
                    try judge(effect, in: matter)
                }
            }
        }
        return effects
    }

    private func judge(_ effect: EffectState, in matter: CaseState) throws {
        let name = "\(effect.operation) \(effect.id)"
        guard matter.decisions.contains(where: { $0.id == effect.decision }) else {
            throw violated("\(name) has no ruling")
        }
        let arrived = outside.arrived[effect.id, default: 0]
        if arrived > 0, effect.level == "approval" {
            let consents = matter.approvals.filter { $0.effect == effect.id }
            guard !consents.isEmpty, consents.allSatisfy({ $0.status == .granted }),
                Set(consents.compactMap(\.by)).count == consents.count
            else { throw violated("\(name) left without the consent that it wants") }
        }
        switch effect.status {
        case .ready, .attempting, .rechecking, .waitingForRetry:
            let isAsked = matter.exceptions.contains {
                $0.about == effect.id && $0.status == .open
            }
            if !matter.isOver, !isAsked {
                throw violated("\(name) hangs in \(effect.status.rawValue)")
            }
        case .unknown, .failed:
            guard matter.exceptions.contains(where: { $0.about == effect.id }) else {
                throw violated("\(name) is \(effect.status.rawValue), and nobody is told")
            }
        case .done where arrived == 0: throw violated("\(name) is done, and never arrived")
        default: break
        }
    }

    /// The state of an anchor as it is durable.
    private func state(_ shard: Int, _ anchor: String) throws -> AnchorState {
        try AnchorState.rebuilt(anchor, in: shard, from: store)
    }
}
