/// What an evaluation is given beside its inputs: the present moment, time-zone data, the host's
/// functions, limits. All of it is data, so that the same evaluation can be done again.
public struct Environment: Sendable {
    public typealias HostCall =
        @Sendable (_ function: String, _ arguments: [Value]) throws(Fault) -> Value

    /// What `now()` gives, in the zone that counts; `nil` refuses `now()`.
    public var now: DateTime?
    /// What `today()` gives; by default the day of `now`.
    public var today: CalendarDate?
    public var zones: any ZoneData
    /// Calls a function that the scope declares as the host's.
    public var host: HostCall?
    public var limits: Limits

    public init(
        now: DateTime? = nil, today: CalendarDate? = nil, zones: any ZoneData = UTCOnly(),
        limits: Limits = .standard, host: HostCall? = nil
    ) {
        self.now = now
        self.today = today ?? now?.date
        self.zones = zones
        self.limits = limits
        self.host = host
    }
}

/// What becomes of a fault: null, as the standard says, or an error with its place.
public enum Mode: String, Sendable, Hashable {
    case conformant
    case strict
}
