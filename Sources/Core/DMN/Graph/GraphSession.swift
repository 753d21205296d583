import FEEL

/// One evaluation of a graph: what is given, and what has been decided from it.
struct GraphSession {
    let graph: DecisionGraph
    private(set) var values: [Value?]
    private(set) var results: [DecisionResult] = []
    /// The last table that was decided, and the frame in which it was.
    private(set) var last: (table: CompiledTable, frame: [Value?])?

    init(_ graph: DecisionGraph) {
        self.graph = graph
        values = Array(repeating: nil, count: graph.elements.count)
    }

    private func evaluator(_ at: Int) -> ExpressionEvaluator {
        ExpressionEvaluator(types: graph.types, mode: graph.mode, name: graph.elements[at].name)
    }

    /// Gives an input, or the outcome of a decision that is then not made here.
    @discardableResult
    mutating func give(
        _ at: Int, _ value: Value, _ run: inout Evaluation
    ) throws(DecisionError) -> Value {
        var value = value
        if let type = graph.elements[at].type {
            value = try converted(value, to: type, of: at, &run)
        }
        values[at] = value
        return value
    }

    /// A given value as one of the element's type.
    private func converted(
        _ value: Value, to type: ValueType, of at: Int, _ run: inout Evaluation
    ) throws(DecisionError) -> Value {
        do throws(EvaluationError) {
            if let found = try graph.types.convert(value, to: type, &run) { return found }
        } catch { return try evaluator(at).fail(error, &run) }
        let element = graph.elements[at]
        let message = "the value given for \(element.name) is not of its type"
        if graph.mode == .strict {
            throw DecisionError(
                .inputNotAllowed, message, decision: element.name, inputs: [value],
                place: element.place)
        }
        return try evaluator(at).fail(
            EvaluationError(Fault(.type, message, values: [value]), at: element.place), &run)
    }

    /// What came of the decision that was made last, with the results of those made on the way.
    func result(of at: Int) -> DecisionResult {
        guard let made = results.last else {
            return DecisionResult(
                decision: graph.elements[at].name, value: values[at] ?? .null)
        }
        // The types around a table may have converted what it gave.
        return made.with(
            value: values[at] ?? .null, required: Array(results.dropLast()))
    }

    /// Decides elements in an order in which each comes after what it requires.
    mutating func decide(
        _ order: [Int], _ run: inout Evaluation
    ) throws(DecisionError) {
        for index in order { values[index] = try make(index, &run) }
    }

    /// The value of an element; what it requires is decided first.
    mutating func value(
        _ at: Int, _ run: inout Evaluation
    ) throws(DecisionError) -> Value {
        try decide(graph.needed(for: at) { values[$0] != nil }, &run)
        return values[at] ?? .null
    }

    private mutating func make(
        _ at: Int, _ run: inout Evaluation
    ) throws(DecisionError) -> Value? {
        switch graph.elements[at].kind {
        case .input: return graph.mode == .strict ? nil : .null
        case .knowledge, .service: return graph.function(at).map(Value.function) ?? .null
        case .decision(let logic):
            guard let logic else {
                if graph.mode == .conformant { return .null }
                throw DecisionError(
                    .noRule, "this decision has no logic here", decision: graph.elements[at].name,
                    place: graph.elements[at].place)
            }
            var frame: [Value?] = []
            frame.reserveCapacity(graph.elements[at].sources.count)
            for source in graph.elements[at].sources { frame.append(value(of: source)) }
            return try decide(at, logic, &frame, &run)
        }
    }

    private func value(of source: FrameSource) -> Value? {
        switch source {
        case .element(let entry): values[entry.element]
        case .imported(_, let entries):
            .context(Context(entries.map { ($0.name, values[$0.element] ?? .null) }))
        }
    }

    /// Makes a decision, and keeps what came of it and, of a table, from what.
    private mutating func decide(
        _ at: Int, _ logic: CompiledExpression, _ frame: inout [Value?], _ run: inout Evaluation
    ) throws(DecisionError) -> Value {
        let evaluator = evaluator(at)
        guard let table = logic.table else {
            last = nil
            let value = try evaluator.evaluate(logic, &frame, &run)
            results.append(
                DecisionResult(decision: evaluator.name, value: value))
            return value
        }
        let result = try evaluator.result(of: table, frame, &run)
        results.append(result)
        last = (table, frame)
        return try evaluator.converted(result.value, by: logic, &run)
    }
}

