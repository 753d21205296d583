/// Evaluates compiled code over a frame of values, within a budget of steps and depth.
struct Evaluator {
    private(set) var code: Code
    /// The frame's slot 0.
    private(set) var frame: UnsafeMutablePointer<Value?>
    let environment: Environment
    let operators: Operators
    /// Faults that became null.
    private(set) var faults: [EvaluationError] = []
    /// What the host notes on the way.
    var trail: [any Sendable]?
    private(set) var stepsLeft: Int
    private var depth = 0
    /// Patterns compiled so far, by their source and flags.
    private var patterns: [PatternCode.Source: Pattern] = [:]

    var isStrict: Bool { code.mode == .strict }

    init(
        code: Code, frame: UnsafeMutablePointer<Value?>, environment: Environment, stepsLeft: Int,
        depth: Int
    ) {
        self.code = code
        self.frame = frame
        self.environment = environment
        operators = Operators(environment, isStrict: code.mode == .strict)
        self.stepsLeft = stepsLeft
        self.depth = depth
    }

    mutating func set(_ slot: Int32, _ value: Value?) { frame[Int(slot)] = value }

    mutating func evaluate(_ index: Int) throws(EvaluationError) -> Value {
        let node = code.nodes[index]
        stepsLeft -= 1
        depth += 1
        defer { depth -= 1 }
        if stepsLeft < 0 || depth > environment.limits.evaluationDepthMax {
            throw EvaluationError(exhausted(), at: place(node))
        }
        switch node.operation {
        case .constant: return code.constants[Int(node.a)]
        case .slot: return try slot(node)
        case .path: return try path(node)
        case .itemField: return try itemField(node)
        case .unknown:
            return try fail(Fault(.missing, "\(name(node.a)) is not known"), node)
        case .negate, .add, .subtract, .multiply, .divide, .power: return try arithmetic(node)
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
            return try comparison(node)
        case .and: return try logic(node, ending: false)
        case .or: return try logic(node, ending: true)
        case .between: return try between(node)
        case .test:
            set(node.c, try evaluate(Int(node.a)))
            return try evaluate(Int(node.b))
        case .testEqual, .testNotEqual, .testLess, .testLessOrEqual, .testGreater,
            .testGreaterOrEqual, .testIn:
            return try test(node)
        case .anyOf: return try anyOf(node)
        case .noneOf:
            let value = try evaluate(Int(node.a))
            return value.boolean.map { .boolean(!$0) } ?? .null
        case .conditional: return try conditional(node)
        case .iteration, .some, .every: return try iteration(node)
        case .filter: return try filter(node)
        case .call: return try call(node)
        case .callHost: return try callHost(node)
        case .callValue: return try callValue(node)
        case .list: return try list(node)
        case .context: return try context(node)
        case .range: return try range(node)
        case .function: return function(node)
        case .instance:
            let value = try evaluate(Int(node.a))
            return .boolean(code.types[Int(node.b)].isType(of: value))
        case .comparisonRange:
            let value = try evaluate(Int(node.a))
            return try made(.range(RangeValue(node.b == 1 ? .notEqual : .equal, value)), node)
        case .single:
            let value = try evaluate(Int(node.a))
            guard case .list(let items) = value else { return value }
            if !isStrict, items.count == 1 { return items[0] }
            return try fail(Fault(.type, "a list cannot stand here", values: [value]), node)
        case .builtinValue: return .function(code.builtins[Int(node.a)].value)
        case .hostValue:
            return .function(FunctionValue(parameters: [], body: .host(name(node.a))))
        }
    }

    // MARK: Faults and budget

    func name(_ number: Int32) -> String { code.names[Int(number)] }

    private func exhausted() -> Fault {
        stepsLeft < 0
            ? Fault(
                .limit, "the evaluation takes more than \(environment.limits.stepsMax) steps")
            : Fault(
                .limit,
                "the evaluation nests deeper than \(environment.limits.evaluationDepthMax)")
    }

    func place(_ node: Code.Node) -> SourcePlace {
        code.source.place(SourceSpan(Int(node.start), Int(node.end)))
    }

    /// Null in conformant mode, an error with its place in strict mode.
    mutating func fail(_ fault: Fault, _ node: Code.Node) throws(EvaluationError) -> Value {
        let error = EvaluationError(fault, at: place(node))
        if isStrict || fault.code == .limit { throw error }
        note(error)
        return .null
    }

    private mutating func note(_ fault: EvaluationError) {
        if faults.count < Evaluation.faultsMax { faults.append(fault) }
    }

    /// Takes steps for work that is done in one part, such as walking a list.
    mutating func charge(_ steps: Int) throws(Fault) {
        let (rest, overflow) = stepsLeft.subtractingReportingOverflow(max(0, steps))
        stepsLeft = overflow ? -1 : rest
        if stepsLeft < 0 { throw exhausted() }
    }

    mutating func pattern(_ source: String, flags: String) throws(Fault) -> Pattern {
        let written = PatternCode.Source(pattern: source, flags: flags)
        if let known = patterns[written] { return known }
        try charge(source.utf8.count / 4 + 50)
        let bytesMax = environment.limits.patternBytesMax
        guard source.utf8.count <= bytesMax else {
            throw Fault(.limit, "a pattern has at most \(bytesMax) bytes")
        }
        let compiled =
            if let known = code.patterns[written] { known } else {
                try PatternCode(written)
            }
        let pattern = Pattern(compiled)
        if patterns.count < 16 { patterns[written] = pattern }
        return pattern
    }

