/// What an evaluation is given beside its inputs: the present moment, time-zone data, the host's
/// functions, limits. All of it is data, so that the same evaluation can be done again.
public struct Environment: Sendable {
    public typealias HostCall =
        @Sendable (_ function: String, _ arguments: [Value]) throws(Fault) -> Value

    /// What `now()` gives, in the zone that counts; `nil` refuses `now()`.
    public var now: DateTime? {
        get { parts.now }
        set { change { $0.now = newValue } }
    }
    /// What `today()` gives; by default the day of `now`.
    public var today: CalendarDate? {
        get { parts.today }
        set { change { $0.today = newValue } }
    }
    public var zones: any ZoneData {
        get { parts.zones }
        set { change { $0.zones = newValue } }
    }
    /// Calls a function that the scope declares as the host's.
    public var host: HostCall? {
        get { parts.host }
        set { change { $0.host = newValue } }
    }
    public var limits: Limits {
        get { shared?.parts.limits ?? .standard }
        set { change { $0.limits = newValue } }
    }

    /// Shared by all copies, for every evaluation of a part holds one; `nil` is the standard.
    @usableFromInline var shared: Shared?

    private var parts: Parts { shared?.parts ?? Parts() }

    @usableFromInline struct Parts: Sendable {
        var now: DateTime?
        var today: CalendarDate?
        var zones: any ZoneData = UTCOnly()
        var host: HostCall?
        var limits = Limits.standard
    }

    @usableFromInline final class Shared: Sendable {
        let parts: Parts
        init(_ parts: Parts) { self.parts = parts }
    }

    public init(
        now: DateTime? = nil, today: CalendarDate? = nil, zones: any ZoneData = UTCOnly(),
        limits: Limits = .standard, host: HostCall? = nil
    ) {
        shared = Shared(
            Parts(now: now, today: today ?? now?.date, zones: zones, host: host, limits: limits))
    }

    @inlinable @inline(__always)
    init(shared: Shared?) { self.shared = shared }

    /// No moment, no zone but UTC, no host, the usual limits.
    @inlinable @inline(__always)
    public static var standard: Environment { Environment(shared: nil) }

    /// Whether it is no other than the standard one; `false` where it may be.
    @inlinable @inline(__always)
    public var isStandard: Bool { shared == nil }

    private mutating func change(_ body: (inout Parts) -> Void) {
        var parts = parts
        body(&parts)
        shared = Shared(parts)
    }
}

/// What becomes of a fault: null, as the standard says, or an error with its place.
public enum Mode: String, Sendable, Hashable {
    case conformant
    case strict
}
