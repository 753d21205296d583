import ArgumentParser
import FairleadAPI
import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import FairleadStore
import FairleadStoreSQLite
import Foundation

/// Fully decides events one after the other, over a store in memory and without HTTP: what a
/// profiler looks at.
struct StepCommand: BlockingCommand {
    static let configuration = CommandConfiguration(commandName: "step")

    @Option var events: Int
    @Option(help: "Accounts that are known before; at least as many as events.") var accounts: Int
    @Option var tier = "starter"
    @Option var catalog = "Catalog"

    func work() async throws {
        let folder =
            NSTemporaryDirectory() + "bench-step-\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // An event every 20 ms, however slow the profiler is: else facts grow old under it, and
        // are read again.
        let time = VirtualTime(StandingTime(at: SystemTime().now()))
        let world = try World(
            catalog: catalog, store: folder + "/step.db", tier: tier, time: time)
        try await world.start()
        try await world.warm(accounts: accounts)
        // What the sender does is done before, for all accounts: it is no work of an event.
        let requests = (0..<accounts).map { number in
            let body = Webhook.body(number, run: 1)
            return (signature: Webhook.signature(of: body), body: Array(body.utf8))
        }
        let start = ContinuousClock.now
        for request in requests.prefix(events) {
            time.move(to: time.now().adding(milliseconds: 20))
            let outcome = await world.services.receiver.hook(
                "billing", headers: [("Stripe-Signature", request.signature)], body: request.body)
            guard case .accepted = outcome else { preconditionFailure("\(outcome)") }
        }
        _ = await world.host.quiet()
        let each = (ContinuousClock.now - start) / .microseconds(1) / Double(events)
        print("{\"events\":\(events),\"microsecondsEach\":\(Int(each))}")
    }
}

/// Makes a store of open cases, for a server to start on.
struct CasesCommand: BlockingCommand {
    static let configuration = CommandConfiguration(commandName: "cases")

    @Option var store: String
    @Option var catalog = "Catalog"
    @Option var cases: Int
    @Option(help: "So many more clocks in every case.") var timers = 0

    func work() async throws {
        let world = try World(catalog: catalog, store: store, tier: "starter", timers: timers)
        try await world.start()
        try await world.warm(accounts: cases, settled: false)
        _ = await world.host.quiet()
        let states = ["open", "waiting"]
        let open = try world.store.counts(now: world.time.now()).items
            .filter { $0.kind == .case && states.contains($0.state) }
            .reduce(0) { $0 + $1.count }
        // Of some cases each clock is counted: they are all alike.
        let some = try world.store.items(ItemQuery(kinds: [.case], states: states, limit: 100))
        var running = 0
        for item in some.items {
            let state = await world.host.state(of: item.id)
            running += state?.cases.flatMap(\.clocks).count { $0.stopped == nil } ?? 0
        }
        world.store.close()
        print("{\"cases\":\(open),\"timers\":\(running * open / max(some.items.count, 1))}")
    }
}
