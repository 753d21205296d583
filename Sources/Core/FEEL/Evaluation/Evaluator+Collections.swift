extension Evaluator {
    mutating func list(_ node: Code.Node) throws(EvaluationError) -> Value {
        var items: [Value] = []
        items.reserveCapacity(Int(node.b))
        for at in 0..<Int(node.b) {
            items.append(try evaluate(Int(code.extras[Int(node.a) + at])))
        }
        return try made(.list(items), node)
    }

    mutating func context(_ node: Code.Node) throws(EvaluationError) -> Value {
        var context = Context()
        for at in 0..<Int(node.b) {
            let start = Int(node.a) + at * 3
            let value = try evaluate(Int(code.extras[start + 1]))
            context[name(code.extras[start])] = value
            set(code.extras[start + 2], value)
        }
        return try made(.context(context), node)
    }

    /// A value that holds others, paid for by its weight, so that no chain of them can grow beyond
    /// what the evaluation may take.
    mutating func made(_ value: Value, _ node: Code.Node) throws(EvaluationError) -> Value {
        do throws(Fault) {
            try charge(value.weight(upTo: stepsLeft))
            return value
        } catch { return try fail(error, node) }
    }

    mutating func range(_ node: Code.Node) throws(EvaluationError) -> Value {
        let low: Value? = node.a >= 0 ? try evaluate(Int(node.a)) : nil
        let high: Value? = node.b >= 0 ? try evaluate(Int(node.b)) : nil
        do throws(Fault) {
            if low?.isNull == true || high?.isNull == true {
                throw Fault(.missing, "null ends a range", values: [])
            }
            if let low, let high {
                // A range whose ends are the wrong way round holds nothing, and is surely a slip.
                guard try operators.order(low, high) <= 0 else {
                    throw Fault(
                        .argument, "the range ends before it begins", values: [low, high])
                }
            }
        } catch { return try fail(error, node) }
        return .range(
            RangeValue(
                low: low, lowIncluded: node.c & 1 != 0, high: high,
                highIncluded: node.c & 2 != 0))
    }

    // MARK: Filters

    mutating func filter(_ node: Code.Node) throws(EvaluationError) -> Value {
        let base = try evaluate(Int(node.a))
        guard let items = base.list ?? (base.isNull ? nil : [base]) else {
            return try fail(Fault(.missing, "a filter of null"), node)
        }
        let condition = Int(node.b)
        if items.isEmpty {
            guard code.nodes[condition].operation == .constant,
                case .number(let position) = code.constants[Int(code.nodes[condition].a)]
            else { return .list([]) }
            return try item(of: items, at: position, node)
        }
        let outer = frame[Int(node.c)]
        defer { set(node.c, outer) }
        var kept: [Value] = []
        for (at, value) in items.enumerated() {
            set(node.c, value)
            let test = try evaluate(condition)
            if at == 0, case .number(let position) = test {
                return try item(of: items, at: position, node)
            }
            if case .boolean(let truth) = test {
                if truth { kept.append(value) }
                continue
            }
            let nothing = try fail(
                Fault(
                    test.isNull ? .missing : .type,
                    "a filter's condition gave \(test.kindWithArticle)", values: [test]),
                code.nodes[condition])
            if !test.isNull { return nothing }
        }
        return .list(kept)
    }

    private mutating func item(
        of items: [Value], at position: Decimal34, _ node: Code.Node
    ) throws(EvaluationError) -> Value {
        if let at = Self.index(position, count: items.count) { return items[at] }
        return try fail(
            Fault(
                .notFound, "there is no item at this position", values: [.number(position)]),
            node)
    }

    /// The index, from 0, of a position that counts from 1, or backwards from -1.
    static func index(_ position: Decimal34, count: Int) -> Int? {
        guard let number = position.integer, number != 0, number >= -count, number <= count
        else { return nil }
        return number > 0 ? number - 1 : count + number
    }

    // MARK: Iteration

    mutating func iteration(_ node: Code.Node) throws(EvaluationError) -> Value {
        var turn = Turn(node: node)
        if node.operation == .iteration {
            turn.partial = code.extras[Int(node.a) + Int(node.b) * 3]
        }
        try walk(0, &turn)
        if let failed = turn.failed { return failed }
        switch node.operation {
        case .iteration: return try made(.list(turn.results), node)
        case .some: return turn.decided ?? (turn.sawOther ? .null : .boolean(false))
        default: return turn.decided ?? (turn.sawOther ? .null : .boolean(true))
        }
    }

    /// What an iteration has come to so far.
    private struct Turn {
        let node: Code.Node
        var partial: Int32 = -1
        var results: [Value] = []
        var decided: Value?
        var sawOther = false
        /// What the whole is, where an iterator could not be walked.
        var failed: Value?
        var isDone: Bool { decided != nil || failed != nil }
    }

    private mutating func walk(_ level: Int, _ turn: inout Turn) throws(EvaluationError) {
        guard level < Int(turn.node.b) else { return try turnBody(&turn) }
        let start = Int(turn.node.a) + level * 3
        let slot = code.extras[start]
        let from = try evaluate(Int(code.extras[start + 1]))
        let toNode = code.extras[start + 2]
        let to: Value? = toNode >= 0 ? try evaluate(Int(toNode)) : nil
        if to == nil, case .list(let items) = from {
            for item in items where !turn.isDone {
                try step(slot, item, level, &turn)
            }
            return
        }
        let span: CountedSteps
        do throws(Fault) {
            span = try operators.steps(from: from, to: to)
        } catch {
            turn.failed = try fail(error, turn.node)
            return
        }
        var at = span.first
        while let number = at, !turn.isDone {
            try step(slot, span.value(number), level, &turn)
            at = span.after(number)
        }
    }

    private mutating func step(
        _ slot: Int32, _ value: Value, _ level: Int, _ turn: inout Turn
    ) throws(EvaluationError) {
        set(slot, value)
        do throws(Fault) { try charge(1) } catch { _ = try fail(error, turn.node) }
        try walk(level + 1, &turn)
    }

    private mutating func turnBody(_ turn: inout Turn) throws(EvaluationError) {
        let node = turn.node
        if turn.partial >= 0 {
            do throws(Fault) { try charge(turn.results.count) } catch {
                _ = try fail(error, node)
            }
            set(turn.partial, .list(turn.results))
        }
        let value = try evaluate(Int(node.c))
        if node.operation == .iteration {
            turn.results.append(value)
            return
        }
        guard case .boolean(let truth) = value else {
            turn.sawOther = true
            _ = try fail(
                Fault(
                    value.isNull ? .missing : .type,
                    "what is to be satisfied gave \(value.kindWithArticle)", values: [value]),
                code.nodes[Int(node.c)])
            return
        }
        if truth == (node.operation == .some) { turn.decided = .boolean(truth) }
    }
}
