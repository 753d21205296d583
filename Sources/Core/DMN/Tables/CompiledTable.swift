import FEEL

/// A decision table whose columns are indexes and whose cells are compiled.
final class CompiledTable: Sendable {
    let name: String
    let mode: Mode
    let definition: TableDefinition
    let inputs: [Program]
    let allowed: [TestProgram?]
    let columns: [Column]
    /// The tests of each rule's cells, by rule and column.
    let cells: [[TestProgram]]
    let outputs: [[Program]]
    /// What is given where no rule matches; at least one output says it.
    let otherwise: [Program?]?
    /// For each output its values in the order of their priority.
    let ranking: [[Value]]
    let conversions: TableConversions
    /// The outcome of each rule whose outputs are constants.
    let constantOutcomes: [Value?]
    let index: TableIndex
    /// The columns with cells that must be evaluated.
    let computedColumns: [Int]
    /// Where a frame holds the value of each column, if no column needs more than to be looked up
    /// and the index knows what may come.
    let sources: ColumnSources?

    init(
        name: String, mode: Mode, definition: TableDefinition, inputs: [Program],
        allowed: [TestProgram?], columns: [Column], cells: [[TestProgram]], outputs: [[Program]],
        otherwise: [Program?]?, ranking: [[Value]], conversions: TableConversions,
        constantOutcomes: [Value?]
    ) {
        self.name = name
        self.mode = mode
        self.definition = definition
        self.inputs = inputs
        self.allowed = allowed
        self.columns = columns
        self.cells = cells
        self.outputs = outputs
        self.otherwise = otherwise
        self.ranking = ranking
        self.conversions = conversions
        self.constantOutcomes = constantOutcomes
        index = TableIndex(
            columns, types: definition.inputs.map(\.type), ruleCount: definition.rules.count)
        computedColumns = columns.indices.filter { !columns[$0].computed.isEmpty }
        let sources = inputs.compactMap(\.entryPath)
        let isPlain =
            sources.count == columns.count && computedColumns.isEmpty && index.knowsAllowed
            && definition.inputs.indices.allSatisfy {
                conversions.changesNothing(input: $0, definition.inputs[$0])
            }
        self.sources = isPlain ? ColumnSources(sources) : nil
    }

    var ruleCount: Int { definition.rules.count }

    // MARK: Evaluation

    /// What the table gives, and by which rules.
    func result(_ frame: [Value?], _ run: inout Evaluation) throws(DecisionError) -> DecisionResult
    {
        // A value that may not come, and steps that are used up, are told by the longer way.
        if let sources, run.take(steps: sources.stepCount),
            let matched = index.matches(
                columnCount: columns.count, { sources.paths[$0].value(in: frame) })
        {
            let inputs = ColumnValues(frame, sources)
            let (value, chosen) = try decide(matched, inputs.values, frame, &run)
            return DecisionResult(
                decision: name, value: value, matched: matched, chosen: chosen, inputs: inputs)
        }
        let values = try inputValues(frame, &run)
        let matched = try matches(values, frame, &run)
        let (value, chosen) = try decide(matched, values, frame, &run)
        return DecisionResult(
            decision: name, value: value, matched: matched, chosen: chosen,
            inputs: ColumnValues(values))
    }

