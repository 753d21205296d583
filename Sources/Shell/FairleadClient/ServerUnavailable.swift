/// No answer of Fairlead's came: nobody listens, the time ran out, or something else answered.
public struct ServerUnavailable: Error, Sendable, CustomStringConvertible {
    public let code: String
    public let message: String
    /// The transport's own words.
    public let cause: String?

    public init(_ code: String, _ message: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    public var description: String {
        cause.map { "\(message) (\($0))" } ?? message
    }
}
