public import FairleadCanonical
import FairleadDomain

/// A token is valid no more.
public struct TokenRevoked: RegistryRecord {
    public static let type = "token-revoked"

    public let id: String

    public init(id: String) {
        self.id = id
    }

    public var fields: JSONObject {
        JSONObject(present: [
            "id": .string(id)
        ])
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        id = try reader.text("id")
    }

    public func apply(to state: inout RegistryState, at mark: Mark) {
        state.tokens[id]?.revoked = mark.time
    }
}
