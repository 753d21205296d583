import FEEL
import FairleadCanonical
import FairleadDomain

/// Values of declared types, as systems answer them and people fill them in. Classified text
/// carries the mark of its label.
struct SimulatedValues {
    let now: Instant

    /// An object with all that must be there; what it was made of keeps the names that it had.
    func object(_ schema: ObjectSchema, id: String, from arguments: JSONObject) -> JSON {
        guard case .context(let type) = schema.feelType else { return .null }
        var members: JSONObject = [:]
        for (field, declared) in zip(schema.fields, type.fields) {
            if field.name == "id" {
                members["id"] = .string(id)
            } else if let given = arguments[field.name], isPlain(given) {
                members[field.name] = given
            } else if !field.optional {
                members[field.name] = value(declared.type, field.name + "-" + id, field.labels)
            }
        }
        return .object(members)
    }

    /// One value of a type; `name` is what a text says.
    func value(_ type: FEELType, _ name: String, _ labels: Labels) -> JSON {
        switch type {
        case .any, .string:
            let mark = labels.names.first.map { "\(Masked.mark)\($0)-" } ?? ""
            return .string(mark + name)
        case .enumeration(let texts): return texts.first.map { .string($0) } ?? .null
        case .boolean: return true
        case .number: return 1
        case .date: return .string(String(now.rfc3339.prefix(10)))
        case .dateTime: return .string(now.rfc3339)
        case .time: return "12:00:00Z"
        case .daysTime: return "P1D"
        case .yearsMonths: return "P1M"
        case .list(let item): return [value(item, name, labels)]
        case .context(let context):
            var members: JSONObject = [:]
            for field in context.fields {
                members[field.name] =
                    switch field.name {
                    case "amount": "4180.00"
                    case "currency": "USD"
                    default: value(field.type, name, labels)
                    }
            }
            return .object(members)
        case .optional(let inner): return value(inner, name, labels)
        case .null, .range, .function: return .null
        }
    }

    /// Whether anybody may read it, as far as marks tell.
    private func isPlain(_ value: JSON) -> Bool {
        Masked.labels(in: value.bytes).isEmpty
    }
}