    // MARK: Names

    private mutating func slot(_ node: Code.Node) throws(EvaluationError) -> Value {
        if let value = frame[Int(node.a)] { return value }
        if node.c == 1 { return .null }
        return try fail(Fault(.missing, "\(name(node.b)) has no value"), node)
    }

    private mutating func itemField(_ node: Code.Node) throws(EvaluationError) -> Value {
        if case .context(let context)? = frame[Int(node.a)], let value = context[name(node.b)] {
            return value
        }
        if node.c >= 0 { return try evaluate(Int(node.c)) }
        return try fail(Fault(.missing, "\(name(node.b)) has no value"), node)
    }

    private mutating func path(_ node: Code.Node) throws(EvaluationError) -> Value {
        let base = try evaluate(Int(node.a))
        if case .context(let context) = base,
            let value = context.value(name(node.b), near: Int(node.c >> 1))
        {
            return value
        }
        do throws(Fault) {
            return try field(name(node.b), of: base, orNull: node.c & 1 == 1, node)
        } catch { return try fail(error, node) }
    }

    mutating func field(
        _ field: String, of base: Value, orNull: Bool, _ node: Code.Node
    ) throws(Fault) -> Value {
        switch base {
        case .context(let context):
            if let value = context[field] { return value }
            if orNull { return .null }
            throw Fault(.missing, "there is no \(field) here", values: [base])
        case .list(let items):
            try charge(items.count)
            var values: [Value] = []
            for item in items {
                do throws(Fault) {
                    values.append(try self.field(field, of: item, orNull: orNull, node))
                } catch {
                    if isStrict { throw error }
                    note(EvaluationError(error, at: place(node)))
                    values.append(.null)
                }
            }
            return .list(values)
        case .null: throw Fault(.missing, "\(field) of null", values: [base])
        default:
            if let value = operators.property(field, of: base) { return value }
            throw Fault(.type, "a \(base.kind) has no \(field)", values: [base])
        }
    }

    // MARK: Functions

    /// Calls a function as a value.
    mutating func apply(
        _ function: FunctionValue, _ given: [Value], _ node: Code.Node
    ) throws(EvaluationError) -> Value {
        switch function.body {
        case .builtin(let builtin):
            do throws(Fault) {
                return try builtin.apply(given, &self)
            } catch { return try fail(error, node) }
        case .host(let name): return try callHost(name, given, nil, node)
        case .native(let native): return try callNative(native, function, given, node)
        case .expression(let body, let root, let slots, let captured):
            let arguments: [Value]
            do throws(Fault) { arguments = try converted(given, for: function) } catch {
                return try fail(error, node)
            }
            return try body.withFrame { inner throws(EvaluationError) in
                let (outerCode, outerFrame) = (code, frame)
                (code, frame) = (body, inner)
                defer { (code, frame) = (outerCode, outerFrame) }
                let start = inner - body.variables.count
                for (at, value) in captured.enumerated() { start[at] = value }
                for (slot, argument) in zip(slots, arguments) { inner[slot] = argument }
                return try evaluate(root)
            }
        }
    }

    /// Arguments as the parameters' types want them; a fault where there is no implicit conversion
    /// (DMN 1.5, 10.3.2.9.4). In strict mode they must be what is wanted.
    private func converted(
        _ arguments: [Value], for function: FunctionValue
    ) throws(Fault) -> [Value] {
        guard arguments.count == function.parameters.count else {
            throw Fault(.argument, "the function takes \(function.parameters.count) arguments")
        }
        var converted = arguments
        for (at, type) in function.types.enumerated() where type != .any {
            let value = arguments[at]
            guard
                let fitting = isStrict ? (type.holds(value) ? value : nil) : type.converting(value)
            else {
                throw Fault(
                    .type,
                    "the argument \(function.parameters[at]) must be \(type.article), but this is "
                        + value.kindWithArticle, values: [value])
            }
            converted[at] = fitting
        }
        return converted
    }

    private mutating func callNative(
        _ native: FunctionValue.Native, _ function: FunctionValue, _ arguments: [Value],
        _ node: Code.Node
    ) throws(EvaluationError) -> Value {
        guard arguments.count == function.parameters.count else {
            return try fail(
                Fault(.argument, "the function takes \(function.parameters.count) arguments"), node)
        }
        var evaluation = Evaluation(environment, stepsLeft: stepsLeft, depth: depth)
        swap(&evaluation.trail, &trail)
        defer {
            swap(&evaluation.trail, &trail)
            stepsLeft = evaluation.stepsLeft
            faults += evaluation.faults.prefix(max(0, Evaluation.faultsMax - faults.count))
        }
        return try native(arguments, &evaluation)
    }

    private func function(_ node: Code.Node) -> Value {
        let seen = UnsafeBufferPointer(
            start: frame - code.variables.count, count: code.slotCount)
        var names: [String] = []
        var slots: [Int] = []
        var types: [FEELType] = []
        for at in 0..<Int(node.b) {
            let start = Int(node.a) + 1 + at * 3
            names.append(name(code.extras[start]))
            slots.append(Int(code.extras[start + 1]))
            types.append(code.types[Int(code.extras[start + 2])])
        }
        return .function(
            FunctionValue(
                parameters: names, types: types, result: code.types[Int(code.extras[Int(node.a)])],
                body: .expression(
                    code: code, root: Int(node.c), parameterSlots: slots, frame: Array(seen))))
    }
}
