/// How many requests a system takes: so many in each period, and so many at once after a rest.
public struct RateLimit: Sendable, Hashable {
    public let requests: Int64
    public let periodMilliseconds: Int64
    public let burst: Int64

    public init(requests: Int64, periodMilliseconds: Int64, burst: Int64) {
        self.requests = requests
        self.periodMilliseconds = periodMilliseconds
        self.burst = burst
    }
}

/// A bucket that fills with time, and from which each request takes (J. Turner, "New directions in
/// communications", 1986); the clock comes in.
public struct TokenBucket: Sendable, Hashable {
    public let limit: RateLimit
    /// In parts of a token: one token is as many as the period has milliseconds, so that each
    /// millisecond adds a whole number of parts.
    private var parts: Int64
    private var filled: Int64

    /// Full, as after a rest.
    public init(_ limit: RateLimit, at milliseconds: Int64) {
        self.limit = limit
        parts = limit.burst * limit.periodMilliseconds
        filled = milliseconds
    }

    /// Whether a request may be sent at this time.
    public mutating func hasToken(at milliseconds: Int64) -> Bool {
        fill(at: milliseconds)
        return parts >= limit.periodMilliseconds
    }

    /// Takes so many tokens. What is not there is owed: an attempt that takes several requests
    /// leaves whole, and the next ones wait the longer.
    public mutating func take(_ tokens: Int64) { parts -= tokens * limit.periodMilliseconds }

    /// When there will be a token, in milliseconds.
    public var next: Int64 {
        let missing = limit.periodMilliseconds - parts
        return missing <= 0 ? filled : filled + (missing + limit.requests - 1) / limit.requests
    }

    private mutating func fill(at milliseconds: Int64) {
        guard milliseconds > filled else { return }
        let full = limit.burst * limit.periodMilliseconds
        let (added, overflow) = (milliseconds - filled)
            .multipliedReportingOverflow(by: limit.requests)
        parts = overflow || added > full - parts ? full : parts + added
        filled = milliseconds
    }
}
