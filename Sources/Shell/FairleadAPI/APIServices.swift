public import FEEL
public import FairleadCanonical
public import FairleadConnector
public import FairleadDomain
public import FairleadLedger
public import FairleadPlaybook
public import FairleadRuntime
public import FairleadStore
public import Logging

/// What the API stands on.
public struct APIServices: Sendable {
    public let host: RuntimeHost
    public let store: any Store
    public let catalog: CatalogInForce
    /// Brings the catalog of an archive into force, by whoever asks; nil: none may while this runs.
    public let activation: Activation?
    public let receiver: Receiver
    public let zones: any ZoneData
    public let time: any TimeSource
    /// Signs checkpoints.
    public let checkpointKey: CheckpointKey
    public let metrics: Metrics
    public let logger: Logger
    /// The release.
    public let version: String

    /// Answers with the digest of what is in force, or refuses with a problem.
    public typealias Activation =
        @Sendable (_ archive: [UInt8], _ principal: Principal) async throws -> Digest

    public init(
        host: RuntimeHost, store: any Store, governance: Governance,
        governances: [Digest: Governance], definitions: [ConnectorDefinition],
        receiver: Receiver, zones: any ZoneData, time: any TimeSource,
        checkpointKey: CheckpointKey, metrics: Metrics, logger: Logger, version: String,
        activation: Activation? = nil, catalog: CatalogInForce? = nil
    ) {
        self.activation = activation
        self.catalog =
            catalog
            ?? CatalogInForce(
                governance: governance, governances: governances, definitions: definitions)
        self.host = host
        self.store = store
        self.receiver = receiver
        self.zones = zones
        self.time = time
        self.checkpointKey = checkpointKey
        self.metrics = metrics
        self.logger = logger
        self.version = version
    }

    /// The catalog in force.
    var governance: Governance { catalog.content.governance }

    /// Those that open cases keep.
    var governances: [Digest: Governance] { catalog.content.governances }

    /// Views of this moment.
    var views: Views {
        Views(
            governance: governance, governances: governances, now: time.now(), zones: zones)
    }
}
