extension Evaluator {
    mutating func call(_ node: Code.Node) throws(EvaluationError) -> Value {
        let arguments = try arguments(from: Int(node.b), count: Int(node.c))
        let value: Value
        do throws(Fault) {
            value = try code.builtins[Int(node.a)].apply(arguments, &self)
        } catch { return try fail(error, node) }
        switch value {
        case .list, .context: return try made(value, node)
        default: return value
        }
    }

    private mutating func arguments(
        from start: Int, count: Int
    ) throws(EvaluationError) -> [Value] {
        var arguments: [Value] = []
        arguments.reserveCapacity(count)
        for at in 0..<count {
            arguments.append(try evaluate(Int(code.extras[start + at])))
        }
        return arguments
    }

    mutating func callHost(_ node: Code.Node) throws(EvaluationError) -> Value {
        let type = code.types[Int(code.extras[Int(node.b)])]
        let arguments = try arguments(from: Int(node.b) + 1, count: Int(node.c))
        return try callHost(name(node.a), arguments, type, node)
    }

    mutating func callHost(
        _ name: String, _ arguments: [Value], _ type: FEELType?, _ node: Code.Node
    ) throws(EvaluationError) -> Value {
        guard let host = environment.host else {
            return try fail(Fault(.host, "\(name) is a function of a host that is not here"), node)
        }
        do throws(Fault) {
            let value = try host(name, arguments)
            if let type, !type.contains(value) {
                throw Fault(
                    .host, "\(name) gave \(value.kindWithArticle), which it must not",
                    values: [value])
            }
            return value
        } catch { return try fail(error, node) }
    }

    mutating func callValue(_ node: Code.Node) throws(EvaluationError) -> Value {
        let callee = try evaluate(Int(node.a))
        var values: [Value] = []
        var names: [String] = []
        for at in 0..<Int(node.c) {
            let start = Int(node.b) + at * 2
            values.append(try evaluate(Int(code.extras[start])))
            let number = code.extras[start + 1]
            if number >= 0 { names.append(name(number)) }
        }
        guard case .function(let function) = callee else {
            return try fail(
                Fault(
                    callee.isNull ? .missing : .type,
                    "\(callee.kindWithArticle) cannot be called", values: [callee]), node)
        }
        guard !names.isEmpty else { return try apply(function, values, node) }
        var arranged: [Value] = []
        for parameter in function.parameters {
            if let at = names.firstIndex(of: parameter) {
                arranged.append(values[at])
                continue
            }
            // By DMN 1.5, table 63, what is not supplied by name is null.
            if isStrict {
                return try fail(
                    Fault(.argument, "the argument \(parameter) is lacking"), node)
            }
            arranged.append(.null)
        }
        guard names.allSatisfy(function.parameters.contains), Set(names).count == names.count
        else {
            return try fail(Fault(.argument, "an argument that no parameter takes"), node)
        }
        return try apply(function, arranged, node)
    }

    /// Calls a function from within a built-in.
    mutating func call(_ function: FunctionValue, _ arguments: [Value]) throws(Fault) -> Value {
        let node = code.nodes[0]
        do throws(EvaluationError) {
            return try apply(function, arguments, node)
        } catch { throw error.fault }
    }
}
