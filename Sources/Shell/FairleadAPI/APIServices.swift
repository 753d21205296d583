public import FEEL
public import FairleadCanonical
public import FairleadConnector
public import FairleadLedger
public import FairleadPlaybook
public import FairleadRuntime
public import FairleadStore
public import Logging

/// What the API stands on.
public struct APIServices: Sendable {
    public let host: RuntimeHost
    public let store: any Store
    /// The catalog in force.
    public let governance: Governance
    /// Those that open cases keep.
    public let governances: [Digest: Governance]
    /// Systems of ours, by their events' sources.
    public let definitions: [ConnectorDefinition]
    public let receiver: Receiver
    public let zones: any ZoneData
    public let time: any TimeSource
    /// Signs checkpoints.
    public let checkpointKey: CheckpointKey
    public let metrics: Metrics
    public let logger: Logger
    /// The release.
    public let version: String

    public init(
        host: RuntimeHost, store: any Store, governance: Governance,
        governances: [Digest: Governance], definitions: [ConnectorDefinition],
        receiver: Receiver, zones: any ZoneData, time: any TimeSource,
        checkpointKey: CheckpointKey, metrics: Metrics, logger: Logger, version: String
    ) {
        self.host = host
        self.store = store
        self.governance = governance
        self.governances = governances
        self.definitions = definitions
        self.receiver = receiver
        self.zones = zones
        self.time = time
        self.checkpointKey = checkpointKey
        self.metrics = metrics
        self.logger = logger
        self.version = version
    }

    /// Views of this moment.
    var views: Views {
        Views(governance: governance, governances: governances, now: time.now())
    }
}
