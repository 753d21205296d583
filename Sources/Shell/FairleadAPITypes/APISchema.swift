public import FairleadCanonical

/// The shape of a JSON value, as far as the document describes it (JSON Schema 2020-12).
public indirect enum APISchema: Sendable, Hashable {
    public struct Property: Sendable, Hashable {
        public let name: String
        public let schema: APISchema
        /// Whether it is always there; what may be masked is not.
        public let isRequired: Bool
    }

    case string(format: String? = nil)
    case integer(minimum: Int64? = nil, maximum: Int64? = nil)
    case boolean
    case any
    case choice([String])
    case array(APISchema)
    case object([Property])
    /// An object with members of one shape.
    case map(APISchema)
    case nullable(APISchema)
    case named(String)

    static let time = APISchema.string(format: "date-time")
    static let duration = APISchema.string(format: "duration")

    /// The schema as JSON.
    public var json: JSON {
        switch self {
        case .string(let format):
            guard let format else { return ["type": "string"] }
            return ["type": "string", "format": .string(format)]
        case .integer(let minimum, let maximum):
            var object: JSONObject = ["type": "integer"]
            if let minimum { object["minimum"] = .integer(minimum) }
            if let maximum { object["maximum"] = .integer(maximum) }
            return .object(object)
        case .boolean: return ["type": "boolean"]
        case .any: return [:]
        case .choice(let words):
            return ["type": "string", "enum": .array(words.map(JSON.string))]
        case .array(let item): return ["type": "array", "items": item.json]
        case .object(let properties): return Self.object(properties)
        case .map(let value): return ["type": "object", "additionalProperties": value.json]
        case .nullable(let schema): return ["anyOf": [schema.json, ["type": "null"]]]
        case .named(let name): return ["$ref": .string("#/components/schemas/" + name)]
        }
    }

    private static func object(_ properties: [Property]) -> JSON {
        var members = JSONObject()
        for property in properties { members[property.name] = property.schema.json }
        let required = properties.filter(\.isRequired).map { JSON.string($0.name) }
        var object: JSONObject = ["type": "object", "properties": .object(members)]
        if !required.isEmpty { object["required"] = .array(required) }
        return .object(object)
    }
}

extension APISchema.Property {
    /// Always there.
    static func always(_ name: String, _ schema: APISchema = .string()) -> Self {
        Self(name: name, schema: schema, isRequired: true)
    }

    /// There if it has a value, and if it may be seen.
    static func maybe(_ name: String, _ schema: APISchema = .string()) -> Self {
        Self(name: name, schema: schema, isRequired: false)
    }
}
