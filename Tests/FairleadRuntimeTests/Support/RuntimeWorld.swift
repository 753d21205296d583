import FEEL
import FairleadCanonical
import FairleadCatalog
import FairleadConnector
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import FairleadSimulator
import FairleadStore
import FairleadTesting
import Foundation
import Synchronization
import Testing

/// The real runtime over a store in memory, stepped by hand: time stands until it is moved, and
/// the outside answers what the test lets it.
final class RuntimeWorld {
    private(set) var catalog: Catalog
    /// Versions that were in force before.
    private(set) var earlier: [Digest: Governance] = [:]
    let store: MemoryStore
    let limits: RuntimeLimits
    let journal: TestCrashJournal
    let zones: any ZoneData
    private(set) var runtime: Runtime
    private var committer: Committer
    /// What the machine's clock says.
    var now: Instant
    /// By how much the machine's clock was put right, in milliseconds.
    var correction: Int64 = 0
    /// What the outside says; nil: nothing yet, the work stays in `unanswered`.
    var outside: (WorkItem) -> Answer?
    private(set) var carried: [Carried] = []
    private(set) var unanswered: [Carried] = []
    private(set) var replies: [Ticket: RuntimeReply] = [:]
    private(set) var published: [PublishedEntry] = []
    private(set) var stopped: StoreError?
    /// While it is true commits wait until `letCommit`.
    var holdsCommits = false
    private var heldCommit: SteppedBatch?
    private var isGathering = false
    private var gathered: [RuntimeInput] = []
    private var ticketCount: UInt64 = 0

    struct Carried {
        let item: WorkItem
        let shard: Int
        let anchor: String
    }

    static let start = Instant(rfc3339: "2026-11-20T09:30:00Z") ?? .earliest

    /// The customer of most tests; each changes what it is about.
    static let acme = Customer(today: start)

    /// The shipped catalog, compiled once.
    static let shipped: Result<Catalog, CatalogError> = Result { () throws(CatalogError) in
        try Catalog.load(directory: packageRoot.appending(path: "Catalog").path)
    }

    init(
        _ customer: Customer = acme, limits: RuntimeLimits = RuntimeLimits(),
        journal: TestCrashJournal = TestCrashJournal(), zones: any ZoneData = SystemZones(),
        changing files: [String: (String, String)] = [:], adding new: [String: String] = [:],
        catalog own: Catalog? = nil
    ) throws {
        var catalog = try own ?? Self.shipped.get()
        if !files.isEmpty || !new.isEmpty { catalog = try Self.changed(catalog, files, new) }
        self.catalog = catalog
        self.limits = limits
        self.journal = journal
        self.zones = zones
        store = MemoryStore(tenant: "test", created: Self.start)
        now = Self.start
        outside = { customer.answer($0) }
        runtime = try Self.runtime(catalog, store, limits, journal, zones)
        committer = try Self.committer(of: store)
        give(.start)
    }

