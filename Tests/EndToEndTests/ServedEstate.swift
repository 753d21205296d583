import AsyncHTTPClient
import FairleadAPITypes
import FairleadCanonical
import FairleadCatalog
import FairleadClient
import FairleadConnectors
import FairleadDomain
import FairleadEngine
import FairleadEstate
import FairleadLedger
import FairleadRuntime
import FairleadStore
import FairleadStoreSQLite
import FairleadTesting
import Foundation
import Testing

@testable import fairlead

/// A server as a process of its own, beside an estate that tells it of failed
/// payments and counts what arrives.
final class ServedEstate: Sendable {
    let line: CommandLine
    let estate: Estate
    private let accounts: [EstateAccount]
    private let port: Int
    private let time = VirtualTime()
    private let http = HTTPClient.forCommands()
    private let catalog = packageRoot.appending(path: "Catalog").path

    static let accountsOfRound = 3

    /// What became of everything.
    struct Figures {
        var acknowledged = 0
        /// Effects done, by their way of being once.
        var done: [String: Int] = [:]
        /// Effects of which nobody knows; each is a person's.
        var unknown = 0
        var entries: Int64 = 0

        var text: String {
            let ways = done.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            return "\(acknowledged) events acknowledged and kept, \(entries) entries; "
                + "effects done once: \(ways.joined(separator: ", ")); "
                + "unknown and told to a person: \(unknown)"
        }
    }

    init(rounds: Int) async throws {
        line = try CommandLine()
        port = try FreePort.any()
        var configuration = EstateConfiguration()
        configuration.echoesChanges = false
        configuration.connectorNames = [.helpDesk: "helpDesk"]
        configuration.erpSettlesWithinMilliseconds = 200
        configuration.erpIndexLagMilliseconds = 50
        configuration.scenarios = []
        let time = time
        estate = Estate(seed: 11, now: { time.now() }, configuration: configuration)
        try await estate.start()
        accounts = estate.generate(accounts: rounds * Self.accountsOfRound)
        estate.setWebhookTarget("http://127.0.0.1:\(port)")
        // Slow enough that kills fall between what a system did and what it answers.
        for system in [EstateSystem.chat, .helpDesk, .erp] {
            try await estate.inject(.latency(milliseconds: 60), at: system)
        }
    }

    /// An estate as long as it is needed: whatever goes wrong in between is told as it was.
    static func during(rounds: Int, _ body: (ServedEstate) async throws -> Void) async throws {
        let world = try await ServedEstate(rounds: rounds)
        do {
            try await body(world)
        } catch {
            await world.remove()
            throw error
        }
        await world.remove()
    }

    /// A server on the store, once it answers.
    func serve() async throws -> CommandLine.Running {
        let server = try line.start(
            ["serve", "--listen", "127.0.0.1:\(port)", "--catalog", catalog],
            values: EstateValues.of(estate))
        try await answers()
        return server
    }

    /// Payments fail and tickets come in, of accounts that had none before.
    func load(_ round: Int) async throws {
        let first = round * Self.accountsOfRound
        for account in accounts[first..<(first + Self.accountsOfRound)] {
            try await estate.play(.failPayment(.expiredCard, attempt: 1), on: account)
            try await estate.play(.featuresLocked, on: account)
        }
    }

    /// Returns once the server answers.
    private func answers() async throws {
        let client = FairleadClient(
            .url("http://127.0.0.1:\(port)"), token: nil, http: http)
        while true {
            do {
                _ = try await client.call(.health)
                return
            } catch is ServerUnavailable {
                await Task.yield()
            }
        }
    }

    /// Brings the killed store to rest in this process, on a clock that is set forward, and looks
    /// at what became of everything.
    func settleAndJudge(_ file: String = "fairlead.db") async throws -> Figures {
        estate.setWebhookTarget(nil)
        for system in EstateSystem.allCases { try await estate.lift(system) }
        let path = line.folder.appending(path: file).path
        let store = try SQLiteStore(path: path, tenant: "default", created: time.now())
        let installation = try await Installation(
            catalog: try Catalog.load(directory: catalog), store: store,
            values: ProcessValues(overlaid: EstateValues.of(estate)),
            checkpointKey: try KeyFile.key(besideStore: path), time: time)
        try await installation.start()
        let player = ScenarioPlayer(estate: estate, installation: installation, time: time) {
            await Sweeper(installation: installation).sweepAll()
        }
        await player.meet()
        // Long enough for every retry, and short of what only time brings.
        try await player.rest(milliseconds: 2 * 3_600_000)
        var figures = Figures()
        try judgeIntake(store, &figures)
        try await judgeEffects(installation, &figures)
        figures.entries = try store.counts(now: time.now()).entries
        try await installation.stop()
        return figures
    }

    /// Each event that was answered with 2xx has its receipt.
    private func judgeIntake(
        _ store: some StoreReader, _ figures: inout Figures
    ) throws {
        for delivery in estate.deliveries() where delivery.outcome == .delivered {
            let receipt = try store.receipt(
                source: "/" + delivery.system.rawValue, id: delivery.eventID)
            #expect(receipt != nil, "\(delivery.system) \(delivery.eventID)")
            figures.acknowledged += 1
        }
    }

    /// What the systems counted, beside what the ledger says.
    private func judgeEffects(
        _ installation: Installation, _ figures: inout Figures
    ) async throws {
        var counted: [String: EffectCount] = [:]
        for effect in estate.effects() {
            #expect(effect.done <= 1, "\(effect.operation) \(effect.reference)")
            if effect.way == "none" { #expect(effect.arrived <= 1, "\(effect.operation)") }
            figures.done[effect.way, default: 0] += effect.done
            counted[effect.reference] = effect
        }
        let registry = await installation.host.registryState
        for account in registry.accounts.values {
            let state = await installation.host.state(shard: account.shard, anchor: account.root)
            for matter in state?.cases ?? [] {
                for effect in matter.effects {
                    switch effect.status {
                    case .unknown:
                        figures.unknown += 1
                        #expect(matter.exceptions.contains { $0.about == effect.id })
                    case .done where effect.reverses == nil:
                        if let count = counted[effect.reference] { #expect(count.done == 1) }
                    default:
                        #expect(effect.status.isOver || effect.attempts == 0, "\(effect)")
                    }
                }
            }
        }
    }

    func remove() async {
        try? await http.shutdown()
        await estate.stop()
        line.remove()
    }
}

/// A port on which nobody listens, and which the system gives to nobody who asks for any port: a
/// server that was killed finds it free again.
enum FreePort {
    static func any() throws -> Int {
        let ports = (0..<100).lazy.map { _ in Int.random(in: 10_000..<32_000) }
        return try #require(ports.first(where: isFree), "no port is free")
    }

    private static func isFree(_ port: Int) -> Bool {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
