/// Something that goes wrong on request.
public enum Fault: Sendable, Hashable {
    /// The answer takes this much longer.
    case latency(milliseconds: Int64)
    /// A status from 500 on, and nothing done.
    case failBefore(status: Int)
    /// The work is done, the answer is a status from 500 on.
    case failAfter(status: Int)
    /// The work is done, the connection is closed without an answer.
    case dropAfter
    /// 503 to every call.
    case unavailable
    /// Nobody listens: connections are refused. Lasts until lifted.
    case refused
    /// The system's clock is off by this much: its timestamps, and what it signs with.
    case clockSkew(milliseconds: Int64)
    /// Each webhook is sent this many times more, all at once.
    case duplicateWebhooks(copies: Int)
    /// Webhooks are collected until there are this many, then sent last first.
    case reorderWebhooks(window: Int)
    /// Webhooks are not sent; the events stay listed for a sweep.
    case loseWebhooks

    /// The name in JSON, and what rules are matched by.
    public var kind: String {
        switch self {
        case .latency: "latency"
        case .failBefore: "failBefore"
        case .failAfter: "failAfter"
        case .dropAfter: "dropAfter"
        case .unavailable: "unavailable"
        case .refused: "refused"
        case .clockSkew: "clockSkew"
        case .duplicateWebhooks: "duplicateWebhooks"
        case .reorderWebhooks: "reorderWebhooks"
        case .loseWebhooks: "loseWebhooks"
        }
    }
}

/// How long a fault lasts.
public enum FaultExtent: Sendable, Hashable {
    /// The next so many calls or webhooks that it applies to.
    case next(Int)
    /// Each call or webhook with this probability, drawn from the seed.
    case permille(Int)
    /// Until this time of the estate's clock, in milliseconds.
    case until(Int64)
    /// Until lifted.
    case always
}
