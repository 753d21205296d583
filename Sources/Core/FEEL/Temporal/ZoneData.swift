/// The time-zone data, an input: the core carries none.
public protocol ZoneData: Sendable {
    /// The offset from UTC in seconds, east positive, of an IANA zone at a moment given in seconds
    /// since 1970-01-01T00:00:00Z; `nil` for a zone that the data does not know.
    func offsetSeconds(zone: String, secondsSinceEpoch: Int) -> Int?
}

/// Knows UTC under its usual names, and no other zone.
public struct UTCOnly: ZoneData {
    public init() {}

    public func offsetSeconds(zone: String, secondsSinceEpoch: Int) -> Int? {
        ["UTC", "Etc/UTC", "Z", "GMT", "Etc/GMT"].contains(zone) ? 0 : nil
    }
}

extension ZoneData {
    /// The offset of a local time. In an hour that comes twice the earlier offset holds; in an hour
    /// that is skipped the one before it.
    func offsetSeconds(zone: String, localSeconds: Int) -> Int? {
        guard
            let before = offsetSeconds(zone: zone, secondsSinceEpoch: localSeconds - 86_400),
            let after = offsetSeconds(zone: zone, secondsSinceEpoch: localSeconds + 86_400)
        else { return nil }
        if before == after { return before }
        if offsetSeconds(zone: zone, secondsSinceEpoch: localSeconds - before) == before {
            return before
        }
        if offsetSeconds(zone: zone, secondsSinceEpoch: localSeconds - after) == after {
            return after
        }
        return before
    }

    /// The offset of a zone at a local time; 0 without a zone, `nil` for an unknown one.
    func offsetSeconds(_ zone: ClockTime.TimeZone?, localSeconds: Int) -> Int? {
        switch zone {
        case nil: 0
        case .offset(let seconds): seconds
        case .named(let name): offsetSeconds(zone: name, localSeconds: localSeconds)
        }
    }

    /// Nanoseconds since 1970-01-01T00:00:00Z; `nil` for an unknown zone.
    public func instant(_ moment: DateTime) -> Int128? {
        let local = moment.localSeconds
        guard let offset = offsetSeconds(moment.time.zone, localSeconds: local) else { return nil }
        return Int128(local - offset) * 1_000_000_000 + Int128(moment.time.nanosecond)
    }
}