    static func changed(
        _ catalog: Catalog, _ changes: [String: (String, String)], _ new: [String: String] = [:]
    ) throws -> Catalog {
        var files = catalog.files
        // Playbooks of tests use codes of their own.
        if !new.isEmpty { files["exceptions.yaml"] = nil }
        for (path, text) in new { files[path] = Array(text.utf8) }
        for (path, change) in changes {
            let text = String(decoding: try #require(files[path]), as: UTF8.self)
            try #require(text.contains(change.0), "\(path) has no '\(change.0)'")
            files[path] = Array(text.replacing(change.0, with: change.1, maxReplacements: 1).utf8)
        }
        return try Catalog.compile(files: files)
    }

    private static func runtime(
        _ catalog: Catalog, _ store: MemoryStore, _ limits: RuntimeLimits,
        _ journal: TestCrashJournal, _ zones: any ZoneData,
        _ earlier: [Digest: Governance] = [:]
    ) throws -> Runtime {
        try Runtime(
            tenant: "test", store: store, governance: catalog.governance,
            governances: earlier, zones: zones, limits: limits, journal: journal)
    }

    /// The committing side of a store, with chance from one seed.
    static func committer(of store: any Store) throws -> Committer {
        let generator = Mutex(SeededGenerator(seed: 11))
        return try Committer(store: store) {
            generator.withLock { generator in
                (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
            }
        }
    }

    // MARK: Driving

    var moment: Moment { Moment(clock: now, steady: now.milliseconds - correction) }

    private func give(_ input: RuntimeInput) {
        if isGathering { return gathered.append(input) }
        give([input])
    }

    /// What is given meanwhile is handed over at once, in one.
    func together(_ body: () throws -> Void) rethrows {
        isGathering = true
        defer {
            isGathering = false
            give(gathered)
            gathered = []
        }
        try body()
    }

    private func give(_ first: [RuntimeInput]) {
        var inputs = [first]
        while !inputs.isEmpty {
            for action in runtime.handle(inputs.removeFirst(), at: moment) {
                switch action {
                case .commit(let batch) where holdsCommits: heldCommit = batch
                case .commit(let batch): inputs.append([commit(batch)])
                case .reply(let ticket, let reply): replies[ticket] = reply
                case .perform(let item, let shard, let anchor):
                    let work = Carried(item: item, shard: shard, anchor: anchor)
                    carried.append(work)
                    unanswered.append(work)
                case .dispatch: inputs.append([.dispatch])
                case .wake: break
                case .publish(let entries): published += entries
                case .stop(let error): stopped = error
                }
            }
        }
    }

    private func commit(_ batch: SteppedBatch) -> RuntimeInput {
        do throws(StoreError) {
            try committer.commit(batch)
            return .committed
        } catch {
            return .commitFailed(error)
        }
    }

    /// Lets the commit that is held, and those after it, go.
    func letCommit() {
        holdsCommits = false
        guard let batch = heldCommit else { return }
        heldCommit = nil
        give(commit(batch))
    }

    /// Lets the commit that is held go, and holds the next.
    func letOneCommit() {
        guard let batch = heldCommit else { return }
        heldCommit = nil
        give(commit(batch))
    }

    /// Carries work out until the outside has nothing more to say.
    func settle() {
        var isMoving = true
        while isMoving {
            isMoving = false
            for work in unanswered {
                guard let answer = outside(work.item) else { continue }
                isMoving = true
                unanswered.removeAll { $0.item.id == work.item.id }
                answered(work, answer)
            }
        }
    }

    func answered(_ work: Carried, _ answer: Answer) {
        unanswered.removeAll { $0.item.id == work.item.id }
        give(.answered(work: work.item.id, shard: work.shard, anchor: work.anchor, answer))
    }

    /// Moves the clock in steps of a minute, waking what is due.
    func pass(minutes: Int) {
        for _ in 0..<minutes {
            now = now.adding(milliseconds: 60_000)
            give(.tick)
            settle()
        }
    }

    /// Moves the clock in one step.
    func pass(days: Int64) {
        now = now.adding(milliseconds: days * 86_400_000)
        give(.tick)
        settle()
    }

    func tick() { give(.tick) }

    private func ask(_ input: (Ticket) -> RuntimeInput) -> Ticket {
        ticketCount += 1
        let ticket = Ticket(ticketCount)
        give(input(ticket))
        return ticket
    }

    /// Hands events over without waiting for the answer.
    @discardableResult
    func submit(_ events: [Event], by principal: Principal = .sender) -> Ticket {
        ask { .submit($0, events, by: principal) }
    }

    /// Asks to be shown an anchor, without waiting for it.
    func look(at anchor: String, shard: Int) -> Ticket {
        ask { .read($0, shard: shard, anchor: anchor) }
    }

    func receipts(_ ticket: Ticket) throws -> [EventReceipt] {
        guard case .receipts(let receipts) = replies[ticket] else {
            throw Unexpected("\(String(describing: replies[ticket]))")
        }
        return receipts
    }

    /// Tells events and lets all that comes of it happen.
    @discardableResult
    func tell(_ events: Event..., by principal: Principal = .sender) throws -> [EventReceipt] {
        let ticket = submit(events, by: principal)
        settle()
        return try receipts(ticket)
    }

    func command(_ command: Command, on id: String, by principal: Principal) throws -> RuntimeReply
    {
        let item = try #require(
            try Item.Kind.allCases.compactMap { try store.item(kind: $0, id: id) }.first)
        let ticket = ask {
            .command(
                $0, shard: item.shard, anchor: item.anchor, command, by: principal, keep: nil)
        }
        settle()
        return try #require(replies[ticket])
    }

    func registry(_ command: RegistryCommand, by principal: Principal) throws -> RuntimeReply {
        let ticket = ask { .registry($0, command, by: principal, keep: nil) }
        settle()
        return try #require(replies[ticket])
    }

    /// A version of the catalog by its digest.
    var version: @Sendable (Digest) -> Governance? {
        let (current, earlier) = (catalog.governance, earlier)
        return { $0 == current.digest ? current : earlier[$0] }
    }

    /// The process ends here, and begins again from what is durable; what was on its way is lost.
    /// `files`: the catalog is another one from then on.
    func restart(changing files: [String: (String, String)] = [:]) throws {
        if !files.isEmpty {
            earlier[catalog.digest] = catalog.governance
            catalog = try Self.changed(catalog, files)
        }
        heldCommit = nil
        unanswered = []
        store.reopen()
        runtime = try Self.runtime(catalog, store, limits, journal, zones, earlier)
        committer = try Self.committer(of: store)
        stopped = nil
        give(.start)
    }
}

/// A crash journal that a test fills: these inputs have killed the process so often.
final class TestCrashJournal: CrashJournal {
    var deaths: [String: Int]
    let slots = CrashSlot.none

    init(deaths: [String: Int] = [:]) { self.deaths = deaths }

    func forget(_ input: String) { deaths[input] = nil }
}

struct Unexpected: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

extension Principal {
    static let sender = Principal(
        id: "p-sender", name: "sender", kind: .integration, roles: ["integration"])

    static func person(_ role: String, _ id: String = "p-1", name: String? = nil) -> Principal {
        Principal(id: id, name: name ?? id, kind: .person, roles: [role])
    }
}
