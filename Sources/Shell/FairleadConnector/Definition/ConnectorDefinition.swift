public import FairleadDomain
public import FairleadPlaybook

/// A connector as data: how one outside system is spoken to, and what its events mean.
public struct ConnectorDefinition: Sendable, Hashable {
    /// Unique in a store; the system's name in references, and the last part of its webhook's
    /// address.
    public let name: String
    public let version: Int
    /// The function that answers for it, such as `revenue-operations`.
    public let owner: String
    public let purpose: String
    /// The CloudEvents source of its events, such as `/billing`.
    public let source: String
    public let baseURL: ConfiguredValue
    public let authentication: Authentication
    /// Sent with each request: constants, such as the API's version.
    public let headers: [Header]
    /// The API version in which the system answers us; mappings ask for it.
    public let apiVersion: String?
    public let limits: ConnectorLimits
    public let webhook: WebhookScheme?
    /// Whether its claims of who is who are believed.
    public let isMasterOfAccounts: Bool
    /// What the received bytes are classified as.
    public let labels: Labels
    public let objects: [ObjectMapping]
    public let events: EventRules?
    /// Where an error answer keeps its code.
    public let errorCode: ValuePath?
    public let operations: [ConnectorOperation]
    /// What a playbook's input of each name asks: which operation, with which arguments.
    public let lookUps: [LookUp]
    public let sweep: SweepRules?
    public let position: SourcePosition

    public struct Header: Sendable, Hashable {
        public let name: String
        public let value: String
    }

    /// What the core must know of the operations.
    public var declarations: [OperationDeclaration] { operations.map(\.declaration) }

    /// By short name or as `connector.operation`.
    public func operation(_ name: String) -> ConnectorOperation? {
        operations.first { $0.declaration.name == name || $0.shortName == name }
    }
}
