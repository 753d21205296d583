public import FairleadCanonical
import FairleadDomain

/// Carries mappings out; pure. What it could not map by enumeration it collects.
public struct MappingEvaluator: Sendable {
    /// Items of one list, and mappings inside one another.
    public static let listItemsMax = 1_000
    public static let depthMax = 32

    let connector: String
    let objects: [ObjectMapping]
    public private(set) var unmapped: [UnmappedValue] = []
    private var depth = 0

    public init(_ definition: ConnectorDefinition) {
        connector = definition.name
        objects = definition.objects
    }

    /// The value, or nil where nothing is there. `field` names it in reports.
    public mutating func value(
        _ mapping: ValueMapping, in scope: MappingScope, field: String
    ) throws(MappingFailure) -> JSON? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthMax else {
            throw MappingFailure(.tooMany, "\(Self.depthMax) levels", at: field)
        }
        switch mapping {
        case .path(let path): return try plain(path, in: scope)
        case .template(let template): return try template.text(in: scope).map { .string($0) }
        case .constant(let value): return value
        case .firstOf(let candidates):
            for candidate in candidates {
                if let value = try value(candidate, in: scope, field: field) { return value }
            }
            return nil
        case .enumeration(let inner, let members):
            return try enumerated(inner, members, in: scope, field: field)
        case .list(let path, let each): return try list(path, each, in: scope, field: field)
        case .object(let fields):
            let object = try object(fields, in: scope, field: field)
            return object.isEmpty ? nil : .object(object)
        case .use(let name, let path): return try use(name, path, in: scope, field: field)
        case .conditional(let conditions, let then, let otherwise):
            let holds = try holds(conditions, in: scope)
            guard let chosen = holds ? then : otherwise else { return nil }
            return try value(chosen, in: scope, field: field)
        case .version(let before, let use, let otherwise):
            let chosen = (scope.version.map { $0 < before } ?? false) ? use : otherwise
            return try chosen.flatMap { (mapping) throws(MappingFailure) in
                try value(mapping, in: scope, field: field)
            }
        case .minorUnits, .amount, .epochSeconds, .instant, .date, .decimal, .number,
            .mailDomain, .toMinorUnits, .toEpochSeconds:
            return try converted(mapping, in: scope, field: field)
        }
    }

    /// The fields that have a value, in their order.
    public mutating func object(
        _ fields: [MappedField], in scope: MappingScope, field: String
    ) throws(MappingFailure) -> JSONObject {
        var object = JSONObject()
        for member in fields {
            let name = field.isEmpty ? member.name : "\(field).\(member.name)"
            if let value = try value(member.value, in: scope, field: name) {
                object[member.name] = value
            }
        }
        return object
    }

    /// Whether all conditions hold of what the scope speaks of.
    public mutating func holds(
        _ conditions: [ValueMapping.Condition], in scope: MappingScope
    ) throws(MappingFailure) -> Bool {
        try holds(conditions, of: scope.root, against: scope)
    }

    /// Whether all conditions hold of an object; what they compare with comes from the scope.
    public mutating func holds(
        _ conditions: [ValueMapping.Condition], of object: JSON, against scope: MappingScope
    ) throws(MappingFailure) -> Bool {
        for condition in conditions {
            var own = scope
            own.root = object
            let value = condition.path.value(in: own)
            switch condition.test {
            case .present(let wanted):
                if (value != nil) != wanted { return false }
            case .oneOf(let values):
                guard let value, values.contains(value) else { return false }
            case .equals(let mapping):
                let wanted = try self.value(mapping, in: scope, field: condition.path.text)
                // An argument that was not given asks for nothing.
                if wanted == nil, mapping.isArgument { continue }
                if value != wanted { return false }
            }
        }
        return true
    }

    private func plain(
        _ path: ValuePath, in scope: MappingScope
    ) throws(MappingFailure) -> JSON? {
        guard let value = path.value(in: scope) else { return nil }
        switch value {
        case .string, .bool: return value
        case .integer(let number):
            // Beyond what records hold exactly, a number goes on as its text.
            return number.magnitude < JSON.canonicalIntegerLimit.magnitude
                ? value : .string(String(number))
        case .number(let text): return .string(try Conversion.decimal(text, scope, path))
        case .array(let items):
            var scalars: [JSON] = []
            for (index, item) in items.enumerated() {
                guard item.stringValue != nil || item.integerValue != nil || item.boolValue != nil
                else {
                    throw MappingFailure(
                        .type, "text, an integer or a boolean",
                        at: "\(scope.place(of: path)).\(index)")
                }
                scalars.append(item)
            }
            return .array(scalars)
        case .object, .null:
            throw MappingFailure(.type, "a single value or a list", at: scope.place(of: path))
        }
    }

    private mutating func enumerated(
        _ inner: ValueMapping, _ members: [ValueMapping.EnumerationMember],
        in scope: MappingScope, field: String
    ) throws(MappingFailure) -> JSON? {
        guard let value = try value(inner, in: scope, field: field) else { return nil }
        guard let text = value.stringValue ?? value.numberText ?? value.boolText else {
            throw MappingFailure(.type, "a single value", at: inner.place(in: scope) ?? field)
        }
        if let member = members.first(where: { $0.outside == text }) { return member.canonical }
        let report = UnmappedValue(connector: connector, field: field, value: text)
        if !unmapped.contains(report) { unmapped.append(report) }
        return nil
    }

    private mutating func list(
        _ path: ValuePath, _ each: ValueMapping, in scope: MappingScope, field: String
    ) throws(MappingFailure) -> JSON? {
        guard let value = path.value(in: scope) else { return nil }
        guard let items = value.arrayValue else {
            throw MappingFailure(.type, "a list", at: scope.place(of: path))
        }
        guard items.count <= Self.listItemsMax else {
            throw MappingFailure(
                .tooMany, "\(Self.listItemsMax) items", at: scope.place(of: path))
        }
        var mapped: [JSON] = []
        for (index, item) in items.enumerated() {
            var inner = scope
            inner.root = item
            inner.place = "\(scope.place(of: path)).\(index)"
            if let value = try self.value(each, in: inner, field: field) { mapped.append(value) }
        }
        return .array(mapped)
    }

    private mutating func use(
        _ name: String, _ path: ValuePath, in scope: MappingScope, field: String
    ) throws(MappingFailure) -> JSON? {
        guard let mapping = objects.first(where: { $0.name == name }),
            let value = path.value(in: scope)
        else { return nil }
        guard value.objectValue != nil else {
            throw MappingFailure(.type, "an object", at: scope.place(of: path))
        }
        var inner = scope
        inner.place = scope.place(of: path)
        inner.root = value
        // Reports name the field by its object's type, wherever the object was found.
        let object = try object(mapping.fields, in: inner, field: mapping.type)
        return object.isEmpty ? nil : .object(object)
    }
}

extension ValueMapping {
    /// Where the value comes from, if that is one place.
    func place(in scope: MappingScope) -> String? {
        if case .path(let path) = self { scope.place(of: path) } else { nil }
    }
}

extension Optional {
    /// `flatMap` for a closure with typed throws.
    fileprivate func flatMap<Result, Failure: Error>(
        _ transform: (Wrapped) throws(Failure) -> Result?
    ) throws(Failure) -> Result? {
        guard let self else { return nil }
        return try transform(self)
    }
}
