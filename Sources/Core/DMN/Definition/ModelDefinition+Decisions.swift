import FEEL

extension ModelDefinition {
    /// The model of decisions that draw no requirements, as a policy writes them: what their
    /// columns and declarations name becomes the model's inputs, and each decision requires what
    /// its cells and expressions mention.
    /// - Throws: data that is declared twice, as different types.
    public init(
        _ definitions: [DecisionDefinition], name: String = "policy",
        namespace: String = "urn:policy"
    ) throws(CompileError) {
        let nowhere = SourcePlace(file: nil, line: 1, column: 1, length: 1, lineText: "")
        self.init(
            name: name, namespace: namespace, place: definitions.first?.place ?? nowhere)
        let names = definitions.map(\.name)
        inputs = try Self.inputs(definitions, decisions: names)
        for definition in definitions { decisions.append(decision(definition, names)) }
    }

    // MARK: Inputs

    /// The variables that input columns and declared data name, with the entries they are read by.
    private static func inputs(
        _ definitions: [DecisionDefinition], decisions: [String]
    ) throws(CompileError) -> [InputData] {
        var tree = DataTree()
        var conflicts: [Diagnostic] = []
        for definition in definitions {
            let columns = definition.table?.inputs.map { ($0.expression, $0.type) } ?? []
            for (source, type) in definition.uses.map({ ($0.path, $0.type) }) + columns {
                guard let path = Path(source), !decisions.contains(path.root) else { continue }
                if let other = tree.add([path.root] + path.fields, type, source.place) {
                    conflicts.append(
                        Diagnostic(
                            .error, .type, "\(path) is declared twice, also as \(other)",
                            at: source.place))
                }
            }
        }
        guard conflicts.isEmpty else { throw CompileError(conflicts) }
        return tree.entries.map { entry in
            let type = TypeReference(entry.tree.type, place: entry.place)
            return InputData(
                id: "input_" + entry.name,
                variable: VariableDefinition(name: entry.name, type: type, place: entry.place))
        }
    }

    // MARK: Decisions

    private mutating func decision(
        _ definition: DecisionDefinition, _ names: [String]
    ) -> Decision {
        let place = definition.place
        var type: TypeReference?
        let logic: BoxedExpression
        switch definition.logic {
        case .table(let table):
            logic = BoxedExpression(.table(table), place: place)
        case .expression(let source, let result):
            logic = BoxedExpression(.literal(source), place: place)
            type = result.map { TypeReference($0, place: place) }
        }
        var decision = Decision(
            id: definition.name,
            variable: VariableDefinition(name: definition.name, type: type, place: place))
        decision.question = definition.question
        decision.isFunction = definition.isFunction
        decision.logic = logic
        let known: [(name: String, id: String)] =
            inputs.map { ($0.name, $0.id) } + names.map { ($0, $0) }
        let mentioned = definition.mentioned(known.map(\.name))
        for (name, id) in known where mentioned.contains(name) {
            decision.information.append(
                Reference(namespace: namespace, id: id, place: place))
        }
        for data in definition.uses {
            guard let path = Path(data.path) else { continue }
            guard let (_, id) = known.first(where: { $0.name == path.root }) else { continue }
            decision.information.append(
                Reference(
                    namespace: namespace, id: id, path: path.fields, place: data.path.place))
        }
        if let document = definition.authority {
            decision.authorities = [
                Reference(namespace: namespace, id: source(document), place: place)
            ]
        }
        return decision
    }

    /// The identifier of a document's knowledge source, which is made where there is none yet.
    private mutating func source(_ document: PolicyDocument) -> String {
        if let known = authorities.first(where: { $0.document == document }) { return known.id }
        var source = KnowledgeSource(id: "source_\(authorities.count + 1)", name: "")
        source.document = document
        authorities.append(source)
        return source.id
    }
}

extension Path {
    /// The path that a text is, if it is nothing more.
    init?(_ source: SourceText) {
        guard let program = try? Program(source, mode: .conformant),
            let path = Self.path(program.syntax)
        else { return nil }
        self = path
    }

    private static func path(_ syntax: Syntax) -> Path? {
        switch syntax.kind {
        case .name(let name): Path(name)
        case .path(let base, let field):
            path(base).map { Path($0.root, $0.fields + [field]) }
        default: nil
        }
    }
}

extension DecisionDefinition {
    /// Which of some names the cells and expressions of the decision mention.
    fileprivate func mentioned(_ names: [String]) -> Set<String> {
        let scope = Scope(names.map { ($0, .any) })
        var found: Set<String> = []
        for source in sources where source.mayName {
            // What cannot be parsed is reported when it is compiled.
            let paths =
                (try? Program(source, scope: scope, mode: .conformant))?.reads
                ?? (try? TestProgram(source, input: .any, scope: scope, mode: .conformant))?.reads
            found.formUnion(paths?.map(\.root) ?? [])
        }
        return found
    }

    private var sources: [SourceText] {
        switch logic {
        case .expression(let source, _): [source]
        case .table(let table):
            table.inputs.map(\.expression) + table.inputs.compactMap(\.allowed)
                + table.rules.flatMap { $0.conditions + $0.outputs }
                + table.outputs.compactMap(\.otherwise)
        }
    }
}

extension SourceText {
    /// Whether a letter stands outside quotation marks: most cells of large tables are constants.
    fileprivate var mayName: Bool {
        var isQuoted = false
        for scalar in text.unicodeScalars {
            if scalar == "\"" { isQuoted.toggle() }
            if !isQuoted, scalar.properties.isAlphabetic { return true }
            if scalar == "\\" { return true }
        }
        return false
    }
}

/// Names with the types or the entries below them.
private struct DataTree {
    var leaf: FEELType?
    var entries: [(name: String, place: SourcePlace, tree: DataTree)] = []

    var type: FEELType {
        if entries.isEmpty { return leaf ?? .any }
        return .context(ContextType(entries.map { .init($0.name, $0.tree.type) }))
    }

    /// Adds a path; gives the type that stands there already, if it is another.
    mutating func add(_ path: [String], _ type: FEELType, _ place: SourcePlace) -> FEELType? {
        guard let first = path.first else {
            if let leaf, leaf != type { return leaf }
            if !entries.isEmpty { return self.type }
            leaf = type
            return nil
        }
        if let leaf { return leaf }
        if let at = entries.firstIndex(where: { $0.name == first }) {
            return entries[at].tree.add(Array(path.dropFirst()), type, place)
        }
        var tree = DataTree()
        _ = tree.add(Array(path.dropFirst()), type, place)
        entries.append((first, place, tree))
        return nil
    }
}
