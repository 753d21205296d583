import FEEL
import FairleadCanonical
import FairleadDomain

/// Values of declared types, as systems answer them and people fill them in. Classified text
/// carries the mark of its label.
struct SimulatedValues {
    let now: Instant
    /// What they are drawn from, where they differ from one another; nil: always the same.
    var draw: UInt64?

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
                members[field.name] = of(field.name)
                    .value(declared.type, field.name + "-" + id, field.labels)
            }
        }
        return .object(members)
    }

    /// The values of a field, drawn apart from those of its neighbours.
    private func of(_ field: String) -> SimulatedValues {
        guard let draw else { return self }
        var chance = Chance(seed: field.utf8.reduce(draw) { $0 &* 31 &+ UInt64($1) })
        return SimulatedValues(now: now, draw: chance.next())
    }

    /// Which of so many is drawn.
    private func drawn(_ count: Int) -> Int { draw.map { Int($0 % UInt64(count)) } ?? 0 }

    /// What a drawn text says: two ids of accounts, so that two may agree, and one may name whom
    /// a signal is for.
    private static let texts = ["crm-0", "crm-1"]

    /// One value of a type; `name` is what a text says.
    func value(_ type: FEELType, _ name: String, _ labels: Labels) -> JSON {
        switch type {
        case .any, .string:
            let mark = labels.names.first.map { "\(Masked.mark)\($0)-" } ?? ""
            return .string(mark + (draw == nil ? name : Self.texts[drawn(Self.texts.count)]))
        case .enumeration(let texts):
            return texts.isEmpty ? .null : .string(texts[drawn(texts.count)])
        case .boolean: return .bool(drawn(4) != 3)
        case .number: return .integer([1, 80, 100, 60, 10_000][drawn(5)])
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
