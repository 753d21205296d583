public import FairleadDomain
import FairleadPlaybook

/// What one system may cost us; every number has a default.
public struct ConnectorLimits: Sendable, Hashable {
    /// From the first byte sent to the last received, connecting included.
    public var timeoutMilliseconds: Int64 = 10_000
    public var responseBytesMax = 1_048_576
    /// Requests under way at once.
    public var concurrencyMax = 8
    /// Requests that wait for their turn; beyond it, an attempt is put off.
    public var waitingMax = 256
    public var breaker = CircuitBreaker.Limits()
    /// How often the system may be asked; nil: as often as there is work.
    public var rate: RateLimit?

    /// What the core must know of them.
    public var bounds: ConnectorBounds { ConnectorBounds(breaker: breaker, rate: rate) }

    public init() {}

    static func parse(_ node: SourceNode, _ diagnostics: inout Diagnostics) -> ConnectorLimits {
        var limits = ConnectorLimits()
        guard
            let reader = MappingReader(
                node, "the limits", required: [],
                optional: [
                    "timeout", "responseBytesMax", "concurrencyMax", "waitingMax", "breaker",
                    "rate",
                ], &diagnostics)
        else { return limits }
        if let timeout = reader.milliseconds("timeout", &diagnostics) {
            if (1...600_000).contains(timeout) {
                limits.timeoutMilliseconds = timeout
            } else if let place = reader["timeout"]?.position {
                diagnostics.error("the timeout is at most PT10M", at: place)
            }
        }
        if let bytes = reader.integer("responseBytesMax", in: 1...67_108_864, &diagnostics) {
            limits.responseBytesMax = Int(bytes)
        }
        if let count = reader.integer("concurrencyMax", in: 1...1_000, &diagnostics) {
            limits.concurrencyMax = Int(count)
        }
        if let count = reader.integer("waitingMax", in: 0...100_000, &diagnostics) {
            limits.waitingMax = Int(count)
        }
        if let breaker = reader["breaker"],
            let fields = MappingReader(
                breaker, "the breaker", required: [], optional: ["failuresMax", "open"],
                &diagnostics)
        {
            if let count = fields.integer("failuresMax", in: 1...1_000, &diagnostics) {
                limits.breaker.failuresMax = Int(count)
            }
            if let open = fields.milliseconds("open", &diagnostics) {
                limits.breaker.openMilliseconds = max(1, open)
            }
        }
        limits.rate = reader["rate"].flatMap { rate($0, &diagnostics) }
        return limits
    }

    /// `{requests: 25, per: PT1S, burst: 50}`; the burst is as many as the requests if none is
    /// named.
    private static func rate(_ node: SourceNode, _ diagnostics: inout Diagnostics) -> RateLimit? {
        guard
            let fields = MappingReader(
                node, "the rate", required: ["requests", "per"], optional: ["burst"],
                &diagnostics),
            let requests = fields.integer("requests", in: 1...1_000_000, &diagnostics),
            let period = fields.milliseconds("per", &diagnostics)
        else { return nil }
        guard (1...86_400_000).contains(period) else {
            diagnostics.error(
                "a period is at most P1D", at: fields["per"]?.position ?? node.position)
            return nil
        }
        let burst = fields.integer("burst", in: 1...1_000_000, &diagnostics)
        return RateLimit(
            requests: requests, periodMilliseconds: period, burst: burst ?? requests)
    }
}
