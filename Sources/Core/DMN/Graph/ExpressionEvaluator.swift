import FEEL

/// Evaluates boxed expressions of one decision or function.
struct ExpressionEvaluator: Sendable {
    let types: ItemTypes
    let mode: Mode
    /// What errors name as the decision.
    let name: String

    func evaluate(
        _ expression: CompiledExpression, _ frame: inout [Value?], _ run: inout Evaluation
    ) throws(DecisionError) -> Value {
        switch expression {
        case .literal(let program): return try value(of: program, frame, &run)
        case .table(let table): return try result(of: table, frame, &run).value
        case .context(let entries, let result):
            return try context(entries, result, &frame, &run)
        case .invocation(let invocation): return try call(invocation, &frame, &run)
        case .function(let function): return .function(closure(function, frame))
        case .relation(let columns, let rows):
            var items: [Value] = []
            for row in rows {
                items.append(.context(Context(zip(columns, try values(row, &frame, &run)))))
            }
            return .list(items)
        case .list(let items): return .list(try values(items, &frame, &run))
        case .conditional(let condition, let then, let otherwise, let place):
            let test = try evaluate(condition, &frame, &run)
            if test.boolean == nil { _ = try fail(Self.noTruth(test, place), &run) }
            return try evaluate(test.boolean == true ? then : otherwise, &frame, &run)
        case .filter, .iteration, .quantified: return try walk(expression, &frame, &run)
        case .typed(let inner, let type, let place):
            return try convert(try evaluate(inner, &frame, &run), to: type, place, &run)
        case .broken(let error): return try fail(error, &run)
        }
    }

    /// What a table gives; in conformant mode what it cannot decide is null.
    func result(
        of table: CompiledTable, _ frame: [Value?], _ run: inout Evaluation
    ) throws(DecisionError) -> DecisionResult {
        do throws(DecisionError) {
            let result = try table.result(frame, &run)
            run.trail?.append(TableUse(table, result.chosen))
            return result
        } catch {
            if mode == .strict || error.isLimit { throw error }
            // That no rule matches is no error by the standard.
            if error.code != .noRule { run.note(error.evaluationError) }
            return DecisionResult(
                decision: name, value: .null, matched: RuleNumbers(error.rules.map { $0 - 1 }),
                inputs: ColumnValues(error.inputs))
        }
    }

    /// A value as one of a type: an error where it is none, or null.
    func convert(
        _ value: Value, to type: ValueType, _ place: SourcePlace, _ run: inout Evaluation
    ) throws(DecisionError) -> Value {
        let converted: Value?
        do throws(EvaluationError) {
            converted = try types.convert(value, to: type, &run)
        } catch { return try fail(error, &run) }
        if let converted { return converted }
        return try fail(
            EvaluationError(
                Fault(.type, "\(value.kind) is not of the declared type", values: [value]),
                at: place), &run)
    }

    /// Null in conformant mode, an error in strict mode.
    func fail(
        _ error: EvaluationError, _ run: inout Evaluation
    ) throws(DecisionError) -> Value {
        if mode == .strict || error.code == .limit { throw DecisionError(error, decision: name) }
        run.note(error)
        return .null
    }

    // MARK: Parts

    private func value(
        of program: Program, _ frame: [Value?], _ run: inout Evaluation
    ) throws(DecisionError) -> Value {
        do throws(EvaluationError) {
            return try program.evaluate(frame: frame, in: &run)
        } catch { return try fail(error, &run) }
    }

    private func values(
        _ expressions: [CompiledExpression], _ frame: inout [Value?], _ run: inout Evaluation
    ) throws(DecisionError) -> [Value] {
        var values: [Value] = []
        for expression in expressions { values.append(try evaluate(expression, &frame, &run)) }
        return values
    }

    private func set(_ slot: Int, _ value: Value, _ frame: inout [Value?]) {
        while frame.count <= slot { frame.append(nil) }
        frame[slot] = value
    }

    private func context(
        _ entries: [CompiledExpression.Entry], _ result: CompiledExpression?,
        _ frame: inout [Value?], _ run: inout Evaluation
    ) throws(DecisionError) -> Value {
        var inner = frame
        var context = Context()
        for entry in entries {
            let value = try evaluate(entry.value, &inner, &run)
            set(entry.slot, value, &inner)
            context[entry.name] = value
        }
        guard let result else { return .context(context) }
        return try evaluate(result, &inner, &run)
    }

    private func call(
        _ invocation: CompiledExpression.Invocation, _ frame: inout [Value?],
        _ run: inout Evaluation
    ) throws(DecisionError) -> Value {
        var inner = frame
        for entry in (invocation.callee.map { [$0] } ?? []) + invocation.arguments {
            // An argument sees what the call sees, not the arguments before it.
            set(entry.slot, try evaluate(entry.value, &frame, &run), &inner)
        }
        return try value(of: invocation.call, inner, &run)
    }

