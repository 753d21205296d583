import FEEL

/// One decision of a model, compiled.
public struct CompiledDecision: Sendable {
    public let definition: DecisionDefinition
    /// The type of what it gives.
    public let type: FEELType
    /// The decisions that it asks, by their place in the model.
    let required: [Int]
    let logic: Logic

    enum Logic: Sendable {
        case table(CompiledTable)
        case expression(Program)
    }

    var table: CompiledTable? {
        if case .table(let table) = logic { return table }
        return nil
    }

    public var name: String { definition.name }
    public var authority: PolicyDocument? { definition.authority }

    /// What the decision's own cells and expressions read: inputs and other decisions.
    public var reads: [Path] {
        var paths: [Path] = []
        func add(_ more: [Path]) {
            for path in more where !paths.contains(path) { paths.append(path) }
        }
        switch logic {
        case .expression(let program): add(program.reads)
        case .table(let table):
            for program in table.inputs { add(program.reads) }
            for tests in table.allowed { add(tests?.reads ?? []) }
            for cell in table.cells.joined() { add(cell.reads) }
            for program in table.outputs.joined() { add(program.reads) }
            for program in table.otherwise ?? [] { add(program?.reads ?? []) }
        }
        return paths
    }

    /// The calls of the host's functions.
    public var calls: [HostCallSite] {
        switch logic {
        case .expression(let program): program.calls
        case .table(let table):
            table.inputs.flatMap(\.calls) + table.cells.joined().flatMap(\.calls)
                + table.outputs.joined().flatMap(\.calls)
        }
    }
}

extension DecisionDefinition {
    /// Which of some names the cells and expressions of the decision mention.
    func mentioned(_ names: [String]) -> [Int] {
        let scope = Scope(names.map { ($0, .any) })
        var found: [String] = []
        for source in sources {
            // What cannot be parsed is reported when it is compiled.
            let paths =
                (try? Program(source, scope: scope, mode: .conformant))?.reads
                ?? (try? TestProgram(source, input: .any, scope: scope, mode: .conformant))?.reads
            found += paths?.map(\.root) ?? []
        }
        return names.indices.filter { found.contains(names[$0]) }
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
