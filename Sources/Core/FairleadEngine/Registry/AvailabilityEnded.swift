public import FairleadCanonical
import FairleadDomain

/// What a person had said of his time holds no longer.
public struct AvailabilityEnded: RegistryRecord {
    public static let type = "availability-ended"

    public let id: String

    public init(id: String) { self.id = id }

    public var fields: JSONObject { ["id": .string(id)] }

    public init(_ reader: RecordReader) throws(RecordError) { id = try reader.text("id") }

    public func apply(to state: inout RegistryState, at mark: Mark) {
        state.availabilities.removeAll { $0.id == id }
    }
}
