extension ValueMapping.Condition {
    /// Whether it looks for our reference.
    var asksForReference: Bool {
        if case .equals(let value) = test {
            value.paths.contains { $0.root == "reference" }
        } else {
            false
        }
    }
}

extension ValueMapping {
    /// The mappings directly inside this one, but not those of a list's items.
    private var inner: [ValueMapping] {
        switch self {
        case .path, .template, .constant, .use, .list: []
        case .firstOf(let all): all
        case .enumeration(let value, _), .epochSeconds(let value), .instant(let value),
            .date(let value), .decimal(let value), .mailDomain(let value),
            .number(let value), .toMinorUnits(let value), .toEpochSeconds(let value):
            [value]
        case .minorUnits(let amount, let currency), .amount(let amount, let currency):
            [amount, currency]
        case .object(let fields): fields.map(\.value)
        case .conditional(_, let then, let otherwise): [then] + (otherwise.map { [$0] } ?? [])
        case .version(_, let use, let otherwise): [use] + (otherwise.map { [$0] } ?? [])
        }
    }

    /// The paths that begin at the root of the scope or at a named root.
    var paths: [ValuePath] {
        switch self {
        case .path(let path), .use(_, let path), .list(let path, _): [path]
        case .template(let template): template.paths
        case .conditional(let conditions, _, _): conditions.map(\.path) + inner.flatMap(\.paths)
        default: inner.flatMap(\.paths)
        }
    }

    /// Whether it is an argument as it was given.
    var isArgument: Bool {
        if case .path(let path) = self { path.root == nil } else { false }
    }

    /// The object mappings that it names.
    var uses: [String] {
        switch self {
        case .use(let name, _): [name]
        case .list(_, let each): each.uses
        default: inner.flatMap(\.uses)
        }
    }
}
