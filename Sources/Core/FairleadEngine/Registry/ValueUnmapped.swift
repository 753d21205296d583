public import FairleadCanonical
import FairleadDomain

/// A connector sent a value of an enumeration that its mapping does not know.
public struct ValueUnmapped: RegistryRecord {
    public static let type = "value-unmapped"

    public let id: String
    public let connector: String
    public let field: String
    public let value: String

    public init(id: String, connector: String, field: String, value: String) {
        self.id = id
        self.connector = connector
        self.field = field
        self.value = value
    }

    public var fields: JSONObject {
        JSONObject(present: [
            "id": .string(id),
            "connector": .string(connector),
            "field": .string(field),
            "value": .string(value),
        ])
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        id = try reader.text("id")
        connector = try reader.text("connector")
        field = try reader.text("field")
        value = try reader.text("value")
    }

    public func apply(to state: inout RegistryState, at mark: Mark) {
        state.unmapped.insert("\(connector) \(field) \(value)")
        state.exceptions.append(
            ExceptionState(
                id: id, code: "value-unmapped", owner: "integrations",
                about: "\(connector) \(field)",
                message: "\(connector) sends \(field) = \(value), which no mapping knows",
                raised: mark.time))
    }
}
