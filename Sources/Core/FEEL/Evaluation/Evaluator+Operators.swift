extension Evaluator {
    mutating func arithmetic(_ node: Code.Node) throws(EvaluationError) -> Value {
        let left = try evaluate(Int(node.a))
        if node.operation == .negate {
            do throws(Fault) { return try operators.negate(left) } catch {
                return try fail(error, node)
            }
        }
        let right = try evaluate(Int(node.b))
        do throws(Fault) {
            if case .number(let a) = left, case .number(let b) = right {
                return .number(try operators.arithmetic(node.operation, a, b))
            }
            if case .string(let a) = left, case .string(let b) = right, node.operation == .add {
                try charge((a.utf8.count + b.utf8.count) / 16)
                return .string(a + b)
            }
            if left.isNull || right.isNull {
                throw Fault(.missing, "arithmetic with null", values: [left, right])
            }
            return try operators.temporal(node.operation, left, right)
        } catch { return try fail(error, node) }
    }

    mutating func comparison(_ node: Code.Node) throws(EvaluationError) -> Value {
        let left = try evaluate(Int(node.a))
        let right = try evaluate(Int(node.b))
        do throws(Fault) {
            if case .number(let a) = left, case .number(let b) = right {
                return .boolean(node.operation.holds(a.compare(b)))
            }
            return .boolean(try compared(node.operation, left, right))
        } catch { return try fail(error, node) }
    }

    private mutating func compared(
        _ operation: Operation, _ left: Value, _ right: Value
    ) throws(Fault) -> Bool {
        switch operation {
        case .equal: return try equal(left, right)
        case .notEqual: return !(try equal(left, right))
        default:
            try charge(left.weight(upTo: stepsLeft))
            return operation.holds(try operators.order(left, right))
        }
    }

    mutating func equal(_ left: Value, _ right: Value) throws(Fault) -> Bool {
        try charge(left.weight(upTo: stepsLeft))
        return try operators.equal(left, right)
    }

    /// `and`, ended by a false part, and `or`, ended by a true one.
    mutating func logic(_ node: Code.Node, ending: Bool) throws(EvaluationError) -> Value {
        var sawOther = false
        for at in 0..<Int(node.b) {
            let part = Int(code.extras[Int(node.a) + at])
            let value = try evaluate(part)
            if case .boolean(let truth) = value {
                if truth == ending { return .boolean(ending) }
                continue
            }
            sawOther = true
            _ = try fail(
                Fault(
                    value.isNull ? .missing : .type,
                    "true or false was expected, but this is \(value.kindWithArticle)",
                    values: [value]),
                code.nodes[part])
        }
        return sawOther ? .null : .boolean(!ending)
    }

    mutating func between(_ node: Code.Node) throws(EvaluationError) -> Value {
        let value = try evaluate(Int(node.a))
        let low = try evaluate(Int(node.b))
        let high = try evaluate(Int(node.c))
        do throws(Fault) {
            let above = try operators.order(low, value) <= 0
            let below = try operators.order(value, high) <= 0
            return .boolean(above && below)
        } catch { return try fail(error, node) }
    }

    mutating func conditional(_ node: Code.Node) throws(EvaluationError) -> Value {
        let condition = try evaluate(Int(node.a))
        guard case .boolean(let truth) = condition else {
            _ = try fail(
                Fault(
                    condition.isNull ? .missing : .type,
                    "the condition of \"if\" is \(condition.kindWithArticle)",
                    values: [condition]),
                code.nodes[Int(node.a)])
            return try evaluate(Int(node.c))
        }
        return try evaluate(Int(truth ? node.b : node.c))
    }

    // MARK: Tests

    mutating func test(_ node: Code.Node) throws(EvaluationError) -> Value {
        let input = frame[Int(node.a)] ?? .null
        let operand = try evaluate(Int(node.b))
        let inCell = node.c & 1 == 1
        do throws(Fault) {
            switch node.operation {
            case .testEqual: return .boolean(try equal(input, operand))
            case .testNotEqual: return .boolean(!(try equal(input, operand)))
            case .testIn:
                if node.c & 2 != 0 {
                    guard case .boolean = operand else {
                        throw Fault(
                            .type, "a test that asks about ? gives true or false",
                            values: [operand])
                    }
                    return operand
                }
                if operand.isNull, code.nodes[Int(node.b)].operation == .range { return .null }
                return try holds(input, operand, inCell: inCell).map { .boolean($0) } ?? .null
            default:
                if inCell && input.isNull { return .null }
                let order = try operators.order(input, operand)
                return .boolean(node.operation.holds(order))
            }
        } catch { return try fail(error, node) }
    }

    /// Whether a value is, or lies in, what a test gives; `nil` for null against a range in a cell.
    mutating func holds(
        _ input: Value, _ operand: Value, inCell: Bool
    ) throws(Fault) -> Bool? {
        switch operand {
        case .range(let range):
            if case .range = input { return try equal(input, operand) }
            if inCell && input.isNull { return nil }
            return try operators.includes(range, input)
        case .list(let items):
            try charge(items.count)
            if case .list = input, try equal(input, operand) { return true }
            for item in items {
                if case .range(let range) = item, !input.isNull {
                    if (try? operators.includes(range, input)) == true { return true }
                } else if try same(input, item) {
                    return true
                }
            }
            return false
        default: return try equal(input, operand)
        }
    }

    /// Equality in which values of different kinds are simply not equal.
    mutating func same(_ left: Value, _ right: Value) throws(Fault) -> Bool {
        try charge(left.weight(upTo: stepsLeft))
        return operators.same(left, right)
    }

    mutating func anyOf(_ node: Code.Node) throws(EvaluationError) -> Value {
        var sawNull = false
        for at in 0..<Int(node.b) {
            let value = try evaluate(Int(code.extras[Int(node.a) + at]))
            if value.boolean == true { return .boolean(true) }
            if value.isNull { sawNull = true }
        }
        return sawNull ? .null : .boolean(false)
    }
}

extension Operation {
    /// Whether an order (negative, zero, positive) is what a comparison asks for.
    @inline(__always)
    func holds(_ order: Int) -> Bool {
        switch self {
        case .equal, .testEqual: order == 0
        case .notEqual, .testNotEqual: order != 0
        case .less, .testLess: order < 0
        case .lessOrEqual, .testLessOrEqual: order <= 0
        case .greater, .testGreater: order > 0
        case .greaterOrEqual, .testGreaterOrEqual: order >= 0
        default: false
        }
    }
}

extension Value {
    var kindWithArticle: String { isNull ? "null" : "a \(kind)" }
}
