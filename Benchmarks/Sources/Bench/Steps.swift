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
        let world = try World(catalog: catalog, store: folder + "/step.db", tier: tier)
        try await world.start()
        try await world.warm(accounts: accounts)
        let start = ContinuousClock.now
        for number in 0..<events {
            let body = Webhook.body(number, run: 1)
            let outcome = await world.services.receiver.hook(
                "billing", headers: [("Stripe-Signature", Webhook.signature(of: body))],
                body: Array(body.utf8))
            guard case .accepted = outcome else { preconditionFailure("\(outcome)") }
        }
        _ = await world.host.quiet()
        let each = (ContinuousClock.now - start) / .microseconds(1) / Double(events)
        print("{\"events\":\(events),\"microsecondsEach\":\(Int(each))}")
    }
}

/// How long a server takes to start on a store that is there, and what it takes at rest.
struct StartupCommand: BlockingCommand {
    static let configuration = CommandConfiguration(commandName: "startup")

    @Option var store: String
    @Option var catalog = "Catalog"
    @Option(help: "Makes so many open cases first.") var make = 0
    @Option(help: "So many more clocks in every case.") var timers = 0
    @Option(help: "Seconds at rest after the start.") var rest = 0

    func work() async throws {
        if make > 0 {
            let world = try World(
                catalog: catalog, store: store, tier: "starter", timers: timers)
            try await world.start()
            try await world.warm(accounts: make, settled: false)
            _ = await world.host.quiet()
            world.store.close()
            return
        }
        let start = ContinuousClock.now
        let world = try World(catalog: catalog, store: store, tier: "starter", timers: timers)
        try await world.start()
        _ = await world.host.registryState
        let took = (ContinuousClock.now - start) / .milliseconds(1)
        let cases = try world.store.counts(now: world.time.now()).items
            .filter { $0.kind == .case }.reduce(0) { $0 + $1.count }
        _ = await world.host.quiet()
        let before = Self.processorMilliseconds()
        try await Task.sleep(for: .seconds(rest))
        let used = Self.processorMilliseconds() - before
        let share = rest > 0 ? used * 1_000 / (Int64(rest) * 1_000) : 0
        print(
            "{\"milliseconds\":\(Int(took)),\"cases\":\(cases),\"timers\":\(cases * timers),"
                + "\"coreThousandths\":\(share),\"residentMebibytes\":\(Self.residentMebibytes())}")
    }

    /// What the process has used of all cores.
    private static func processorMilliseconds() -> Int64 {
        var usage = rusage()
        getrusage(RUSAGE_SELF, &usage)
        func milliseconds(_ time: timeval) -> Int64 {
            Int64(time.tv_sec) * 1_000 + Int64(time.tv_usec) / 1_000
        }
        return milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime)
    }

    private static func residentMebibytes() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) / 1_024
    }
}
