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
        /// Approvals that were granted, effects that were reversed, timers that fired.
        var granted = 0
        var reversed = 0
        var timers = 0

        var text: String {
            let ways = done.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            return "\(acknowledged) events acknowledged and kept, \(entries) entries; "
                + "effects done once: \(ways.joined(separator: ", ")); "
                + "unknown and told to a person: \(unknown); approvals granted: \(granted), effects "
                + "reversed: \(reversed), timers fired: \(timers)"
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
        let estate = Estate(seed: 11, now: { time.now() }, configuration: configuration)
        self.estate = estate
        try await estate.start()
        let ordinary = estate.generate(accounts: rounds * (Self.accountsOfRound - 1))
        accounts = (0..<rounds).flatMap { round in
            ordinary[(2 * round)..<(2 * round + 2)] + [estate.add(Self.owing(round))]
        }
        estate.setWebhookTarget("http://127.0.0.1:\(port)")
        // Some calls fail, before or after the work was done, so that there is something to try
        // again.
        for system in [EstateSystem.billing, .erp] {
            try await estate.inject(
                .failBefore(status: 503), at: system, extent: .permille(60))
            try await estate.inject(.failAfter(status: 502), at: system, extent: .permille(60))
        }
        // Slow enough that kills fall between what a system did and what it answers.
        for system in [EstateSystem.chat, .helpDesk, .erp] {
            try await estate.inject(.latency(milliseconds: 60), at: system)
        }
    }

    /// One that owes so much that service goes on only by consent.
    private static func owing(_ round: Int) -> AccountSeed {
        var seed = AccountSeed(
            name: "Debtor \(round)", domain: "debtor\(round).example", tier: "strategic",
            arrCents: 24_000_000, invoiceCents: 1_200_000)
        seed.contractEndsInDays = 45
        return seed
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
        // Who owed three rounds ago pays: what was held for them is let go again.
        let paying = first - 3 * Self.accountsOfRound
        if paying >= 0 { try await estate.play(.payInvoice(method: "card"), on: accounts[paying]) }
    }

    /// Whose consent is given in a soak; the other approvals stay open.
    private static let approver = "finance-controller"

    /// A person's token, for consent while the server is killed again and again.
    func tokenOfController() async throws -> String {
        let issued = try await line.run(
            [
                "token", "create", "--principal", "frank.osei@fairlead.example", "--role",
                Self.approver, "--json", "--catalog", catalog,
            ])
        return try #require(try JSON.parse(issued.output)["token"]?.stringValue)
    }

    /// Consents to what waits for it, as far as the server lives long enough.
    func consent(_ token: String) async throws {
        let client = FairleadClient(
            .url("http://127.0.0.1:\(port)"), token: token, http: http)
        let asked = try await client.all(.listApprovals).filter {
            $0["role"]?.stringValue == Self.approver
        }
        for approval in asked.prefix(2) {
            let id = approval["id"]?.stringValue ?? ""
            _ = try await client.call(
                .grantApproval, ["id": id], body: ["reason": "in the soak"])
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
        return try await installation.whileRunning {
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
            try judgeTimers(store, &figures)
            return figures
        }
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

    /// Each timer fired once, and none that is due waits.
    private func judgeTimers(_ store: some StoreReader, _ figures: inout Figures) throws {
        for agenda in try store.agendas(after: nil, limit: 1_000) {
            guard let due = agenda.due, due.milliseconds > 0 else { continue }
            #expect(due > time.now(), "\(agenda.anchor) missed what was due at \(due.rfc3339)")
        }
        var fired: Set<String> = []
        for head in try store.heads() where head.number > 0 {
            var from: Int64 = 1
            while from <= head.number {
                let page = try store.segments(shard: head.shard, from: from, limit: 500)
                for segment in page {
                    try Rebuild.records(of: segment) { reader, mark in
                        guard let timer = Self.timer(of: reader) else { return }
                        #expect(fired.insert(timer).inserted, "\(timer) at \(mark.place)")
                    }
                    from = segment.last + 1
                }
            }
        }
        figures.timers = fired.count
    }

    /// What names a timer that fired, where a record tells of one.
    private static func timer(of reader: RecordReader) -> String? {
        let id = reader.caseID ?? ""
        switch reader.type {
        case ClockChanged.type:
            guard let rung = reader.optionalInteger("rung") else { return nil }
            return "rung \(id) \(reader.optionalText("clock") ?? "") \(rung)"
        case ApprovalDecided.type where reader.optionalText("status") == "expired":
            return "expiry \(id) \(reader.optionalText("approval") ?? "")"
        case LookupChanged.type where reader.optionalText("change") == "missed":
            return "deadline \(id) \(reader.optionalText("lookup") ?? "")"
        default: return nil
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
                figures.granted += matter.approvals.count { $0.status == .granted }
                for effect in matter.effects {
                    if effect.reverses != nil, effect.status == .done { figures.reversed += 1 }
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
