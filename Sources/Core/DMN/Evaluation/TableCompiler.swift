import FEEL

/// Compiles a table: its cells as programs, its columns as indexes.
struct TableCompiler {
    let scope: Scope
    let mode: Mode
    /// How the values of the columns become values of the types that a model names.
    var conversions = TableConversions()
    private(set) var diagnostics: [Diagnostic] = []

    init(scope: Scope, mode: Mode, conversions: TableConversions = TableConversions()) {
        self.scope = scope
        self.mode = mode
        self.conversions = conversions
    }

    mutating func compile(
        _ table: TableDefinition, named name: String, at place: SourcePlace
    ) -> CompiledTable? {
        checkShape(table, place)
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
            clause.otherwise.flatMap { compile(output: $0, clause) }
        }
        let ranking = table.outputs.enumerated().map { at, clause in
            listed(clause, otherwise: conversions.output(at))
        }
        checkHitPolicy(table, ranking, place)
        guard !diagnostics.contains(where: { $0.severity == .error }) else { return nil }
        let tests = cells.map { $0.compactMap { $0 } }
        let programs = outputs.map { $0.compactMap { $0 } }
        let columns = table.inputs.indices.map { at in
            ColumnBuilder(
                type: table.inputs[at].type, cells: tests.map { $0[at] }, allowed: allowed[at]
            ).build()
        }
        return CompiledTable(
            name: name, mode: mode, definition: table, inputs: inputs.compactMap { $0 },
            allowed: allowed, columns: columns, cells: tests, outputs: programs,
            otherwise: otherwise.contains { $0 != nil } ? otherwise : nil, ranking: ranking,
            conversions: conversions,
            constantOutcomes: programs.map { constantOutcome($0, table) })
    }

    private mutating func report(
        _ code: Diagnostic.Code, _ message: String, _ place: SourcePlace, hint: String? = nil
    ) {
        diagnostics.append(Diagnostic(.error, code, message, at: place, hint: hint))
    }

    /// The result of something that may fail to compile, its findings collected.
    private mutating func attempt<Result>(
        _ body: (TableCompiler) throws(CompileError) -> Result
    ) -> Result? {
        do throws(CompileError) {
            return try body(self)
        } catch {
            diagnostics += error.diagnostics
            return nil
        }
    }

    /// The values of an output in the order of their priority, as far as they are listed.
    private mutating func listed(_ clause: OutputClause, otherwise: [Value]) -> [Value] {
        if case .enumeration(let texts) = clause.type.required { return texts.map(Value.string) }
        guard let allowed = clause.allowed else { return otherwise }
        return compile(tests: allowed, .any)?.tests.listedValues ?? []
    }

    private func constantOutcome(_ outputs: [Program], _ table: TableDefinition) -> Value? {
        var values = outputs.compactMap(\.constant)
        guard values.count == outputs.count else { return nil }
        for (at, value) in values.enumerated() {
            guard let converted = conversions.constant(value, output: at),
                conversions.isEmpty || table.outputs[at].type.contains(converted)
            else { return nil }
            values[at] = converted
        }
        return CompiledTable.outcome(values, table)
    }

    private mutating func checkShape(_ table: TableDefinition, _ place: SourcePlace) {
        if table.inputs.isEmpty { report(.table, "a table has at least one input", place) }
        if table.outputs.isEmpty { report(.table, "a table has at least one output", place) }
        if table.rules.isEmpty, mode == .strict {
            report(.table, "a table has at least one rule", place)
        }
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
        let defaults = table.outputs.count { $0.otherwise != nil }
        if mode == .strict, defaults != 0, defaults != table.outputs.count {
            report(.table, "either all outputs say what is given otherwise or none", place)
        }
    }

    private mutating func checkHitPolicy(
        _ table: TableDefinition, _ ranking: [[Value]], _ place: SourcePlace
    ) {
        switch table.hitPolicy {
        case .priority, .outputOrder:
            if ranking.allSatisfy(\.isEmpty), mode == .strict {
                report(
                    .table, "\(table.hitPolicy) needs an output with its values in their order",
                    place, hint: "list the texts that are allowed, the one that wins first")
            }
        case .collect(let aggregator?):
            if table.outputs.count != 1 {
                guard mode == .strict else { return }
                report(.table, "\(table.hitPolicy) needs exactly one output", place)
            } else if aggregator == .sum, table.outputs[0].type != .any,
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
