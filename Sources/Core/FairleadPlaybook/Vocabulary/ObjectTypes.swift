public import FEEL
public import FairleadDomain

/// The FEEL types of the catalog's business objects.
public struct ObjectTypes: Sendable {
    /// By canonical type.
    public let schemas: [String: ObjectSchema]
    private let types: [String: FEELType]

    /// An amount with its currency, as every object writes money.
    public static let money = FEELType.context(
        ContextType([.init("amount", .number), .init("currency", .string)]))

    /// How deep types may be nested in a text.
    static let depthMax = 8

    /// Resolves every field; `positions` tells where a field's type stands, as `type.field`.
    public init(
        schemas: [ObjectSchema], positions: [String: SourcePosition],
        _ diagnostics: inout Diagnostics
    ) {
        var byName: [String: ObjectSchema] = [:]
        for schema in schemas { byName[schema.type] = schema }
        var resolver = Resolver(schemas: byName)
        for schema in schemas {
            for field in schema.fields where resolver.type(field.type, within: []) == nil {
                let place =
                    positions["\(schema.type).\(field.name)"]
                    ?? SourcePosition(file: "objects", line: 1, column: 1)
                diagnostics.error(
                    "'\(field.type)' is no type", at: place,
                    hint: NearestName.hint(
                        for: field.type,
                        among: ["money"] + FEELType.named.map(\.name) + byName.keys.sorted()))
            }
            let type = resolver.type(schema.type, within: [])
            byName[schema.type] = ObjectSchema(
                type: schema.type, version: schema.version, fields: schema.fields,
                feelType: type ?? .anyContext)
        }
        self.schemas = byName
        self.types = resolver.resolved
    }

    /// The type of an object, or of a type's text such as `list<invoice>`; nil: no such type.
    public func type(_ text: String) -> FEELType? {
        if let known = types[text] { return known }
        var resolver = Resolver(schemas: schemas, resolved: types)
        return resolver.type(text, within: [])
    }

    /// The object type that a type's text names or lists, if it does.
    func schema(named text: String) -> ObjectSchema? {
        var inner = Substring(text)
        while inner.hasPrefix("list<"), inner.hasSuffix(">") {
            inner = inner.dropFirst(5).dropLast()
        }
        return schemas[String(inner)]
    }

    private struct Resolver {
        let schemas: [String: ObjectSchema]
        var resolved: [String: FEELType] = [:]

        /// `within` are the objects being resolved: one that holds itself has no type.
        mutating func type(_ text: String, within: [String]) -> FEELType? {
            if let known = resolved[text] { return known }
            if text == "money" { return ObjectTypes.money }
            if let named = FEELType.named.first(where: { $0.name == text }) { return named.type }
            if text.hasPrefix("\"") { return ObjectTypes.enumeration(text) }
            if within.count >= ObjectTypes.depthMax { return nil }
            if text.hasPrefix("list<"), text.hasSuffix(">") {
                return type(String(text.dropFirst(5).dropLast()), within: within + [""])
                    .map { .list($0) }
            }
            guard let schema = schemas[text], !within.contains(text) else { return nil }
            var fields: [ContextType.Field] = []
            for field in schema.fields {
                guard let inner = type(field.type, within: within + [text]) else { return nil }
                fields.append(.init(field.name, field.optional ? inner.orNull : inner))
            }
            let type = FEELType.context(ContextType(fields))
            resolved[text] = type
            return type
        }
    }

    /// `"card", "wire"`: texts of which one is allowed.
    private static func enumeration(_ text: String) -> FEELType? {
        var texts: [String] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let trimmed = part.drop { $0 == " " }
            guard trimmed.count >= 3, trimmed.first == "\"", let end = trimmed.lastIndex(of: "\""),
                trimmed[trimmed.index(after: end)...].allSatisfy({ $0 == " " })
            else { return nil }
            let inner = trimmed[trimmed.index(after: trimmed.startIndex)..<end]
            guard !inner.isEmpty, !inner.contains("\"") else { return nil }
            texts.append(String(inner))
        }
        return .enumeration(texts)
    }
}
