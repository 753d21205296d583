/// What kind of trouble kept an attempt from its end; each may have a retry policy of its own.
public enum ErrorKind: String, Sendable, Hashable, CaseIterable {
    /// Nothing reached the system: nobody listens there, or we held back ourselves.
    case unreachable
    /// The system was there, and wants to be asked again later.
    case busy
    /// It may have been done.
    case doubtful

    /// Codes of attempts of which nothing was sent.
    static let unreachableCodes: Set = [
        "base-url", "connect-timeout", "connection-refused", "tls-timeout",
        "too-many-waiting", "value-unavailable",
    ]
}

extension Answer {
    /// Nil: it went well, or was refused for good.
    public var errorKind: ErrorKind? {
        switch self {
        case .done, .failed: nil
        case .retry(let code, _):
            ErrorKind.unreachableCodes.contains(code) ? .unreachable : .busy
        case .unknown: .doubtful
        }
    }
}
