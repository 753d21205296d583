import FairleadCanonical
public import FairleadPlaybook

extension ValueMapping {
    private static let kinds = [
        "constant", "firstOf", "enum", "minorUnits", "amount", "epochSeconds", "instant", "date",
        "decimal", "number", "mailDomain", "list", "object", "use", "if", "before", "toMinorUnits",
        "toEpochSeconds",
    ]
    private static let companions = [
        "values", "currency", "each", "at", "then", "otherwise",
    ]

    /// Reads a mapping: a path, text with places, or one of the kinds as a mapping.
    public static func parse(
        _ node: SourceNode, _ diagnostics: inout Diagnostics
    ) -> ValueMapping? {
        switch node.content {
        case .scalar(let text, _): return scalar(text, node, &diagnostics)
        case .sequence:
            diagnostics.error(
                "a mapping of a value is a path, text with {places} or one kind",
                at: node.position, hint: "firstOf: […] gives the first that is there")
            return nil
        case .mapping: break
        }
        guard
            let reader = MappingReader(
                node, "a value", required: [], optional: kinds + companions, &diagnostics)
        else { return nil }
        let given = kinds.filter(reader.has)
        guard given.count == 1, let kind = reader.member(given[0]) else {
            diagnostics.error(
                given.isEmpty
                    ? "this says no way to make the value"
                    : "only one of "
                        + given.joined(separator: ", "), at: node.position,
                hint: given.isEmpty ? "one of " + kinds.joined(separator: ", ") : nil)
            return nil
        }
        refuseStrangers(kind.key, reader, &diagnostics)
        return parse(kind, reader, &diagnostics)
    }

    /// The fields of an object, in the order of the file.
    public static func fields(
        _ node: SourceNode, _ diagnostics: inout Diagnostics
    ) -> [MappedField] {
        guard case .mapping(let members) = node.content else {
            diagnostics.error("fields are a mapping of names", at: node.position)
            return []
        }
        var fields: [MappedField] = []
        for member in members {
            if let value = parse(member.value, &diagnostics) {
                fields.append(MappedField(name: member.key, value: value))
            }
        }
        return fields
    }

    private static func scalar(
        _ text: String, _ node: SourceNode, _ diagnostics: inout Diagnostics
    ) -> ValueMapping? {
        if text.contains("{") || text.contains("}") {
            if let template = MappingTemplate(text) { return .template(template) }
            diagnostics.error("a {place} is not closed or holds no path", at: node.position)
            return nil
        }
        return path(node, &diagnostics).map { .path($0) }
    }

    static func path(_ node: SourceNode, _ diagnostics: inout Diagnostics) -> ValuePath? {
        guard let text = node.text("a path", &diagnostics) else { return nil }
        if let path = ValuePath(text) { return path }
        diagnostics.error("'\(text)' is no path", at: node.position)
        return nil
    }

    /// Keys that belong to another kind.
    private static func refuseStrangers(
        _ kind: String, _ reader: MappingReader, _ diagnostics: inout Diagnostics
    ) {
        let allowed: [String] =
            switch kind {
            case "enum": ["values"]
            case "minorUnits", "amount": ["currency"]
            case "list": ["each"]
            case "use": ["at"]
            case "if": ["then", "otherwise"]
            case "before": ["then", "otherwise"]
            default: []
            }
        for key in companions where reader.has(key) && !allowed.contains(key) {
            if let place = reader.member(key)?.keyPosition {
                diagnostics.error("'\(key)' does not go with '\(kind)'", at: place)
            }
        }
        for key in allowed where !reader.has(key) && !["at", "otherwise"].contains(key) {
            diagnostics.error("'\(kind)' needs '\(key)'", at: reader.node.position)
        }
    }

