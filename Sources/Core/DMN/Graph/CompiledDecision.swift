import FEEL

/// A decision of a graph, and all that it needs found once, to be made any number of times.
public final class CompiledDecision: Sendable {
    public let graph: DecisionGraph
    public let name: String
    /// The type of what it gives.
    public let type: FEELType
    /// The inputs that it reads, through the decisions that it asks too, in the order of the model.
    public let inputs: [Scope.Variable]
    /// What it reads of its inputs, through the decisions that it asks too.
    public let reads: [Path]
    let element: Int
    /// The places of the inputs among the graph's elements.
    private let sources: [Int]
    /// What is decided for it, each after what it requires, itself at the end.
    private let order: [Int]
    private let direct: DirectDecision?
    private let quick: QuickDecision?

    init(_ graph: DecisionGraph, _ element: Int) {
        self.graph = graph
        self.element = element
        name = graph.elements[element].name
        type = graph.elements[element].known
        let needed = graph.needed(for: element)
        order = needed.filter { !graph.elements[$0].isInput }
        var sources: [Int] = []
        var reads: [Path] = []
        for at in graph.asked(for: element) {
            for read in graph.reads(of: at) where graph.elements[read.element].isInput {
                if !sources.contains(read.element) { sources.append(read.element) }
                let path = Path(graph.elements[read.element].name, read.fields)
                if !reads.contains(path) { reads.append(path) }
            }
        }
        self.sources = sources.sorted()
        self.reads = reads
        inputs = self.sources.map { .init(graph.elements[$0].name, graph.elements[$0].known) }
        direct =
            order == [element]
            ? DirectDecision(graph, element: element, inputs: self.sources) : nil
        quick = direct?.quick
    }

    /// The table that it is, as it is written; `nil` for another expression.
    public var definition: TableDefinition? { table?.definition }

    var table: CompiledTable? {
        if case .decision(let logic?) = graph.elements[element].kind { return logic.table }
        return nil
    }

    /// Where it stands.
    public var place: SourcePlace { graph.elements[element].place }

    /// The document that it rests on.
    public var authority: PolicyDocument? { graph.authority(of: element) }

    /// Whether expressions elsewhere may call it as a function of its inputs.
    public var isFunction: Bool { graph.definition(of: element)?.isFunction ?? false }

    /// The question that it answers, in a person's words.
    public var question: String? { graph.definition(of: element)?.question }

    /// Makes the decision from inputs by their names.
    /// - Throws: why nothing was decided; in strict mode no missing value ever decides.
    public func evaluate(
        _ inputs: Context, _ environment: Environment = .standard
    ) throws(DecisionError) -> DecisionResult {
        try evaluate(self.inputs.map { inputs[$0.name] }, environment)
    }

    /// Makes the decision from the values of its inputs in their order, which the result keeps.
    public func evaluate(
        _ values: __owned [Value?], _ environment: Environment = .standard
    ) throws(DecisionError) -> DecisionResult {
        if environment.isStandard, let result = quick?.result(name, values) { return result }
        guard let direct, let matched = direct.matches(values, environment) else {
            return try made(values, environment).result
        }
        return try direct.result(of: matched, values, environment)
    }

    /// What the decision gives, and what it was made in.
    func made(
        _ values: [Value?], _ environment: Environment, trail: [any Sendable]? = nil
    ) throws(DecisionError) -> (result: DecisionResult, session: GraphSession, run: Evaluation) {
        var run = Evaluation(environment)
        run.trail = trail
        var session = GraphSession(graph)
        for (source, value) in zip(sources, values) {
            guard let value = value ?? (graph.mode == .conformant ? .null : nil) else { continue }
            try session.give(source, value, &run)
        }
        try session.decide(order, &run)
        return (session.result(of: element), session, run)
    }
}

extension DecisionGraph {
    /// A decision of the first model by its name.
    public subscript(name: String) -> CompiledDecision? {
        guard let at = position(name), elements[at].model == 0, elements[at].isDecision else {
            return nil
        }
        return CompiledDecision(self, at)
    }

    /// The decisions of the first model, each after those that it asks.
    public var decisions: [CompiledDecision] {
        order.filter { elements[$0].model == 0 && elements[$0].isDecision }
            .map { CompiledDecision(self, $0) }
    }

    /// The decision as it is written.
    func definition(of element: Int) -> ModelDefinition.Decision? {
        let id = elements[element].id
        return models[elements[element].model].decisions.first { $0.id == id }
    }

    /// The document that a decision rests on, the first where it names several.
    func authority(of element: Int) -> PolicyDocument? {
        for reference in definition(of: element)?.authorities ?? [] {
            let model = models.first { $0.namespace == reference.namespace }
            if let source = model?.authorities.first(where: { $0.id == reference.id }) {
                return source.document
            }
        }
        return nil
    }

    /// A decision and those that it asks, as they are asked, each after those that it asks itself.
    func asked(for element: Int) -> [Int] {
        var asked: [Int] = []
        var seen: Set<Int> = []
        func visit(_ at: Int) {
            guard elements[at].isDecision, seen.insert(at).inserted else { return }
            for source in elements[at].sources.flatMap(\.elements).sorted() { visit(source) }
            asked.append(at)
        }
        visit(element)
        return asked
    }

    /// What a decision's own logic reads: an element, and the entries that are gone to.
    func reads(of element: Int) -> [(element: Int, fields: [String])] {
        guard case .decision(let logic?) = elements[element].kind else { return [] }
        return logic.reads.compactMap { path in
            switch elements[element].sources.first(where: { $0.name == path.root }) {
            case .element(let entry)?: return (entry.element, path.fields)
            case .imported(_, let entries)?:
                let entry = entries.first { $0.name == path.fields.first }
                return entry.map { ($0.element, Array(path.fields.dropFirst())) }
            case nil: return nil
            }
        }
    }
}