    /// The values of the input columns, checked against their types and allowed values.
    func inputValues(
        _ frame: [Value?], _ run: inout Evaluation
    ) throws(DecisionError) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(inputs.count)
        for (at, program) in inputs.enumerated() {
            do throws(EvaluationError) {
                let value = try program.evaluate(frame: frame, in: &run)
                let converted = try conversions.convert(value, input: at, &run)
                values.append(converted ?? (mode == .conformant ? .null : value))
            } catch { throw DecisionError(error, decision: name) }
            try check(values[at], column: at, frame, &run)
        }
        return values
    }

    private func check(
        _ value: Value, column: Int, _ frame: [Value?], _ run: inout Evaluation
    ) throws(DecisionError) {
        let clause = definition.inputs[column]
        var isAllowed = clause.type.contains(value)
        if isAllowed, !value.isNull, let tests = allowed[column] {
            do throws(EvaluationError) {
                isAllowed = try tests.matches(value, frame: frame, in: &run)
            } catch { throw DecisionError(error, decision: name) }
        }
        guard isAllowed else {
            throw DecisionError(
                .inputNotAllowed, "the value of \(clause.title) is none that the table allows",
                decision: name, inputs: [value],
                place: clause.expression.place(SourceSpan(0, clause.expression.text.utf8.count)))
        }
    }

    /// The rules that match the values of the columns.
    func matches(
        _ values: [Value], _ frame: [Value?], _ run: inout Evaluation
    ) throws(DecisionError) -> RuleNumbers {
        let matched = withUnsafeTemporaryAllocation(of: Int.self, capacity: columns.count) {
            regions -> RuleNumbers in
            for (at, column) in columns.enumerated() {
                guard let region = column.region(of: values[at]) else { return RuleNumbers() }
                regions[at] = region
            }
            return index.matches(regions)
        }
        if computedColumns.isEmpty || matched.isEmpty { return matched }
        var rules = RuleSet(none: ruleCount)
        for rule in matched { rules.insert(rule) }
        for at in computedColumns {
            for rule in columns[at].computed where rules.contains(rule) {
                do throws(EvaluationError) {
                    let passes = try cells[rule][at].matches(
                        values[at], frame: frame, in: &run)
                    if !passes { rules.remove(rule) }
                } catch { throw DecisionError(error, decision: name) }
            }
        }
        return RuleNumbers(rules.indices)
    }

    /// The same by evaluating every cell, with no index: what the index must agree with.
    func matchesByEveryCell(
        _ values: [Value], _ frame: [Value?], _ run: inout Evaluation
    ) throws(DecisionError) -> RuleSet {
        var rules = RuleSet(none: ruleCount)
        for (rule, tests) in cells.enumerated() {
            var passes = true
            for (at, test) in tests.enumerated() where passes {
                do throws(EvaluationError) {
                    passes = try test.matches(values[at], frame: frame, in: &run)
                } catch { throw DecisionError(error, decision: name) }
            }
            if passes { rules.insert(rule) }
        }
        return rules
    }

    // MARK: Outcomes

    /// The outcome of one rule: its only output, or a context of its outputs.
    func outcome(
        _ rule: Int, _ frame: [Value?], _ run: inout Evaluation
    ) throws(DecisionError) -> Value {
        if let constant = constantOutcomes[rule] { return constant }
        return try outcome(
            of: outputs[rule], place: definition.rules[rule].place, frame, &run)
    }

    func outcome(
        of programs: [Program?], place: SourcePlace, _ frame: [Value?], _ run: inout Evaluation
    ) throws(DecisionError) -> Value {
        var values: [Value] = []
        for (at, program) in programs.enumerated() {
            values.append(try output(at, program, place, frame, &run))
        }
        return Self.outcome(values, definition)
    }

    private func output(
        _ at: Int, _ program: Program?, _ place: SourcePlace, _ frame: [Value?],
        _ run: inout Evaluation
    ) throws(DecisionError) -> Value {
        var value = Value.null
        var converted: Value?
        do throws(EvaluationError) {
            if let program { value = try program.evaluate(frame: frame, in: &run) }
            converted = try conversions.convert(value, output: at, &run)
        } catch { throw DecisionError(error, decision: name) }
        let clause = definition.outputs[at]
        if let converted, clause.type.contains(converted) { return converted }
        let error = DecisionError(
            .outputNotAllowed, "\(clause.name) would be a value that is not allowed",
            decision: name, inputs: [value], place: place)
        guard mode == .conformant else { throw error }
        run.note(error)
        return .null
    }

    static func outcome(_ values: [Value], _ definition: TableDefinition) -> Value {
        if values.count == 1 { return values[0] }
        return .context(Context(zip(definition.outputs.map(\.name), values)))
    }
}
