public import FairleadCanonical

/// What came back from outside for one attempt at a piece of work; errors are sorted here once.
public enum Answer: Sendable, Hashable {
    /// It was done, or read. `records` are the outside record ids; `readBack` says what a
    /// second look at the outside found, where the operation declares one.
    case done(value: JSON, records: [String], readBack: ReadBack)
    /// The receiver refused; repeating changes nothing.
    case failed(code: String, message: String)
    /// Surely not done, and worth another attempt, not before `afterMilliseconds` if given.
    case retry(code: String, afterMilliseconds: Int64?)
    /// It may or may not have been done.
    case unknown(code: String)

    public enum ReadBack: Sendable, Hashable {
        case notDeclared, matches
        case differs(String)
    }
}

/// A piece of work for the outside, as the runtime carries it to a connector.
public struct WorkItem: Sendable, Hashable {
    public enum Mode: String, Sendable, Hashable {
        /// Just do it (with the key, where the operation has one).
        case perform
        /// Look for our reference first; do it only if it is not there.
        case findFirst
    }

    /// The id of the look-up, the estimate or the effect.
    public let id: String
    public let caseID: String
    public let kind: OperationDeclaration.Kind
    /// `connector.operation`.
    public let operation: String
    public let arguments: JSONObject
    /// The idempotency key and reference by which the receiver can know it again.
    public let reference: String
    /// Counts from 1.
    public let attempt: Int
    public var mode: Mode
    /// The catalog version whose declarations hold.
    public let catalog: Digest

    public init(
        id: String, caseID: String, kind: OperationDeclaration.Kind, operation: String,
        arguments: JSONObject, reference: String, attempt: Int, mode: Mode, catalog: Digest
    ) {
        self.id = id
        self.caseID = caseID
        self.kind = kind
        self.operation = operation
        self.arguments = arguments
        self.reference = reference
        self.attempt = attempt
        self.mode = mode
        self.catalog = catalog
    }
}