    private static func parse(
        _ kind: SourceNode.Member, _ reader: MappingReader, _ diagnostics: inout Diagnostics
    ) -> ValueMapping? {
        func inner(_ key: String) -> ValueMapping? {
            reader[key].flatMap { parse($0, &diagnostics) }
        }
        func wrapped(_ make: (ValueMapping) -> ValueMapping) -> ValueMapping? {
            parse(kind.value, &diagnostics).map(make)
        }
        switch kind.key {
        case "constant": return constant(kind.value, &diagnostics).map { .constant($0) }
        case "firstOf":
            return .firstOf(kind.value.items.compactMap { parse($0, &diagnostics) })
        case "enum": return enumeration(kind, reader, &diagnostics)
        case "minorUnits", "amount":
            guard let amount = parse(kind.value, &diagnostics), let currency = inner("currency")
            else { return nil }
            return kind.key == "amount"
                ? .amount(amount, currency: currency) : .minorUnits(amount, currency: currency)
        case "epochSeconds": return wrapped { .epochSeconds($0) }
        case "instant": return wrapped { .instant($0) }
        case "date": return wrapped { .date($0) }
        case "decimal": return wrapped { .decimal($0) }
        case "number": return wrapped { .number($0) }
        case "mailDomain": return wrapped { .mailDomain($0) }
        case "toMinorUnits": return wrapped { .toMinorUnits($0) }
        case "toEpochSeconds": return wrapped { .toEpochSeconds($0) }
        case "list":
            guard let list = path(kind.value, &diagnostics), let each = inner("each") else {
                return nil
            }
            return .list(list, each: each)
        case "object": return .object(fields(kind.value, &diagnostics))
        case "use":
            guard let name = kind.value.text("'use'", &diagnostics) else { return nil }
            guard let at = reader["at"].map({ path($0, &diagnostics) }) ?? ValuePath.whole else {
                return nil
            }
            return .use(name, at: at)
        case "if":
            let conditions = Condition.parse(kind.value, &diagnostics)
            guard let then = inner("then") else { return nil }
            return .conditional(conditions, then: then, otherwise: inner("otherwise"))
        case "before":
            guard let version = kind.value.text("'before'", &diagnostics),
                let then = inner("then")
            else { return nil }
            return .version(before: version, use: then, otherwise: inner("otherwise"))
        default: return nil
        }
    }

    private static func enumeration(
        _ kind: SourceNode.Member, _ reader: MappingReader, _ diagnostics: inout Diagnostics
    ) -> ValueMapping? {
        guard let value = parse(kind.value, &diagnostics) else { return nil }
        var members: [EnumerationMember] = []
        for member in reader.members("values", &diagnostics) {
            if let canonical = constant(member.value, &diagnostics) {
                members.append(EnumerationMember(outside: member.key, canonical: canonical))
            }
        }
        return .enumeration(value, members)
    }

    /// A scalar as it is written: `true`, `false` and whole numbers unless quoted, else text.
    static func constant(_ node: SourceNode, _ diagnostics: inout Diagnostics) -> JSON? {
        guard let text = node.text("a constant", &diagnostics) else { return nil }
        guard case .scalar(_, plain: true) = node.content else { return .string(text) }
        switch text {
        case "true": return true
        case "false": return false
        case "null", "~":
            diagnostics.error("a constant cannot be null: leave it out", at: node.position)
            return nil
        default: return Int64(text).map { .integer($0) } ?? .string(text)
        }
    }
}

extension ValueMapping.Condition {
    /// One condition, or a list of which all must hold.
    static func parse(
        _ node: SourceNode, _ diagnostics: inout Diagnostics
    ) -> [ValueMapping.Condition] {
        var conditions: [ValueMapping.Condition] = []
        for item in node.items {
            guard
                let reader = MappingReader(
                    item, "a condition", required: ["path"],
                    optional: ["is", "present", "equals"], &diagnostics),
                let path = reader["path"].flatMap({ ValueMapping.path($0, &diagnostics) })
            else { continue }
            let tests = ["is", "present", "equals"].filter(reader.has)
            guard tests.count == 1 else {
                diagnostics.error(
                    "a condition has one of is, present, equals", at: item.position)
                continue
            }
            let test: Test?
            switch tests[0] {
            case "present": test = reader.boolean("present", &diagnostics).map { .present($0) }
            case "is":
                test = .oneOf(
                    reader.items("is").compactMap { ValueMapping.constant($0, &diagnostics) })
            default:
                test = reader["equals"].flatMap { ValueMapping.parse($0, &diagnostics) }
                    .map { .equals($0) }
            }
            if let test { conditions.append(ValueMapping.Condition(path: path, test: test)) }
        }
        return conditions
    }
}
