import FEEL

/// Decision models that may use each other, compiled: DMN 1.5's decision requirements graph.
public final class DecisionGraph: Sendable {
    public let models: [ModelDefinition]
    public let mode: Mode
    /// Findings that did not prevent compilation.
    public let warnings: [Diagnostic]
    let elements: [GraphElement]
    /// The elements, each after those that it requires.
    let order: [Int]
    let types: ItemTypes

    /// Compiles a model and those that it imports.
    /// - Parameters:
    ///   - models: the first is the one whose elements are named alone.
    public init(_ models: [ModelDefinition], mode: Mode = .strict) throws(CompileError) {
        var compiler = GraphCompiler(models, mode: mode)
        (elements, order, types) = try compiler.compile()
        self.models = models
        self.mode = mode
        warnings = compiler.diagnostics
    }

    /// Compiles decisions that draw no requirements, as a policy writes them.
    public convenience init(
        _ definitions: [DecisionDefinition], mode: Mode = .strict
    ) throws(CompileError) {
        try self.init([try ModelDefinition(definitions)], mode: mode)
    }

    /// The inputs of the first model, with their types as expressions know them.
    public var inputs: [Scope.Variable] {
        elements.filter { $0.model == 0 && $0.isInput }.map { .init($0.name, $0.known) }
    }

    /// The names of the decisions of the first model, each after those that it asks.
    public var decisionNames: [String] {
        order.filter { elements[$0].model == 0 && elements[$0].isDecision }
            .map { elements[$0].name }
    }

    /// The place of an element: by its name in the first model, or in the one of a namespace; of a
    /// name that the first model lacks, by its path through imports or its name elsewhere.
    func position(_ name: String, namespace: String? = nil) -> Int? {
        if let namespace {
            return elements.firstIndex {
                $0.name == name && models[$0.model].namespace == namespace
            }
        }
        if let at = elements.firstIndex(where: { $0.name == name && $0.model == 0 }) { return at }
        for entry in models[0].imports where name.hasPrefix(entry.name + ".") {
            let rest = String(name.dropFirst(entry.name.count + 1))
            if let at = position(rest, namespace: entry.namespace) { return at }
        }
        return elements.firstIndex { $0.name == name }
    }
}
