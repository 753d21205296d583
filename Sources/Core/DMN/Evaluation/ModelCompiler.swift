import FEEL

/// Compiles the decisions of a model in the order in which they require each other.
struct ModelCompiler {
    let mode: Mode
    var diagnostics: [Diagnostic] = []
    private(set) var scope: Scope
    private var ordered: [(definition: DecisionDefinition, required: [Int])] = []

    init(
        _ definitions: [DecisionDefinition], scope given: Scope?, functions: [FunctionSignature],
        mode: Mode
    ) {
        self.mode = mode
        scope = Scope()
        let names = definitions.map(\.name)
        scope = given ?? declaredScope(definitions, decisions: names)
        for function in functions { scope.declare(function) }
        for (at, definition) in definitions.enumerated() {
            if names[..<at].contains(definition.name) {
                report(
                    .duplicate, "a decision named \(definition.name) stands here already",
                    definition.place)
            } else if scope.position(of: definition.name) != nil {
                report(
                    .duplicate, "\(definition.name) is the name of an input already",
                    definition.place)
            }
        }
        order(definitions)
    }

    mutating func report(
        _ code: Diagnostic.Code, _ message: String, _ place: SourcePlace, hint: String? = nil
    ) {
        diagnostics.append(Diagnostic(.error, code, message, at: place, hint: hint))
    }

    mutating func compile() throws(CompileError) -> (Scope, [CompiledDecision]) {
        var compiled: [CompiledDecision] = []
        if diagnostics.isEmpty {
            for (definition, required) in ordered {
                guard let decision = compile(definition, required) else {
                    // Known by what it declares, so that one mistake is told once.
                    scope.declare(
                        definition.name, definition.table?.resultType ?? definition.resultType)
                    continue
                }
                scope.declare(definition.name, decision.type)
                compiled.append(decision)
            }
        }
        guard !diagnostics.contains(where: { $0.severity == .error }) else {
            throw CompileError(diagnostics)
        }
        return (scope, compiled)
    }

    // MARK: The scope that declarations make

    /// The variables that input columns and declared data name, with the entries they are read by.
    private mutating func declaredScope(
        _ definitions: [DecisionDefinition], decisions: [String]
    ) -> Scope {
        var tree = DataTree()
        for definition in definitions {
            var declared = definition.uses.map { ($0.path, $0.type) }
            for clause in definition.table?.inputs ?? [] {
                declared.append((clause.expression, clause.type))
            }
            for (source, type) in declared {
                guard let path = Self.path(source), !decisions.contains(path.root) else {
                    continue
                }
                if let conflict = tree.add([path.root] + path.fields, type) {
                    let whole = SourceSpan(0, source.text.utf8.count)
                    report(
                        .type, "\(path) is declared twice, also as \(conflict.description)",
                        source.place(whole))
                }
            }
        }
        return Scope(tree.entries.map { ($0.name, $0.tree.type) })
    }

    /// The path that a text is, if it is nothing more.
    static func path(_ source: SourceText) -> Path? {
        guard let program = try? Program(source, mode: .conformant) else { return nil }
        func path(_ syntax: Syntax) -> Path? {
            switch syntax.kind {
            case .name(let name): Path(name)
            case .path(let base, let field):
                path(base).map { Path($0.root, $0.fields + [field]) }
            default: nil
            }
        }
        return path(program.syntax)
    }

    // MARK: Order

    private mutating func order(_ definitions: [DecisionDefinition]) {
        let names = definitions.map(\.name)
        let asked = definitions.map { $0.mentioned(names) }
        var positions: [Int: Int] = [:]
        var visiting: [Int] = []
        func visit(_ at: Int, _ compiler: inout ModelCompiler) {
            if positions[at] != nil { return }
            if let start = visiting.firstIndex(of: at) {
                let loop = (visiting[start...] + [at]).map { names[$0] }
                compiler.report(
                    .cycle,
                    "decisions ask each other in a circle: \(loop.joined(separator: " → "))",
                    definitions[at].place)
                return
            }
            visiting.append(at)
            for other in asked[at] { visit(other, &compiler) }
            visiting.removeLast()
            positions[at] = compiler.ordered.count
            compiler.ordered.append((definitions[at], asked[at].compactMap { positions[$0] }))
        }
        for at in definitions.indices { visit(at, &self) }
    }

    // MARK: One decision

    private mutating func compile(
        _ definition: DecisionDefinition, _ required: [Int]
    ) -> CompiledDecision? {
        switch definition.logic {
        case .expression(let source, let type):
            guard
                let program = attempt({ compiler throws(CompileError) in
                    try Program(
                        source, scope: compiler.scope, mode: compiler.mode, expecting: type)
                })
            else { return nil }
            diagnostics += program.warnings
            return CompiledDecision(
                definition: definition, type: type ?? program.type, required: required,
                logic: .expression(program))
        case .table(let table):
            var compiler = TableCompiler(scope: scope, mode: mode)
            let compiled = compiler.compile(table, named: definition.name, at: definition.place)
            diagnostics += compiler.diagnostics
            guard let compiled else { return nil }
            return CompiledDecision(
                definition: definition, type: table.resultType, required: required,
                logic: .table(compiled))
        }
    }

    /// The result of something that may fail to compile, its findings collected.
    mutating func attempt<Result>(
        _ body: (ModelCompiler) throws(CompileError) -> Result
    ) -> Result? {
        do throws(CompileError) {
            return try body(self)
        } catch {
            diagnostics += error.diagnostics
            return nil
        }
    }
}

/// Names with the types or the entries below them.
private struct DataTree {
    var leaf: FEELType?
    var entries: [(name: String, tree: DataTree)] = []

    var type: FEELType {
        if entries.isEmpty { return leaf ?? .any }
        return .context(ContextType(entries.map { .init($0.name, $0.tree.type) }))
    }

    /// Adds a path; gives the type that stands there already, if it is another.
    mutating func add(_ path: [String], _ type: FEELType) -> FEELType? {
        guard let first = path.first else {
            if let leaf, leaf != type { return leaf }
            if !entries.isEmpty { return self.type }
            leaf = type
            return nil
        }
        if let leaf { return leaf }
        if let at = entries.firstIndex(where: { $0.name == first }) {
            return entries[at].tree.add(Array(path.dropFirst()), type)
        }
        var tree = DataTree()
        _ = tree.add(Array(path.dropFirst()), type)
        entries.append((first, tree))
        return nil
    }
}
