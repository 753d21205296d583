import AsyncHTTPClient
import FairleadAPI
import FairleadCanonical
import FairleadCatalog
import FairleadConnector
import FairleadConnectors
import FairleadDomain
import FairleadEngine
import FairleadLedger
import FairleadPlaybook
import FairleadRuntime
import FairleadSimulator
import FairleadStore
import FairleadStoreSQLite
import Foundation
import Logging

/// Fairlead with the shipped catalog on SQLite, durable as it always is; only the outside systems
/// are in the process.
struct World: Sendable {
    let catalog: Catalog
    let store: SQLiteStore
    let host: RuntimeHost
    let services: APIServices
    let time: any TimeSource

    static let secret = "whsec_benchmark"

    let outside: Outside
    private let zones: ZoneArchive

    /// `timers`: so many more clocks run in every case of routine dunning.
    init(
        catalog path: String, store file: String, tier: String, timers: Int = 0,
        time: any TimeSource = SystemTime()
    ) throws {
        self.time = time
        catalog = try Self.catalog(path, timers: timers)
        store = try SQLiteStore(path: file, tenant: "default", created: time.now())
        let values = ProcessValues(overlaid: ["FAIRLEAD_BILLING_SECRET": Self.secret])
        let connectors = ConnectorSet(
            catalog.connectors.map {
                HTTPConnector($0, values: values, client: .shared, now: { time.now() })
            })
        outside = Outside(tier: tier, today: time.now())
        zones = try ZoneArchive.ofThisMachine()
        let runtime = try Runtime(
            tenant: store.tenant, store: store, governance: catalog.governance,
            governances: [:], zones: zones, limits: RuntimeLimits())
        host = RuntimeHost(
            runtime: runtime, store: store,
            committer: try Committer(store: store) {
                var chance = SystemRandomNumberGenerator()
                return (0..<4).flatMap { _ in withUnsafeBytes(of: chance.next()) { Array($0) } }
            },
            carrier: outside, time: time)
        services = APIServices(
            host: host, store: store, governance: catalog.governance, governances: [:],
            definitions: catalog.connectors,
            receiver: Receiver(connectors: connectors, host: host, values: values, time: time),
            zones: zones, time: time,
            checkpointKey: CheckpointKey(bytes: [UInt8](repeating: 7, count: 32))!,
            metrics: Metrics(), logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() },
            version: "bench")
    }

    private static func catalog(_ path: String, timers: Int) throws -> Catalog {
        let catalog = try Catalog.load(directory: path)
        let file = "playbooks/routineDunning.yaml"
        guard timers > 0,
            var text = catalog.files[file].map({ String(decoding: $0, as: UTF8.self) })
        else { return catalog }
        // Half of them in business time, all due long after the measurement.
        let clocks = (0..<timers).map { number in
            let target =
                number % 2 == 0
                ? "{elapsed: P\(60 + number)D}"
                : "{business: PT\(400 + number)H, calendar: supportEMEA}"
            return """
                  timer\(number):
                    kind: OLA
                    target: \(target)
                    stopsOn: payment.recovered
                    ladder: [{at: 100%, to: revops-lead}]

                """
        }
        if !text.contains("\nclocks:\n") {
            text = text.replacing("\nstages:\n", with: "\nclocks:\nstages:\n", maxReplacements: 1)
        }
        var files = catalog.files
        files[file] = Array(
            text.replacing(
                "\nclocks:\n", with: "\nclocks:\n" + clocks.joined(), maxReplacements: 1
            ).utf8)
        return try Catalog.compile(files: files)
    }

    func start() async throws {
        // What is there already stays as it is.
        try store.commit(
            CommitBatch(blobs: [
                StoredBlob(digest: catalog.digest, bytes: catalog.archive),
                StoredBlob(digest: zones.digest, bytes: zones.bytes),
            ]))
        _ = await host.registry(
            .activate(catalog: catalog.digest, zones: zones.digest), by: .system)
        await host.start()
    }

    /// Makes accounts known, and brings each to where its facts are held: one failed payment,
    /// decided and paid.
    func warm(accounts: Int, settled: Bool = true) async throws {
        let people = Principal(id: "bench", name: "bench", kind: .system, roles: [])
        var number = 0
        while number < accounts {
            let batch = number..<min(number + 500, accounts)
            for told in [Told.account, Told.failure, settled ? Told.recovery : nil] {
                guard let told else { continue }
                let events = try batch.map { try read(told($0)) }
                _ = await host.submit(events, by: people)
                _ = await host.quiet()
            }
            number = batch.upperBound
        }
    }

    private func read(_ document: JSON) throws -> Event {
        let reader = CloudEventReader(
            schemas: catalog.governance.schemas.values.sorted { $0.type < $1.type },
            connectors: catalog.connectors)
        return try reader.read(
            headers: [("Content-Type", "application/cloudevents+json")], body: document.bytes,
            now: time.now())[0]
    }
}

/// Events that come before what is measured.
enum Told {
    static func account(_ number: Int) -> JSON {
        SimulatedEvents.account(number, at: SystemTime().now())
    }

    static func failure(_ number: Int) -> JSON {
        SimulatedEvents.event(
            "/billing", "payment.failed", "first-\(number)", at: SystemTime().now(),
            [
                "payment": [
                    "id": .string("payment-\(number)"), "invoice": .string("invoice-\(number)"),
                    "status": "failed", "amount": ["amount": "4180.00", "currency": "USD"],
                    "method": "card", "attempt": 1, "failure": "expiredCard",
                ],
                "aliases": [.string("first/\(number)")], "parties": parties(number),
            ])
    }

    static func recovery(_ number: Int) -> JSON {
        SimulatedEvents.event(
            "/billing", "payment.recovered", "paid-\(number)", at: SystemTime().now(),
            [
                "payment": [
                    "id": .string("payment-\(number)"), "invoice": .string("invoice-\(number)"),
                    "status": "succeeded",
                ],
                "aliases": [.string("paid/\(number)")], "parties": parties(number),
            ])
    }

    private static func parties(_ number: Int) -> JSON {
        [["system": "billing", "kind": "customer", "id": .string("billing-\(number)")]]
    }
}
