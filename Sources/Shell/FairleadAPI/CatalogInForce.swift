public import FairleadCanonical
public import FairleadConnector
import FairleadDomain
public import FairleadPlaybook
import Synchronization

/// The catalog in force, and those that open cases keep; another may come into force while calls
/// are answered.
public final class CatalogInForce: Sendable {
    struct Content {
        let governance: Governance
        let governances: [Digest: Governance]
        let definitions: [ConnectorDefinition]
        let reader: CloudEventReader

        init(
            _ governance: Governance, _ governances: [Digest: Governance],
            _ definitions: [ConnectorDefinition]
        ) {
            self.governance = governance
            self.governances = governances
            self.definitions = definitions
            reader = CloudEventReader(
                schemas: governance.schemas.values.sorted { $0.type < $1.type },
                connectors: definitions)
        }
    }

    private let state: Mutex<Content>

    public init(
        governance: Governance, governances: [Digest: Governance],
        definitions: [ConnectorDefinition]
    ) {
        state = Mutex(Content(governance, governances, definitions))
    }

    var content: Content { state.withLock { $0 } }

    /// Brings another version into force; the one before is kept for its cases.
    public func replace(_ governance: Governance, definitions: [ConnectorDefinition]) {
        state.withLock { content in
            var earlier = content.governances
            earlier[content.governance.digest] = content.governance
            content = Content(governance, earlier, definitions)
        }
    }
}
