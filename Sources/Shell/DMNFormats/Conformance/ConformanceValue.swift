import FEEL

/// How test cases write values, and when two are the same.
enum ConformanceValue {
    /// The value within an element: `value`, `list` of `item`, or `component` by name.
    static func read(_ node: XMLNode) -> Value {
        if let value = node.first("value") { return simple(value) }
        if let list = node.first("list") {
            if isNil(list) { return .null }
            return .list(list.elements("item").map(read))
        }
        let components = node.elements("component")
        guard !components.isEmpty else { return .null }
        return .context(
            Context(
                components.map { ($0["name"] ?? "", isNil($0) ? .null : read($0)) }))
    }

    private static func isNil(_ node: XMLNode) -> Bool {
        node.attributes.contains { $0.name.hasSuffix(":nil") && $0.value == "true" }
    }

    private static func simple(_ node: XMLNode) -> Value {
        if isNil(node) { return .null }
        let text = node.text
        let word = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard let kind = node.attributes.first(where: { $0.name.hasSuffix(":type") })?.value else {
            // What says no type is what it looks like.
            if word == "true" || word == "false" { return .boolean(word == "true") }
            return Decimal34(word).map { .number($0) } ?? .string(text)
        }
        switch kind.split(separator: ":").last.map(String.init) ?? kind {
        case "boolean": return .boolean(word == "true" || word == "1")
        case "decimal", "double", "float", "integer", "int", "long":
            return Decimal34(word).map { .number($0) } ?? .null
        case "date", "time", "dateTime", "duration": return Value(temporal: word) ?? .null
        default: return .string(text)
        }
    }

    /// Whether a value is the expected one. Numbers may differ by less than 10⁻⁸, as in the TCK's
    /// own runner, for the cases give irrational results with few digits; an entry that is not
    /// there is null.
    static func agrees(_ found: Value, _ expected: Value) -> Bool {
        switch (found, expected) {
        case (.number(let a), .number(let b)):
            return a == b || (a.subtracting(b)?.magnitude).map { $0 < tolerance } ?? false
        case (.list(let a), .list(let b)):
            return a.count == b.count && zip(a, b).allSatisfy(agrees)
        case (.context(let a), .context(let b)):
            let keys = a.keys + b.keys.filter { a[$0] == nil }
            return keys.allSatisfy { agrees(a[$0] ?? .null, b[$0] ?? .null) }
        default:
            if found == expected { return true }
            return (try? same?.evaluate(frame: [found, expected]))?.boolean == true
        }
    }

    private static let tolerance = Decimal34("0.00000001") ?? 0

    /// The language's own equality, for moments that are written differently.
    private static let same = try? Program(
        "a = b", scope: Scope([("a", .any), ("b", .any)]), mode: .conformant)
}