    // MARK: Functions

    /// A function that sees what was there when it was made.
    func closure(_ function: CompiledFunction, _ frame: [Value?]) -> FunctionValue {
        FunctionValue(
            parameters: function.parameters.map(\.name), types: function.types,
            result: function.result
        ) { arguments, run throws(EvaluationError) in
            try call(function, arguments, frame, &run)
        }
    }

    func call(
        _ function: CompiledFunction, _ arguments: [Value], _ frame: [Value?],
        _ run: inout Evaluation
    ) throws(EvaluationError) -> Value {
        let evaluator = ExpressionEvaluator(types: types, mode: mode, name: function.name)
        return try run.nested(levels: 4, at: function.place) { run throws(EvaluationError) in
            var inner = frame
            do throws(DecisionError) {
                for (parameter, argument) in zip(function.parameters, arguments) {
                    var value = argument
                    if let type = parameter.type {
                        value = try evaluator.convert(value, to: type, function.place, &run)
                        // What an argument does not fit is not called, by 10.3.2.13.2.
                        if value.isNull, !argument.isNull { return .null }
                    }
                    evaluator.set(parameter.slot, value, &inner)
                }
                return try evaluator.evaluate(function.body, &inner, &run)
            } catch { throw error.evaluationError }
        }
    }

    // MARK: Lists

    /// The items that an iteration or a quantified expression walks.
    private func items(
        _ list: CompiledExpression, _ frame: inout [Value?], _ run: inout Evaluation
    ) throws(DecisionError) -> [Value]? {
        let value = try evaluate(list, &frame, &run)
        if let items = value.list { return items }
        guard case .range = value, let walk = Self.rangeWalk else { return nil }
        return try self.value(of: walk, [value], &run).list
    }

    private static let rangeWalk = try? Program(
        "for item in range return item", scope: Scope([("range", .any)]), mode: .conformant)

    private func walk(
        _ expression: CompiledExpression, _ frame: inout [Value?], _ run: inout Evaluation
    ) throws(DecisionError) -> Value {
        var inner = frame
        switch expression {
        case .filter(let list, let slot, let match, let place):
            let value = try evaluate(list, &frame, &run)
            guard let items = value.list ?? (value.isNull ? nil : [value]) else {
                return try fail(Self.nothing(place), &run)
            }
            var kept: [Value] = []
            for item in items {
                set(slot, item, &inner)
                let test = try evaluate(match, &inner, &run)
                guard let truth = test.boolean else {
                    return try fail(Self.noTruth(test, place), &run)
                }
                if truth { kept.append(item) }
            }
            return .list(kept)
        case .iteration(_, let slot, let partial, let list, let body, let place):
            guard let items = try items(list, &frame, &run) else {
                return try fail(Self.nothing(place), &run)
            }
            var results: [Value] = []
            for item in items {
                set(slot, item, &inner)
                set(partial, .list(results), &inner)
                results.append(try evaluate(body, &inner, &run))
            }
            return .list(results)
        case .quantified(let every, _, let slot, let list, let test, let place):
            guard let items = try items(list, &frame, &run) else {
                return try fail(Self.nothing(place), &run)
            }
            var sawOther = false
            for item in items {
                set(slot, item, &inner)
                let truth = try evaluate(test, &inner, &run)
                if truth.boolean == !every { return truth }
                guard truth.boolean == nil else { continue }
                sawOther = true
                _ = try fail(Self.noTruth(truth, place), &run)
            }
            return sawOther ? .null : .boolean(every)
        default: return try evaluate(expression, &frame, &run)
        }
    }

    private static func nothing(_ place: SourcePlace) -> EvaluationError {
        EvaluationError(Fault(.missing, "there is no list to walk"), at: place)
    }

    private static func noTruth(_ value: Value, _ place: SourcePlace) -> EvaluationError {
        EvaluationError(
            Fault(.type, "the condition gave \(value.kind), not true or false", values: [value]),
            at: place)
    }
}

extension DecisionError {
    var isLimit: Bool { fault?.code == .limit }

    /// The error as one of an expression, as a called function tells it.
    var evaluationError: EvaluationError {
        let nowhere = SourcePlace(file: nil, line: 1, column: 1, length: 1, lineText: "")
        return EvaluationError(
            fault ?? Fault(.host, "\(decision): \(message)", values: inputs),
            at: place ?? nowhere)
    }
}

extension Evaluation {
    mutating func note(_ error: DecisionError) { note(error.evaluationError) }
}
