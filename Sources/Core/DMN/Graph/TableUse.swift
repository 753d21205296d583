import FEEL

/// A table that was asked on the way to a decision, and the rules that gave its outcome.
public struct TableUse: Sendable {
    let table: CompiledTable
    /// Numbered from 1.
    public let chosen: [Int]

    init(_ table: CompiledTable, _ chosen: [Int]) {
        self.table = table
        self.chosen = chosen
    }
}

/// A table of a model: what a decision is, or what stands within knowledge or another expression.
public struct ModelTable: Sendable {
    /// Of the decision or knowledge, with a number where several tables stand in it.
    public let name: String
    public var definition: TableDefinition { table.definition }
    private let table: CompiledTable

    init(_ name: String, _ table: CompiledTable) {
        self.name = name
        self.table = table
    }

    /// The rules, from 1, that gave an outcome in some of these uses.
    public func chosen(in uses: [TableUse]) -> Set<Int> {
        Set(uses.lazy.filter { $0.table === table }.flatMap(\.chosen))
    }
}

extension CompiledDecision {
    /// Makes the decision, and tells every table that was asked for it: by itself, by the decisions
    /// that it asks, by knowledge and services that they call.
    public func evaluateWithTables(
        _ inputs: Context, _ environment: Environment
    ) throws(DecisionError) -> (result: DecisionResult, tables: [TableUse]) {
        let values = self.inputs.map { inputs[$0.name] }
        let (result, _, run) = try made(values, environment, trail: [])
        return (result, run.trail?.compactMap { $0 as? TableUse } ?? [])
    }
}

extension DecisionGraph {
    /// The tables of the first model, in its order.
    public var tables: [ModelTable] {
        elements.filter { $0.model == 0 }.flatMap { element in
            let tables = element.tables
            return tables.enumerated().map { at, table in
                let number = tables.count > 1 ? ", table \(at + 1)" : ""
                return ModelTable(element.name + number, table)
            }
        }
    }
}

extension GraphElement {
    /// The tables of a decision or knowledge.
    var tables: [CompiledTable] {
        switch kind {
        case .decision(let logic): logic?.tables ?? []
        case .knowledge(let function): function?.body.tables ?? []
        case .input, .service: []
        }
    }
}
