public import FairleadCanonical

/// The calendar that a moment was computed with, as records name it: calendars are always the ones
/// in force, so each use says which that was.
public struct CalendarUse: Sendable, Hashable {
    public let name: String
    public let digest: Digest
    /// The time-zone data, where they are kept.
    public let zones: Digest?

    public init(name: String, digest: Digest, zones: Digest?) {
        self.name = name
        self.digest = digest
        self.zones = zones
    }

    var json: JSON {
        .object(
            JSONObject(present: [
                "name": .string(name), "digest": JSON(digest), "zones": zones.map { JSON($0) },
            ]))
    }

    init?(_ json: JSON?) {
        guard let json, let name = json["name"]?.stringValue,
            let digest = json["digest"]?.stringValue.flatMap({ Digest(hex: $0) })
        else { return nil }
        self.init(
            name: name, digest: digest,
            zones: json["zones"]?.stringValue.flatMap { Digest(hex: $0) })
    }
}
