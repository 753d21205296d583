import ArgumentParser
import FairleadAPI
import FairleadCanonical
import FairleadCatalog
import FairleadConnectors
import FairleadEstate
import FairleadRuntime
import FairleadStoreSQLite
import Foundation
import Logging

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "The simulated estate and its scenarios.")

    @ArgumentParser.Argument(
        help: "A scenario's name, or all.") var scenario = "failed-renewal"
    @Option(help: "The folder of the governance catalog.") var catalog = "Catalog"
    @Flag(help: "End by itself, with exit code 0 only if every expectation held.")
    var exit = false

    func run() async throws {
        guard scenario == "all" || Scenario.named(scenario) != nil else {
            throw ValidationError(
                "no scenario \(scenario); there are all, "
                    + Scenario.all.map(\.name).joined(separator: ", "))
        }
        let process = ProcessInfo.processInfo.processIdentifier
        let folder = NSTemporaryDirectory() + "fairlead-demo-\(process)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        defer { if exit { try? FileManager.default.removeItem(atPath: folder) } }
        var configuration = EstateConfiguration()
        configuration.echoesChanges = false
        configuration.connectorNames = [.helpDesk: "helpDesk"]
        let time = VirtualTime()
        let estate = Estate(seed: 1, now: { time.now() }, configuration: configuration)
        try await estate.start()
        let path = folder + "/demo.db"
        let installation = try await Installation(
            catalog: try Catalog.load(directory: catalog),
            store: try SQLiteStore(path: path, tenant: "default", created: time.now()),
            values: ProcessValues(overlaid: EstateValues.of(estate)),
            checkpointKey: try KeyFile.key(besideStore: path), time: time, logger: DemoLog.quiet)
        let player = ScenarioPlayer(estate: estate, installation: installation, time: time) {
            await estate.settled()
            await Sweeper(installation: installation).sweepAll()
        }
        let held = try await installation.whileRunning {
            try await serve(DemoPlayer(player: player))
        }
        await estate.stop()
        if !exit {
            print("The store is kept. To look at it: fairlead case list --store sqlite:\(path)")
        }
        if !held { throw Exit.found }
    }

    private func isWanted(_ known: Scenario) -> Bool {
        scenario == "all" || known.name == scenario
    }

    /// Runs the server while the scenarios play; its webhooks come over HTTP.
    private func serve(_ demo: DemoPlayer) async throws -> Bool {
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let server = Server(installation: demo.player.installation, host: "127.0.0.1", port: 0) {
            listening.yield($0)
        }
        return try await withThrowingTaskGroup(of: Bool?.self) { group in
            group.addTask {
                try await server.run()
                return nil
            }
            group.addTask {
                for await port in ports {
                    demo.player.estate.setWebhookTarget("http://127.0.0.1:\(port)")
                    return try await demo.play(Scenario.all.filter(isWanted))
                }
                return false
            }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            return false
        }
    }
}

enum DemoLog {
    /// The demo speaks for itself: nothing else is logged but what stops it.
    static var quiet: Logger {
        var logger = Logger(label: "fairlead")
        logger.logLevel = .critical
        return logger
    }
}
