public import FairleadDomain
public import FairleadPlaybook

/// One operation of a connector, as data: what the core knows of it, and how it is carried out.
public struct ConnectorOperation: Sendable, Hashable {
    public let declaration: OperationDeclaration
    public let request: RequestTemplate
    public let answer: AnswerRules
    /// The header that carries the idempotency key, where `once` is `key`.
    public let keyHeader: String?
    /// How our reference is found, where `once` is `find`.
    public let find: FindRules?
    public let readBack: ReadBackRules?
    public let errors: [ErrorRule]
    /// The effect that this one reverses, as `connector.operation`.
    public let compensates: String?
    public let position: SourcePosition

    /// The name without the connector's.
    public var shortName: String {
        String(declaration.name.drop { $0 != "." }.dropFirst())
    }
}
