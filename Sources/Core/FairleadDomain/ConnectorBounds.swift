/// What a system bears, as the core must know it: when it counts as down, and how often it may be
/// asked.
public struct ConnectorBounds: Sendable, Hashable {
    public let breaker: CircuitBreaker.Limits
    /// Nil: as often as there is work.
    public let rate: RateLimit?

    public init(breaker: CircuitBreaker.Limits, rate: RateLimit?) {
        self.breaker = breaker
        self.rate = rate
    }

    public static let standard = ConnectorBounds(breaker: CircuitBreaker.Limits(), rate: nil)
}

extension Answer {
    /// What it says of the system: that it is there, that it is not, or nothing.
    public var isSystemThere: Bool? {
        switch self {
        case .done, .failed: return true
        case .unknown: return false
        case .retry("too-many-waiting", _): return nil
        case .retry(let code, _):
            // A question that got no answer is asked again, whatever became of it.
            let isLost = ["answer-too-large", "connection-lost", "redirected", "timeout"]
                .contains(code)
            return !(isLost || errorKind == .unreachable || code.hasPrefix("http-5"))
        }
    }
}
