import AsyncHTTPClient
import FEEL
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
import FairleadStore
import Logging

/// The parts of a running Fairlead, chosen and put together: the only place where that is done.
struct Installation: Sendable {
    let catalog: Catalog
    let store: any Store
    let host: RuntimeHost
    let receiver: Receiver
    let services: APIServices
    let connectors: ConnectorSet
    let time: any TimeSource
    private let client: HTTPClient
    private let zones: ZoneArchive

    /// Opens what a server needs and brings the catalog into force. Not started yet. Inputs that
    /// the process dies of are remembered in the crash journal, if one is named.
    init(
        catalog: Catalog, store given: any Store, values: any ValueSource,
        checkpointKey: CheckpointKey, crashJournal: String? = nil,
        time: any TimeSource = SystemTime(), logger: Logger = Logger(label: "fairlead")
    ) async throws {
        let metrics = Metrics()
        let store = MeasuredStore(given, metrics: metrics)
        self.catalog = catalog
        self.store = store
        self.time = time
        let zones = try ZoneArchive.ofThisMachine()
        self.zones = zones
        let runtime = try Runtime(
            tenant: store.tenant, store: store, governance: catalog.governance,
            governances: [:], zones: zones, limits: RuntimeLimits(),
            journal: try crashJournal.map { try FileCrashJournal(path: $0) } ?? NoCrashJournal())
        // The runtime has read which they are.
        let governances = try Self.earlier(
            than: catalog, of: runtime.registry.catalogs, in: store)
        for governance in governances.values { runtime.offer(governance) }
        let committer = try Committer(store: store, entropy: Self.entropy)
        // From here on nothing throws: who has a client must shut it down.
        let client = HTTPClient.forConnectors()
        self.client = client
        let connect: @Sendable (ConnectorDefinition) -> any Connector = {
            HTTPConnector($0, values: values, client: client, now: { time.now() })
        }
        connectors = ConnectorSet(catalog.connectors.map(connect))
        host = RuntimeHost(
            runtime: runtime, store: store, committer: committer,
            carrier: MeasuredCarrier(ConnectorCarrier(connectors), metrics: metrics),
            time: time)
        receiver = Receiver(connectors: connectors, host: host, values: values, time: time)
        let inForce = CatalogInForce(
            governance: catalog.governance, governances: governances,
            definitions: catalog.connectors)
        let change = CatalogSwitch(
            store: store, host: host, connectors: connectors, inForce: inForce,
            zones: zones.digest, connect: connect)
        services = APIServices(
            host: host, store: store, governance: catalog.governance,
            governances: governances, definitions: catalog.connectors, receiver: receiver,
            zones: zones, time: time, checkpointKey: checkpointKey, metrics: metrics,
            logger: logger,
            version: Fairlead.version,
            activation: { try await change.activate($0, by: $1) }, catalog: inForce)
    }

    /// Starts, does something, and stops, whatever came of it.
    func whileRunning<Value: Sendable>(
        _ body: () async throws -> Value
    ) async throws -> Value {
        do {
            try await start()
            let value = try await body()
            try await stop()
            return value
        } catch {
            try? await stop()
            throw error
        }
    }

    /// Keeps the catalog's bytes, records that it is in force, and takes up what was left.
    func start() async throws {
        try Self.keep(catalog, in: store)
        if try store.blob(zones.digest) == nil {
            try store.commit(
                CommitBatch(blobs: [StoredBlob(digest: zones.digest, bytes: zones.bytes)]))
        }
        _ = await host.registry(
            .activate(catalog: catalog.digest, zones: zones.digest), by: .system)
        try await recordRestoration()
        await host.start()
    }

    /// A backup that was brought back says so on its ledger, once, before anything leaves.
    private func recordRestoration() async throws {
        guard let text = try store.meta(MetaEntry.copied), let copied = Instant(rfc3339: text)
        else { return }
        _ = await host.registry(.recordRestoration(copied: copied), by: .system)
        try store.commit(CommitBatch(meta: [MetaEntry(key: MetaEntry.copied, value: "")]))
    }

    /// Lets what is under way come back, then closes.
    func stop() async throws {
        await host.drain()
        try await client.shutdown()
        store.close()
    }

    /// 32 bytes from the system's generator, which is meant for secrets.
    static func entropy() -> [UInt8] {
        // Each word is a call of the system; a byte at a time would be 32 of them.
        var generator = SystemRandomNumberGenerator()
        return (0..<4).flatMap { _ in
            withUnsafeBytes(of: generator.next()) { Array($0) }
        }
    }

    // MARK: Catalogs in the store

    /// Stores the files under the catalog's digest, so that replay needs no folder.
    static func keep(_ catalog: Catalog, in store: any Store) throws {
        guard try store.blob(catalog.digest) == nil else { return }
        try store.commit(
            CommitBatch(blobs: [StoredBlob(digest: catalog.digest, bytes: catalog.archive)]))
    }

    /// The versions that were in force before; where one was altered, nothing may run.
    static func earlier(
        than catalog: Catalog, of digests: [Digest], in store: any Store
    ) throws -> [Digest: Governance] {
        let kept = try KeptCatalogs(digests.filter { $0 != catalog.digest }, in: store)
        if let digest = kept.altered.first {
            throw Unavailable("the catalog \(digest) that the store keeps was altered")
        }
        return kept.governances
    }
}

/// The services that a process runs are named in its log by what they print: never more than that.
extension Installation: CustomStringConvertible {
    var description: String { "installation" }
}
