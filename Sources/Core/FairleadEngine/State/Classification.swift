public import FairleadCanonical
public import FairleadDomain

/// Splits a value by the labels of its fields, and joins the parts again.
///
/// A part keeps the shape of the whole: a list keeps its length, so that the parts of an item
/// find each other by place.
public enum Classification {
    /// The parts of a value of a schema (or of a list of such values), sorted by labels.
    public static func split(
        _ value: JSON, by schema: ObjectSchema?, otherwise labels: Labels
    ) -> [Classified] {
        guard let schema else { return [Classified(labels, value)] }
        switch value {
        case .object(let object):
            let parts = split(object, by: schema, otherwise: labels)
            return parts.isEmpty ? [Classified(labels, value)] : parts
        case .array(let items):
            var byLabels: [Labels: [JSON]] = [:]
            var order: [Labels] = []
            for (index, item) in items.enumerated() {
                for part in split(item.objectValue ?? [:], by: schema, otherwise: labels) {
                    if byLabels[part.labels] == nil {
                        order.append(part.labels)
                        byLabels[part.labels] = Array(repeating: .object([:]), count: items.count)
                    }
                    byLabels[part.labels]?[index] = part.value
                }
            }
            if order.isEmpty { return [Classified(labels, value)] }
            return order.sorted().map { Classified($0, .array(byLabels[$0] ?? [])) }
        default: return [Classified(labels, value)]
        }
    }

    private static func split(
        _ object: JSONObject, by schema: ObjectSchema, otherwise labels: Labels
    ) -> [Classified] {
        var parts: [(labels: Labels, object: JSONObject)] = []
        for (key, value) in object {
            let declared = schema.field(key)?.labels ?? labels
            let own = declared.isEmpty ? Labels.internalUse : declared
            if let index = parts.firstIndex(where: { $0.labels == own }) {
                parts[index].object[key] = value
            } else {
                parts.append((own, [key: value]))
            }
        }
        return parts.sorted { $0.labels < $1.labels }
            .map { Classified($0.labels, .object($0.object)) }
    }

    /// The whole again, as far as its parts are still there.
    public static func join(_ parts: [Classified]) -> JSON {
        guard var whole = parts.first?.value else { return .null }
        for part in parts.dropFirst() { whole = join(whole, part.value) }
        return whole
    }

    private static func join(_ left: JSON, _ right: JSON) -> JSON {
        switch (left, right) {
        case (.object(let a), .object(let b)): return .object(a.merging(b))
        case (.array(let a), .array(let b)):
            var items: [JSON] = []
            for index in 0..<max(a.count, b.count) {
                if index >= a.count {
                    items.append(b[index])
                } else if index >= b.count {
                    items.append(a[index])
                } else {
                    items.append(join(a[index], b[index]))
                }
            }
            return .array(items)
        default: return right
        }
    }

    /// The labels of one field of a value, or of the whole where `field` is nil.
    public static func labels(
        of field: String?, in schema: ObjectSchema?, otherwise labels: Labels
    ) -> Labels {
        guard let schema else { return labels }
        if let field { return schema.field(field)?.labels ?? labels }
        return schema.labels
    }
}
