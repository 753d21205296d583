import FEEL
import Yams

extension YAMLValue {
    /// The most values of one file.
    static let valuesMax = 100_000
    /// How deeply they may be nested.
    static let depthMax = 64

    /// The only document of a file. Anchors, aliases, tags and merges are refused.
    static func read(_ text: String, file: String?) throws(CompileError) -> YAMLValue {
        var reader = YAMLValueReader(text: text, file: file)
        do throws(Diagnostic) { return try reader.document() } catch {
            throw CompileError([error])
        }
    }
}

private struct YAMLValueReader {
    let text: String
    let file: String?
    private let lines: [[Unicode.Scalar]]
    private var count = 0

    init(text: String, file: String?) {
        self.text = text
        self.file = file
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { Array($0.unicodeScalars) }
    }

    mutating func document() throws(Diagnostic) -> YAMLValue {
        let roots: [Node]
        do {
            let parser = try Parser(yaml: text, encoding: .utf8)
            var found: [Node] = []
            while let root = try parser.nextRoot() { found.append(root) }
            roots = found
        } catch {
            throw failure(of: error)
        }
        guard let root = roots.first else { throw failure("the file is empty", nil) }
        guard roots.count == 1 else {
            throw failure("one document is expected in a file", roots[1].mark)
        }
        return try value(root, depth: 0)
    }

    private func failure(of error: any Error) -> Diagnostic {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return failure(problem, mark)
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.sorted().joined(separator: ", ")
            return failure("a key stands here twice: \(names)", context.mark)
        default: return failure("this is no YAML", nil)
        }
    }

    private func failure(_ message: String, _ mark: Mark?) -> Diagnostic {
        Diagnostic(.error, .syntax, message, at: place(mark, length: 1))
    }

    private func place(_ mark: Mark?, length: Int) -> SourcePlace {
        let line = mark?.line ?? 1
        let text = lines.indices.contains(line - 1) ? lines[line - 1] : []
        let column = min(mark?.column ?? 1, text.count + 1)
        return SourcePlace(
            file: file, line: line, column: column,
            length: max(1, min(length, text.count - column + 1)),
            lineText: String(String.UnicodeScalarView(text)))
    }

    private mutating func value(_ node: Node, depth: Int) throws(Diagnostic) -> YAMLValue {
        count += 1
        guard count <= YAMLValue.valuesMax else {
            throw failure("a file has at most \(YAMLValue.valuesMax) values", node.mark)
        }
        guard depth <= YAMLValue.depthMax else {
            throw failure("values are nested at most \(YAMLValue.depthMax) deep", node.mark)
        }
        try refuseMarks(node)
        switch node {
        case .scalar(let scalar):
            let isPlain = scalar.style == .plain || scalar.style == .any
            let length = scalar.string.unicodeScalars.count + (isPlain ? 0 : 2)
            return .scalar(scalar.string, isPlain: isPlain, place(scalar.mark, length: length))
        case .sequence(let sequence):
            var items: [YAMLValue] = []
            for item in sequence { items.append(try value(item, depth: depth + 1)) }
            return .list(items, place(sequence.mark, length: 1))
        case .mapping(let mapping):
            var members: [YAMLValue.Member] = []
            for (key, item) in mapping {
                try refuseMarks(key)
                guard case .scalar(let scalar) = key, scalar.string != "<<" else {
                    throw failure("a key is a single word or text", key.mark)
                }
                members.append(
                    YAMLValue.Member(
                        key: scalar.string,
                        place: place(scalar.mark, length: scalar.string.unicodeScalars.count),
                        value: try value(item, depth: depth + 1)))
            }
            return .mapping(members, place(mapping.mark, length: 1))
        case .alias: throw failure("an alias is not allowed", node.mark)
        }
    }

    /// No plain value begins with the mark of a tag, an anchor or an alias.
    private func refuseMarks(_ node: Node) throws(Diagnostic) {
        guard let mark = node.mark, lines.indices.contains(mark.line - 1) else { return }
        let line = lines[mark.line - 1]
        guard line.indices.contains(mark.column - 1),
            "!&*".unicodeScalars.contains(line[mark.column - 1])
        else { return }
        throw failure("tags, anchors and aliases are not allowed; write it out", mark)
    }
}

