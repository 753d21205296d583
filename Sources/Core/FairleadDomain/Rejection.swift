/// A refused command and its reason; a value, not an error.
public struct Rejection: Error, Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable {
        /// The command names something that is not there.
        case notFound
        /// The principal may not do this.
        case forbidden
        /// The state of the matter does not allow it, or not any more.
        case conflict
        /// The command itself is wrong.
        case invalid
    }

    public let kind: Kind
    /// A stable code, such as `approval-self`.
    public let code: String
    /// One sentence for people, without classified values.
    public let message: String

    public init(_ kind: Kind, _ code: String, _ message: String) {
        self.kind = kind
        self.code = code
        self.message = message
    }
}
