/// Evaluates compiled code over a frame of values, within a budget of steps and depth.
struct Evaluator {
    private(set) var code: Code
    private(set) var frame: [Value?]
    let environment: Environment
    let operators: Operators
    /// Faults that became null.
    private(set) var faults: [EvaluationError] = []
    private(set) var stepsLeft: Int
    private var depth = 0
    /// Patterns compiled so far, by their source and flags.
    private var patterns: [[String]: Pattern] = [:]

    var isStrict: Bool { code.mode == .strict }

    init(code: Code, frame: [Value?], environment: Environment) {
        self.init(
            code: code, frame: frame, environment: environment,
            stepsLeft: environment.limits.stepsMax, depth: 0)
    }

    init(code: Code, frame: [Value?], environment: Environment, stepsLeft: Int, depth: Int) {
        self.code = code
        self.frame = frame
        self.environment = environment
        operators = Operators(zones: environment.zones)
        self.stepsLeft = stepsLeft
        self.depth = depth
        pad()
    }

    private mutating func pad() {
        while frame.count < code.slotCount { frame.append(nil) }
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
            return .boolean(!value.isNull && code.types[Int(node.b)].contains(value))
        case .builtinValue:
            return .function(
                FunctionValue(parameters: [], body: .builtin(code.builtins[Int(node.a)])))
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
        if faults.count < Evaluation.faultsMax { faults.append(error) }
        return .null
    }

    /// Takes steps for work that is done in one part, such as walking a list.
    mutating func charge(_ steps: Int) throws(Fault) {
        let (rest, overflow) = stepsLeft.subtractingReportingOverflow(max(0, steps))
        stepsLeft = overflow ? -1 : rest
        if stepsLeft < 0 { throw exhausted() }
    }

    mutating func pattern(_ source: String, flags: String) throws(Fault) -> Pattern {
        if let known = patterns[[source, flags]] { return known }
        try charge(source.utf8.count / 4 + 50)
        let pattern = try Pattern(source, flags: flags, limits: environment.limits)
        if patterns.count < 16 { patterns[[source, flags]] = pattern }
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
        do throws(Fault) {
            return try field(name(node.b), of: base, orNull: node.c == 1)
        } catch { return try fail(error, node) }
    }

    mutating func field(
        _ field: String, of base: Value, orNull: Bool
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
                    values.append(try self.field(field, of: item, orNull: orNull))
                } catch {
                    if isStrict { throw error }
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
        _ function: FunctionValue, _ arguments: [Value], _ node: Code.Node
    ) throws(EvaluationError) -> Value {
        switch function.body {
        case .builtin(let builtin):
            do throws(Fault) {
                return try builtin.apply(arguments, &self)
            } catch { return try fail(error, node) }
        case .host(let name): return try callHost(name, arguments, nil, node)
        case .native(let native): return try callNative(native, function, arguments, node)
        case .expression(let body, let root, let parameters, let captured):
            guard arguments.count == parameters.count else {
                return try fail(
                    Fault(.argument, "the function takes \(parameters.count) arguments"), node)
            }
            var converted: [Value] = []
            for (parameter, argument) in zip(parameters, arguments) {
                guard let type = parameter.type else {
                    converted.append(argument)
                    continue
                }
                guard let value = type.converting(argument) else {
                    return try fail(
                        Fault(
                            .argument, "\(argument.kindWithArticle) is not \(type.article)",
                            values: [argument]), node)
                }
                converted.append(value)
            }
            let (outerCode, outerFrame) = (code, frame)
            code = body
            frame = captured
            pad()
            defer {
                code = outerCode
                frame = outerFrame
            }
            for (parameter, value) in zip(parameters, converted) { frame[parameter.slot] = value }
            return try evaluate(root)
        }
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
        defer {
            stepsLeft = evaluation.stepsLeft
            faults += evaluation.faults.prefix(max(0, Evaluation.faultsMax - faults.count))
        }
        return try native(arguments, &evaluation)
    }

    private func function(_ node: Code.Node) -> Value {
        var names: [String] = []
        var parameters: [FunctionValue.Parameter] = []
        for at in 0..<Int(node.b) {
            let start = Int(node.a) + at * 3
            names.append(name(code.extras[start]))
            let type = code.extras[start + 2]
            parameters.append(
                .init(
                    slot: Int(code.extras[start + 1]),
                    type: type >= 0 ? code.types[Int(type)] : nil))
        }
        return .function(
            FunctionValue(
                parameters: names,
                body: .expression(
                    code: code, root: Int(node.c), parameters: parameters, frame: frame)))
    }
}
