/// Trouble with the store, or a commit that it refuses.
public struct StoreError: Error, Sendable {
    public enum Code: String, Sendable, Hashable {
        /// A segment that does not follow its shard's head, or a receipt that says something else.
        case conflict
        /// A value beyond its limit, or one that the store cannot hold.
        case limit
        /// A wrong argument, such as a cursor that this store did not give.
        case invalid
        /// Something that a purge names is not there, or no store is at the path.
        case notFound = "not-found"
        /// Bytes that cannot be read as what they should be; the message names the row.
        case damaged
        /// Another server holds the store; the message names its process.
        case locked
        /// The file is of a newer release, of another tenant, or no store of Fairlead's.
        case foreign
        /// A write through a store that was opened for reading, or a thing this store cannot do.
        case unsupported
        /// The disk or the database failed, or the store is closed.
        case unavailable
    }

    public let code: Code
    /// One sentence for operators, without classified values.
    public let message: String
    /// The driver's own words, where there are any.
    public let cause: String?

    public init(_ code: Code, _ message: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }
}

extension StoreError: CustomStringConvertible {
    public var description: String {
        guard let cause else { return "\(code.rawValue): \(message)" }
        return "\(code.rawValue): \(message) (\(cause))"
    }
}
