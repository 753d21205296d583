/// Trouble of the estate itself: a port that is taken, a step that does not fit the scenario.
public struct EstateError: Error, Sendable, CustomStringConvertible {
    public let code: String
    public let message: String
    public let cause: (any Error)?

    public init(code: String, message: String, cause: (any Error)?) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    public var description: String { "\(code): \(message)" }
}
