import FEEL

/// A decision table whose columns are indexes and whose cells are compiled.
struct CompiledTable: Sendable {
    let name: String
    let definition: TableDefinition
    let inputs: [Program]
    let allowed: [TestProgram?]
    let columns: [Column]
    /// The tests of each rule's cells, by rule and column.
    let cells: [[TestProgram]]
    let outputs: [[Program]]
    let otherwise: [Program]?
    /// The outcome of each rule whose outputs are constants.
    let constantOutcomes: [Value?]
    let wordCount: Int

    var ruleCount: Int { definition.rules.count }

    // MARK: Evaluation

    /// The values of the input columns, checked against their types and allowed values.
    func inputValues(
        _ frame: [Value?], _ environment: Environment
    ) throws(DecisionError) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(inputs.count)
        for (at, program) in inputs.enumerated() {
            do throws(EvaluationError) {
                values.append(try program.evaluate(frame: frame, environment))
            } catch { throw DecisionError(error, decision: name) }
            try check(values[at], column: at, frame, environment)
        }
        return values
    }

    private func check(
        _ value: Value, column: Int, _ frame: [Value?], _ environment: Environment
    ) throws(DecisionError) {
        let clause = definition.inputs[column]
        var isAllowed = clause.type.contains(value)
        if isAllowed, !value.isNull, let tests = allowed[column] {
            do throws(EvaluationError) {
                isAllowed = try tests.matches(value, frame: frame, environment)
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
        _ values: [Value], _ frame: [Value?], _ environment: Environment
    ) throws(DecisionError) -> RuleSet {
        var rules = RuleSet(all: ruleCount)
        for (at, column) in columns.enumerated() {
            guard let region = column.region(of: values[at]) else {
                return RuleSet(words: [UInt64](repeating: 0, count: wordCount))
            }
            for word in 0..<wordCount {
                rules.words[word] &= column.masks[region * wordCount + word]
            }
        }
        for (at, column) in columns.enumerated() {
            for rule in column.computed where rules.contains(rule) {
                do throws(EvaluationError) {
                    let passes = try cells[rule][at].matches(
                        values[at], frame: frame, environment)
                    if !passes { rules.remove(rule) }
                } catch { throw DecisionError(error, decision: name) }
            }
        }
        return rules
    }

    /// The same by evaluating every cell, with no index: what the index must agree with.
    func matchesByEveryCell(
        _ values: [Value], _ frame: [Value?], _ environment: Environment
    ) throws(DecisionError) -> RuleSet {
        var rules = RuleSet(words: [UInt64](repeating: 0, count: wordCount))
        for (rule, tests) in cells.enumerated() {
            var passes = true
            for (at, test) in tests.enumerated() where passes {
                do throws(EvaluationError) {
                    passes = try test.matches(values[at], frame: frame, environment)
                } catch { throw DecisionError(error, decision: name) }
            }
            if passes { rules.insert(rule) }
        }
        return rules
    }

    // MARK: Outcomes

    /// The outcome of one rule: its only output, or a context of its outputs.
    func outcome(
        _ rule: Int, _ frame: [Value?], _ environment: Environment
    ) throws(DecisionError) -> Value {
        if let constant = constantOutcomes[rule] { return constant }
        return try outcome(
            of: outputs[rule], place: definition.rules[rule].place, frame, environment)
    }

    func outcome(
        of programs: [Program], place: SourcePlace, _ frame: [Value?], _ environment: Environment
    ) throws(DecisionError) -> Value {
        var values: [Value] = []
        for (at, program) in programs.enumerated() {
            let value: Value
            do throws(EvaluationError) {
                value = try program.evaluate(frame: frame, environment)
            } catch { throw DecisionError(error, decision: name) }
            let clause = definition.outputs[at]
            guard clause.type.contains(value) else {
                throw DecisionError(
                    .outputNotAllowed, "\(clause.name) would be a value that is not allowed",
                    decision: name, inputs: [value], place: place)
            }
            values.append(value)
        }
        return Self.outcome(values, definition)
    }

    static func outcome(_ values: [Value], _ definition: TableDefinition) -> Value {
        if values.count == 1 { return values[0] }
        return .context(Context(zip(definition.outputs.map(\.name), values)))
    }
}
