import FEEL
import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import FairleadSimulator
import FairleadStore
import FairleadStoreSQLite
import FairleadTesting
import Foundation
import Testing

/// Inputs that kill the process.
@Suite struct `Crashes` {
    private let event = "event /billing failure-1"

    @Test func `what was in hand at one crash is received alone, and stepped after that`() throws {
        let world = try RuntimeWorld(journal: TestCrashJournal(deaths: [event: 1]))
        try world.tell(Told.acme())
        world.holdsCommits = true
        let ticket = world.submit([try Told.failure()])
        world.letCommit()
        let receipt = try world.receipts(ticket)[0]
        #expect(receipt.isPending)
        #expect(receipt.cases.isEmpty)
        world.settle()
        #expect(try world.matter.happened.map(\.type) == ["payment.failed"])
        let again = try world.tell(Told.failure())[0]
        #expect(again.isDuplicate)
        #expect(again.place == receipt.place)
        #expect(!again.isPending)
        #expect(world.journal.deaths.isEmpty)
        try world.expectSound()
    }

    @Test func `who is who is learnt from an event that was received alone, too`() throws {
        let journal = TestCrashJournal(deaths: ["event /crm crm-acme-crm": 1])
        let world = try RuntimeWorld(journal: journal)
        #expect(try world.tell(Told.acme())[0].isPending)
        #expect(world.runtime.registry.accounts.count == 1)
        let receipt = try world.tell(Told.failure())[0]
        #expect(receipt.cases.count == 1)
        try world.expectSound()
    }

    @Test func `an event that crashed twice is kept, parked with an exception, and not stepped`()
        throws
    {
        let world = try RuntimeWorld(journal: TestCrashJournal(deaths: [event: 2]))
        try world.tell(Told.acme())
        let receipt = try world.tell(Told.failure())[0]
        #expect(receipt.isPending)
        #expect(try world.cases.isEmpty)
        let raised = try #require(world.runtime.registry.exceptions.first)
        #expect(raised.code == "input-parked")
        #expect(raised.about == event)
        // Others go on, and a new start does not take it up either.
        try world.tell(Told.ticket())
        try world.restart()
        world.settle()
        #expect(try world.cases.isEmpty)
        #expect(try world.tell(Told.failure())[0].isPending)
        #expect(world.runtime.registry.exceptions.count == 1)
        try world.expectSound()
        // A person says that it may be taken up.
        let reply = try world.registry(
            .settleException(id: raised.id, reason: "mended"), by: .person("admin"))
        guard case .done = reply else { throw Unexpected("\(reply)") }
        world.settle()
        #expect(
            try world.matter.happened.map(\.type).sorted() == ["payment.failed", "ticket.created"])
        #expect(try !world.tell(Told.failure())[0].isPending)
        try world.expectSound()
    }

    @Test func `work that crashed twice rests, with what comes for it, until it is settled`() throws
    {
        let journal = TestCrashJournal()
        let world = try RuntimeWorld(journal: journal)
        try world.tell(Told.acme(), Told.failure())
        let anchor = try #require(try world.anchors.first).anchor
        journal.deaths["work of \(anchor)"] = 2
        try world.restart()
        let carried = world.carried.count
        world.pass(minutes: 24 * 60)
        #expect(world.carried.count == carried)
        #expect(try world.matter.clocks.map(\.rungs) == [0])
        let ticket = try world.tell(Told.ticket())[0]
        #expect(ticket.isPending)
        let task = try #require(try world.matter.tasks.first)
        let claim = try world.command(
            .claimTask(id: task.id), on: task.id, by: .person("retention-specialist"))
        #expect(claim.isRejected)
        let raised = try #require(world.runtime.registry.exceptions.first)
        _ = try world.registry(
            .settleException(id: raised.id, reason: "mended"), by: .person("admin"))
        world.tick()
        world.settle()
        #expect(try world.matter.happened.count == 2)
        #expect(try world.matter.clocks.map(\.rungs) == [2])
        try world.expectSound()
    }

    @Test func `under backlog the receipt is committed alone`() throws {
        var limits = RuntimeLimits()
        limits.inputsSteppedMax = 2
        let world = try RuntimeWorld(limits: limits)
        try world.tell(Told.acme())
        world.holdsCommits = true
        let tickets = try (1...4).map {
            world.submit([try Told.failure(id: "failure-\($0)")])
        }
        world.letCommit()
        world.settle()
        #expect(
            try tickets.map { try world.receipts($0)[0].isPending } == [false, false, true, true])
        #expect(try world.matter.happened.count == 4)
        #expect(world.left("billing.grantGrace") == 1)
        try world.expectSound()
    }

    // MARK: A process that really dies

    /// Zone data that no process survives.
    private struct Deadly: ZoneData {
        /// From outside, not by its own fault.
        var isKilled = false

        func offsetSeconds(zone: String, secondsSinceEpoch: Int) -> Int? {
            if isKilled { kill(getpid(), SIGKILL) }
            preconditionFailure("no process survives \(zone)")
        }
    }

    /// A process on a store's file that is told of a failed payment, and dies of it or lives.
    private static func live(_ path: String, zones: any ZoneData) throws -> [ExceptionState] {
        let store = try SQLiteStore(path: path, tenant: "test", created: RuntimeWorld.start)
        defer { store.close() }
        let committer = try RuntimeWorld.committer(of: store)
        let runtime = try Runtime(
            tenant: "test", store: store,
            governance: RuntimeWorld.shipped.get().governance, governances: [:], zones: zones,
            limits: RuntimeLimits(), journal: FileCrashJournal(path: path + "-inhand"))
        let customer = RuntimeWorld.acme
        var inputs: [RuntimeInput] = [
            .start,
            .submit(Ticket(1), [try Told.acme()], by: .sender),
            .submit(Ticket(2), [try Told.failure()], by: .sender),
        ]
        while !inputs.isEmpty {
            for action in runtime.handle(
                inputs.removeFirst(), at: Moment(clock: RuntimeWorld.start, steady: 0))
            {
                switch action {
                case .commit(let batch):
                    try committer.commit(batch)
                    inputs.insert(.committed, at: 0)
                case .dispatch: inputs.append(.dispatch)
                case .perform(let item, let shard, let anchor):
                    inputs.append(
                        .answered(
                            work: item.id, shard: shard, anchor: anchor, customer.answer(item)))
                default: break
                }
            }
        }
        return runtime.registry.exceptions
    }

    private func inFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "fairlead-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.appending(path: "store.db").path)
    }

    @Test func `a process that crashed twice of the same work starts, and says so`() async throws {
        try await inFolder { path in
            for _ in 0..<2 {
                await #expect(processExitsWith: .failure) { [path = path as String] in
                    _ = try Self.live(path, zones: Deadly())
                }
            }
            let exceptions = try Self.live(path, zones: Deadly())
            #expect(exceptions.map(\.code) == ["input-parked"])
            let later = try Self.live(path, zones: SystemZones())
            #expect(later.map(\.status) == [.open])
        }
    }

    @Test func `what was in hand when a process was killed from outside is not blamed`()
        async throws
    {
        try await inFolder { path in
            for _ in 0..<3 {
                await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
                    _ = try Self.live(path, zones: Deadly(isKilled: true))
                }
            }
            let exceptions = try Self.live(path, zones: SystemZones())
            #expect(exceptions.isEmpty)
        }
    }
}
