public import FairleadCanonical
import FairleadDomain

/// A person said that he is away for a time, or who stands in for him, or both.
public struct AvailabilitySet: RegistryRecord {
    public static let type = "availability-set"

    public let availability: Availability
    public let reason: String

    public init(availability: Availability, reason: String) {
        self.availability = availability
        self.reason = reason
    }

    public var fields: JSONObject {
        JSONObject(present: [
            "id": .string(availability.id),
            "person": .string(availability.person),
            "from": JSON(availability.from),
            "until": JSON(availability.until),
            "away": .flag(availability.isAway),
            "delegate": .text(availability.delegate),
        ])
    }

    public var classified: [Classified] {
        reason.isEmpty ? [] : [Classified(.personal, ["reason": .string(reason)])]
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        availability = Availability(
            id: try reader.text("id"), person: try reader.text("person"),
            from: try reader.instant("from"), until: try reader.instant("until"),
            isAway: reader.flag("away"), delegate: reader.optionalText("delegate"))
        reason = reader.payload["reason"]?.stringValue ?? ""
    }

    public func apply(to state: inout RegistryState, at mark: Mark) {
        // What is over says nothing any more.
        state.availabilities.removeAll { $0.until <= mark.time }
        state.availabilities.append(availability)
    }
}