extension YAMLValue {
    /// The FEEL value of a wanted type. A text where a date, a time or a duration is wanted is
    /// read as one; without a wanted type a plain scalar is null, true, false, a number or a text.
    func value(as type: FEELType) throws(Diagnostic) -> Value {
        switch self {
        case .scalar(let text, let isPlain, let place):
            return try Self.scalar(text, isPlain, type, place)
        case .list(let items, _):
            var item = FEELType.any
            if case .list(let wanted) = type.required { item = wanted }
            var values: [Value] = []
            for part in items { values.append(try part.value(as: item)) }
            return .list(values)
        case .mapping(let members, let place):
            return .context(try context(members, type, place))
        }
    }

    private static func scalar(
        _ text: String, _ isPlain: Bool, _ type: FEELType, _ place: SourcePlace
    ) throws(Diagnostic) -> Value {
        if isPlain && ["null", "~", ""].contains(text) { return .null }
        let found: Value?
        switch type.required {
        case .string, .enumeration: found = .string(text)
        case .number: found = isPlain ? Decimal34(text).map { .number($0) } : nil
        case .boolean:
            found = isPlain && ["true", "false"].contains(text) ? .boolean(text == "true") : nil
        case .date, .time, .dateTime, .daysTime, .yearsMonths: found = Value(temporal: text)
        default:
            guard isPlain else { return .string(text) }
            if text == "true" || text == "false" { return .boolean(text == "true") }
            return Decimal34(text).map { .number($0) } ?? .string(text)
        }
        guard let value = found else {
            throw Diagnostic(.error, .type, "\(quoted(text)) is no \(type.required)", at: place)
        }
        return value
    }

    /// A context; a key such as `account.tier` goes to an entry within an entry.
    private func context(
        _ members: [Member], _ type: FEELType, _ place: SourcePlace
    ) throws(Diagnostic) -> Context {
        var context = Context()
        for member in members {
            let path = member.key.split(separator: ".").map(String.init)
            guard !path.isEmpty, path.count <= Self.depthMax else {
                throw Diagnostic(.error, .syntax, "this key names nothing", at: member.place)
            }
            var wanted = type
            for field in path { wanted = try Self.field(field, of: wanted, member.place) }
            let value = try member.value.value(as: wanted)
            try Self.put(path[...], value, in: &context, member.place)
        }
        return context
    }

    private static func field(
        _ name: String, of type: FEELType, _ place: SourcePlace
    ) throws(Diagnostic) -> FEELType {
        guard case .context(let context) = type.required else { return .any }
        if let found = context[name] { return found }
        if context.isOpen { return .any }
        let known = context.fields.map(\.name)
        throw Diagnostic(
            .error, .unknownField, "there is no \(name) here", at: place,
            hint: nearest(name, in: known).map { "did you mean \($0)?" }
                ?? "there are \(known.joined(separator: ", "))")
    }

    private static func put(
        _ path: ArraySlice<String>, _ value: Value, in context: inout Context,
        _ place: SourcePlace
    ) throws(Diagnostic) {
        guard let first = path.first else { return }
        if path.count == 1 {
            guard context[first] == nil else {
                throw Diagnostic(.error, .duplicate, "\(first) is given twice", at: place)
            }
            context[first] = value
            return
        }
        var inner = Context()
        switch context[first] {
        case nil: break
        case .context(let existing)?: inner = existing
        default: throw Diagnostic(.error, .duplicate, "\(first) is given twice", at: place)
        }
        try put(path.dropFirst(), value, in: &inner, place)
        context[first] = .context(inner)
    }
}
