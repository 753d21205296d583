import FEEL

extension ModelCompiler {
    mutating func compile(
        _ table: TableDefinition, of definition: DecisionDefinition
    ) -> CompiledTable? {
        let before = diagnostics.count
        checkShape(table, definition)
        let inputs = table.inputs.map { compile($0) }
        let allowed = table.inputs.map { clause in
            clause.allowed.flatMap { compile(tests: $0, clause.type) }
        }
        let cells = table.rules.map { rule in
            zip(rule.conditions, table.inputs).map { compile(tests: $0, $1.type) }
        }
        let outputs = table.rules.map { rule in
            zip(rule.outputs, table.outputs).map { compile(output: $0, $1) }
        }
        let otherwise = table.outputs.map { clause in
            clause.otherwise.map { compile(output: $0, clause) }
        }
        let hasErrors = diagnostics[before...].contains { $0.severity == .error }
        guard !hasErrors, otherwise.allSatisfy({ ($0 == nil) == (otherwise[0] == nil) }) else {
            if !hasErrors {
                report(
                    .table, "either all outputs say what is given otherwise or none",
                    definition.place)
            }
            return nil
        }
        let tests = cells.map { $0.compactMap { $0 } }
        let programs = outputs.map { $0.compactMap { $0 } }
        let columns = table.inputs.indices.map { at in
            ColumnBuilder(
                type: table.inputs[at].type, cells: tests.map { $0[at] }, allowed: allowed[at]
            ).build()
        }
        let defaults = otherwise.compactMap { $0 ?? nil }
        return CompiledTable(
            name: definition.name, definition: table, inputs: inputs.compactMap { $0 },
            allowed: allowed, columns: columns, cells: tests, outputs: programs,
            otherwise: defaults.isEmpty ? nil : defaults,
            constantOutcomes: programs.map { Self.constantOutcome($0, table) },
            wordCount: RuleSet.wordCount(table.rules.count))
    }

    private static func constantOutcome(_ outputs: [Program], _ table: TableDefinition) -> Value? {
        let values = outputs.compactMap(\.constant)
        guard values.count == outputs.count else { return nil }
        return CompiledTable.outcome(values, table)
    }

    private mutating func checkShape(_ table: TableDefinition, _ definition: DecisionDefinition) {
        let place = definition.place
        if table.inputs.isEmpty { report(.table, "a table has at least one input", place) }
        if table.outputs.isEmpty { report(.table, "a table has at least one output", place) }
        if table.rules.isEmpty { report(.table, "a table has at least one rule", place) }
        if table.rules.count > TableDefinition.rulesMax {
            report(.limit, "a table has at most \(TableDefinition.rulesMax) rules", place)
        }
        for (at, output) in table.outputs.enumerated()
        where table.outputs[..<at].contains(where: { $0.name == output.name }) {
            report(.duplicate, "the output \(output.name) stands here twice", place)
        }
        for rule in table.rules {
            if rule.conditions.count != table.inputs.count {
                report(
                    .table,
                    "this rule has \(rule.conditions.count) conditions for "
                        + "\(table.inputs.count) inputs", rule.place)
            }
            if rule.outputs.count != table.outputs.count {
                report(
                    .table,
                    "this rule has \(rule.outputs.count) outputs for \(table.outputs.count)",
                    rule.place)
            }
        }
        checkHitPolicy(table, place)
    }

    private mutating func checkHitPolicy(_ table: TableDefinition, _ place: SourcePlace) {
        switch table.hitPolicy {
        case .priority, .outputOrder:
            let isRanked = table.outputs.contains { output in
                if case .enumeration = output.type.required { return true }
                return false
            }
            if !isRanked {
                report(
                    .table, "\(table.hitPolicy) needs an output with its values in their order",
                    place, hint: "list the texts that are allowed, the one that wins first")
            }
        case .collect(let aggregator?):
            if table.outputs.count != 1 {
                report(.table, "\(table.hitPolicy) needs exactly one output", place)
            } else if aggregator == .sum,
                ![.number, .daysTime, .yearsMonths].contains(table.outputs[0].type.required)
            {
                report(.table, "a sum needs numbers or durations", place)
            }
        default: break
        }
    }

    private mutating func compile(_ clause: InputClause) -> Program? {
        let program = attempt { compiler throws(CompileError) in
            try Program(
                clause.expression, scope: compiler.scope, mode: compiler.mode,
                expecting: clause.type)
        }
        diagnostics += program?.warnings ?? []
        return program
    }

    private mutating func compile(tests source: SourceText, _ type: FEELType) -> TestProgram? {
        let program = attempt { compiler throws(CompileError) in
            try TestProgram(source, input: type, scope: compiler.scope, mode: compiler.mode)
        }
        diagnostics += program?.warnings ?? []
        return program
    }

    private mutating func compile(output source: SourceText, _ clause: OutputClause) -> Program? {
        let program = attempt { compiler throws(CompileError) in
            try Program(
                source, scope: compiler.scope, mode: compiler.mode, expecting: clause.type)
        }
        diagnostics += program?.warnings ?? []
        return program
    }
}

extension TableDefinition {
    /// The most rules that a table may have.
    public static let rulesMax = 20_000

    /// The type of what the table gives.
    public var resultType: FEELType {
        let single =
            outputs.count == 1
            ? outputs[0].type
            : .context(ContextType(outputs.map { .init($0.name, $0.type) }))
        switch hitPolicy {
        case .unique, .any, .first, .priority: return single
        case .ruleOrder, .outputOrder, .collect(nil): return .list(single)
        case .collect(.count): return .number
        case .collect: return single
        }
    }
}