extension ExpressionEvaluator {
    /// What a table gave, as values of the types that stand around it.
    fileprivate func converted(
        _ value: Value, by logic: CompiledExpression, _ run: inout Evaluation
    ) throws(DecisionError) -> Value {
        guard case .typed(let inner, let type, let place) = logic else { return value }
        return try convert(try converted(value, by: inner, &run), to: type, place, &run)
    }
}

extension DecisionGraph {
    /// What must be decided for an element, each after what it requires.
    func needed(for at: Int, isKnown: (Int) -> Bool = { _ in false }) -> [Int] {
        var isNeeded = Array(repeating: false, count: elements.count)
        var open = [at]
        while let next = open.popLast() {
            guard !isNeeded[next], !isKnown(next) else { continue }
            isNeeded[next] = true
            // A function asks for what it needs when it is called.
            guard case .decision = elements[next].kind else { continue }
            open += elements[next].sources.flatMap(\.elements)
        }
        return order.filter { isNeeded[$0] }
    }

    /// Knowledge or a service as a function; `nil` where it has no body.
    func function(_ at: Int) -> FunctionValue? {
        parameters(at).map { names in
            let (types, result) = signature(at)
            return FunctionValue(parameters: names, types: types, result: result) {
                [self] arguments, run throws(EvaluationError) in
                try call(at, arguments, &run)
            }
        }
    }

    private func signature(_ at: Int) -> ([FEELType], FEELType) {
        switch elements[at].kind {
        case .knowledge(let function?): (function.types, function.result)
        case .service(let service): (service.inputs.map { elements[$0].known }, .any)
        default: ([], .any)
        }
    }

    /// The parameters of knowledge or of a service; `nil` for what cannot be called.
    func parameters(_ at: Int) -> [String]? {
        switch elements[at].kind {
        case .knowledge(let function): function?.parameters.map(\.name)
        case .service(let service): service.inputs.map { elements[$0].name }
        case .input, .decision: nil
        }
    }

    /// Calls knowledge or a service with an argument for each parameter.
    func call(
        _ at: Int, _ arguments: [Value], _ run: inout Evaluation
    ) throws(EvaluationError) -> Value {
        let element = elements[at]
        switch element.kind {
        case .knowledge(let function?):
            let evaluator = ExpressionEvaluator(types: types, mode: mode, name: element.name)
            let frame = element.sources.map { knowledge($0) }
            return try evaluator.call(function, arguments, frame, &run)
        case .service(let service):
            return try run.nested(levels: 4, at: element.place) { run throws(EvaluationError) in
                do throws(DecisionError) {
                    return try call(service, of: element, arguments, &run)
                } catch { throw error.evaluationError }
            }
        default: return .null
        }
    }

    /// What knowledge may call: other functions, no inputs and no decisions.
    private func knowledge(_ source: FrameSource) -> Value {
        switch source {
        case .element(let entry): function(entry.element).map(Value.function) ?? .null
        case .imported(_, let entries):
            .context(
                Context(
                    entries.map { ($0.name, function($0.element).map(Value.function) ?? .null) }))
        }
    }

    /// What a service gives: its only output, or a context of its outputs.
    private func call(
        _ service: GraphService, of element: GraphElement, _ arguments: [Value],
        _ run: inout Evaluation
    ) throws(DecisionError) -> Value {
        var session = GraphSession(self)
        for (input, argument) in zip(service.inputs, arguments) {
            let value = try session.give(input, argument, &run)
            // What an argument does not fit is not called, by 10.3.2.13.2.
            if value.isNull, !argument.isNull { return .null }
        }
        var outcome = Context()
        for output in service.outputs {
            outcome[elements[output].name] = try session.value(output, &run)
        }
        let value = outcome.count == 1 ? outcome.entries[0].value : .context(outcome)
        guard let type = service.result else { return value }
        let evaluator = ExpressionEvaluator(types: types, mode: mode, name: element.name)
        return try evaluator.convert(value, to: type, element.place, &run)
    }
}
