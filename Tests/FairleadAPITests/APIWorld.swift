import FairleadAPI
import FairleadAPITypes
import FairleadCanonical
import FairleadCatalog
import FairleadConnector
import FairleadDomain
import FairleadEngine
import FairleadLedger
import FairleadPlaybook
import FairleadRuntime
import FairleadStore
import FairleadTesting
import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Testing

/// A server over the shipped catalog, an in-memory store and a canned outside.
struct APIWorld: Sendable {
    let store: MemoryStore
    let host: RuntimeHost
    let outside: CannedOutside
    let time: SetTime
    let catalog: Catalog
    let metrics = Metrics()
    let services: APIServices

    /// Cases of a fuzz test before it takes a new world: all that a store in memory keeps, it holds.
    static let casesOfWorldMax = 10_000

    static let webhookSecret = "the secret of billing's webhook"

    /// With `tellsAll`, the outside tells of everything that is classified.
    init(tellsAll: Bool = false) async throws {
        let start = Instant(rfc3339: "2026-11-20T09:30:00Z") ?? .earliest
        time = SetTime(start)
        store = MemoryStore(tenant: "test", created: start)
        catalog = try Catalog.load(directory: packageRoot.appending(path: "Catalog").path)
        outside = CannedOutside(
            today: start,
            told: tellsAll ? ToldObjects.answers(catalog.governance.schemas) : [:])
        let measured = MeasuredStore(store, metrics: metrics)
        var generator = SeededGenerator(seed: 7)
        var bytes: [UInt8] = []
        for _ in 0..<32 { bytes.append(UInt8.random(in: 0...255, using: &generator)) }
        let entropy = bytes
        let runtime = try Runtime(
            tenant: "test", store: measured, governance: catalog.governance, governances: [:],
            zones: SystemZones(), limits: RuntimeLimits())
        host = RuntimeHost(
            runtime: runtime, store: measured,
            committer: try Committer(store: measured, entropy: { entropy }),
            carrier: MeasuredCarrier(outside, metrics: metrics), time: time)
        let connectors = ConnectorSet(catalog.connectors.map(DeafConnector.init))
        let receiver = Receiver(
            connectors: connectors, host: host, values: FixedValues(), time: time)
        services = APIServices(
            host: host, store: measured, governance: catalog.governance, governances: [:],
            definitions: catalog.connectors, receiver: receiver, zones: SystemZones(),
            time: time, checkpointKey: try #require(CheckpointKey(bytes: entropy)),
            metrics: metrics, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            version: "test")
        await host.start()
    }

    /// Serves over TCP while the body runs.
    func serve<Value>(
        _ door: Door = .network, _ body: @Sendable (any TestClientProtocol) async throws -> Value
    ) async throws -> Value {
        let application = Application(
            router: API(services).router(door),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            logger: services.logger)
        return try await application.test(.live, body)
    }

    /// A token of a principal, as `token create` makes one.
    func token(
        _ role: String, name: String? = nil, kind: Principal.Kind = .person,
        scopes: [String] = [], sources: [String] = [], expires: Instant? = nil
    ) async throws -> String {
        let secret = TokenSecret()
        let reply = await host.registry(
            .issueToken(
                NewToken(
                    principal: name ?? "\(role) of the test", kind: kind, roles: [role],
                    scopes: scopes, sources: sources, expires: expires, digest: secret.digest)),
            by: .system)
        guard case .done = reply else { throw Unexpected("\(reply)") }
        return secret.text
    }

    static let sources = ["/crm", "/billing", "/helpDesk", "/erp"]

    func sender() async throws -> String {
        try await token("integration", kind: .integration, sources: Self.sources)
    }

    /// Tells of Acme and of its failed payment, and returns when a person is waited for.
    func openCase() async throws -> CaseState {
        let reply = await host.submit(try events([Self.acme, Self.failure]), by: .system)
        guard case .receipts = reply else { throw Unexpected("\(reply)") }
        return try await matter { matter in
            matter.approvals.contains { $0.status == .open } && !matter.tasks.isEmpty
        }
    }

    /// Tells of Acme and all that can be told of it, and returns when a person is waited for.
    func tellAll() async throws -> CaseState {
        let told = [Self.acme] + ToldObjects.events(catalog.governance.schemas)
        for document in told {
            guard case .receipts = await host.submit(try events([document]), by: .system) else {
                throw Unexpected("\(document) was not received")
            }
        }
        // The chargeback has a case of its own, without approvals.
        return try await matter { matter in
            matter.approvals.contains { $0.status == .open } && !matter.tasks.isEmpty
                && matter.values["invoiceDispute"] != nil
        }
    }

    /// The only case, as soon as it is as wanted; entries that become durable are waited for.
    func matter(_ isWanted: @Sendable (CaseState) -> Bool) async throws -> CaseState {
        let published = await host.subscribe()
        if let matter = try await found(isWanted) { return matter }
        for await _ in published {
            if let matter = try await found(isWanted) { return matter }
        }
        throw Unexpected("the runtime stopped")
    }

    private func found(_ isWanted: (CaseState) -> Bool) async throws -> CaseState? {
        for item in try store.items(ItemQuery(kinds: [.case])).items {
            let state = await host.state(shard: item.shard, anchor: item.anchor)
            if let matter = state?.case(item.id), isWanted(matter) { return matter }
        }
        return nil
    }

    func events(_ documents: [JSON]) throws -> [Event] {
        let reader = CloudEventReader(
            schemas: catalog.governance.schemas.values.sorted { $0.type < $1.type },
            connectors: catalog.connectors)
        return try reader.read(
            headers: [("Content-Type", "application/cloudevents-batch+json")],
            body: JSON.array(documents).bytes, now: time.now())
    }

    /// The master tells of an account and of what others call it.
    static let acme: JSON = [
        "specversion": "1.0", "id": "crm-1", "source": "/crm", "type": "account.updated",
        "data": [
            "claims": [
                [
                    "account": ["system": "crm", "kind": "account", "id": "acme-crm"],
                    "same": [
                        ["system": "billing", "kind": "customer", "id": "acme-billing"],
                        ["system": "erp", "kind": "customer", "id": "acme-erp"],
                        ["system": "helpDesk", "kind": "organisation", "id": "acme-desk"],
                    ],
                ]
            ]
        ],
    ]

    static func failedPayment(id: String = "failure-1", attempt: Int64 = 1) -> JSON {
        [
            "specversion": "1.0", "id": .string(id), "source": "/billing",
            "type": "payment.failed", "time": "2026-11-20T09:00:00Z",
            "data": [
                "payment": [
                    "id": "payment-1", "invoice": "invoice-1", "status": "failed",
                    "amount": ["amount": "38400.00", "currency": "USD"], "method": "card",
                    "failure": "expiredCard", "attempt": .integer(attempt),
                ],
                "aliases": ["invoice-1/\(attempt)"],
                "parties": [["system": "billing", "kind": "customer", "id": "acme-billing"]],
            ],
        ]
    }

    static let failure = failedPayment()
}

struct Unexpected: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// A connector that is known by its definition and reaches nobody.
struct DeafConnector: Connector {
    let definition: ConnectorDefinition

    init(_ definition: ConnectorDefinition) { self.definition = definition }

    func perform(_ item: WorkItem) async -> Answer { .failed(code: "deaf", message: "nobody") }
    func sweep(since: Instant) async -> SweepAnswer { .notDeclared }
}

/// Every secret is the same one.
struct FixedValues: ValueSource {
    func value(of reference: ConfiguredValue) throws(ValueUnavailable) -> String {
        APIWorld.webhookSecret
    }
}
