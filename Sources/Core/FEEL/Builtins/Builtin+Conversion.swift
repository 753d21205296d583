extension Builtin {
    func conversion(
        _ arguments: Arguments, _ evaluator: inout Evaluator
    ) throws(Fault) -> Value {
        switch self {
        case .not: return .boolean(!(try arguments.boolean(0)))
        case .is: return .boolean(Self.isIdentical(arguments[0], arguments[1]))
        case .number: return try makeNumber(arguments)
        case .string:
            guard arguments.count == 1 else {
                throw Fault(.argument, "a mask is not supported")
            }
            if arguments[0].isNull { throw arguments.wrong(0, "a value") }
            try evaluator.charge(arguments[0].weight(upTo: evaluator.stepsLeft))
            let text = arguments[0].plainText
            try evaluator.charge(text.utf8.count / 16)
            return .string(text)
        case .range: return try makeRange(try arguments.string(0), evaluator.operators)
        default: return try makeContext(try arguments.list(0), &evaluator)
        }
    }

    /// The same kind and the same value, zones as they are written.
    private static func isIdentical(_ left: Value, _ right: Value) -> Bool { left == right }

    private func makeNumber(_ arguments: Arguments) throws(Fault) -> Value {
        if arguments.count == 1 {
            if case .number = arguments[0] { return arguments[0] }
            let text = try arguments.string(0)
            guard let number = Decimal34(text) else { throw notNumber(arguments[0]) }
            return .number(number)
        }
        var text = try arguments.string(0)
        let grouping = arguments[1].isNull ? nil : try arguments.string(1)
        let point = arguments[2].isNull ? nil : try arguments.string(2)
        guard grouping == nil || [" ", ",", "."].contains(grouping),
            point == nil || [",", "."].contains(point), point == nil || grouping != point
        else {
            throw Fault(
                .argument, "grouping is a space, comma or point, the decimal separator another",
                values: arguments.values)
        }
        if let grouping { text.removeAll { String($0) == grouping } }
        if point == "," {
            guard !text.contains(".") else { throw notNumber(arguments[0]) }
            text = String(text.map { $0 == "," ? "." : $0 })
        }
        guard let number = Decimal34(text) else { throw notNumber(arguments[0]) }
        return .number(number)
    }

    private func notNumber(_ value: Value) -> Fault {
        Fault(.conversion, "this text is no number", values: [value])
    }

    /// A range of literals from its text, such as "[1..10)".
    private func makeRange(_ text: String, _ operators: Operators) throws(Fault) -> Value {
        let unreadable = Fault(.conversion, "this text is no range", values: [.string(text)])
        let program: Program
        do throws(CompileError) { program = try Program(text, mode: .strict) } catch {
            throw unreadable
        }
        guard case .range(let low, _, let high, _) = program.syntax.kind,
            [low, high].allSatisfy({ $0.map(Self.isWritten) ?? true })
        else { throw unreadable }
        do throws(EvaluationError) {
            return try program.evaluate(Context(), Environment(zones: operators.zones))
        } catch { throw unreadable }
    }

    /// Whether an end is a literal, or a call such as `date("2026-01-01")` with literals only.
    private static func isWritten(_ end: Syntax) -> Bool {
        switch end.kind {
        case .literal: true
        case .call(let function, let arguments):
            function.kind.children.isEmpty
                && arguments.allSatisfy { argument in
                    if case .literal = argument.value.kind { return true }
                    return false
                }
        default: false
        }
    }

    private func makeContext(
        _ items: [Value], _ evaluator: inout Evaluator
    ) throws(Fault) -> Value {
        try evaluator.charge(items.count)
        var context = Context()
        for item in items {
            guard case .context(let entry) = item, case .string(let key)? = entry["key"],
                let value = entry["value"]
            else {
                throw Fault(.argument, "an entry has a key and a value", values: [item])
            }
            guard context[key] == nil else {
                throw Fault(.argument, "the key \(quoted(key)) comes twice", values: [item])
            }
            context[key] = value
        }
        return .context(context)
    }

    // MARK: Contexts

    func entries(_ arguments: Arguments, _ evaluator: inout Evaluator) throws(Fault) -> Value {
        switch self {
        case .getEntries:
            let context = try arguments.context(0)
            try evaluator.charge(context.count)
            return .list(
                context.entries.map { ["key": .string($0.key), "value": $0.value] })
        case .getValue:
            var value = Value.context(try arguments.context(0))
            for key in try keys(arguments, 1) {
                guard let next = value.context?[key] else {
                    throw Fault(.notFound, "there is no \(key) here", values: [value])
                }
                value = next
            }
            return value
        case .contextPut:
            let context = try arguments.context(0)
            try evaluator.charge(context.count)
            return .context(try put(try keys(arguments, 1)[...], arguments[2], in: context))
        default:
            var merged = Context()
            for item in try arguments.list(0) {
                guard case .context(let context) = item else {
                    throw Fault(.type, "only contexts can be merged", values: [item])
                }
                try evaluator.charge(context.count)
                for entry in context.entries { merged[entry.key] = entry.value }
            }
            return .context(merged)
        }
    }

    private func keys(_ arguments: Arguments, _ at: Int) throws(Fault) -> [String] {
        if case .string(let key) = arguments[at] { return [key] }
        var keys: [String] = []
        for item in try arguments.list(at) {
            guard case .string(let key) = item else {
                throw Fault(.type, "a key is a string", values: [item])
            }
            keys.append(key)
        }
        guard !keys.isEmpty, keys.count <= 64 else {
            throw Fault(.argument, "there are 1 to 64 keys", values: [arguments[at]])
        }
        return keys
    }

    private func put(
        _ keys: ArraySlice<String>, _ value: Value, in context: Context
    ) throws(Fault) -> Context {
        guard let key = keys.first else { return context }
        var result = context
        if keys.count == 1 {
            result[key] = value
            return result
        }
        guard case .context(let inner)? = context[key] else {
            throw Fault(.notFound, "there is no context \(key) here", values: [])
        }
        result[key] = .context(try put(keys.dropFirst(), value, in: inner))
        return result
    }
}
