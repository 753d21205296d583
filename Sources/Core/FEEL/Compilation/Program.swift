/// A compiled expression: parsed once, evaluated any number of times.
public struct Program: Sendable {
    public let source: SourceText
    public let mode: Mode
    public let scope: Scope
    /// The type of what the expression gives.
    public let type: FEELType
    /// What the expression reads of the scope, in the order in which it is written.
    public let reads: [Path]
    /// The calls of the host's functions.
    public let calls: [HostCallSite]
    /// Whether the expression asks for the present moment, by `now()` or `today()`.
    public let readsClock: Bool
    /// Whether the expression names a function of the host, to call it or to hand it on.
    public let callsHost: Bool
    /// Findings that did not prevent compilation.
    public let warnings: [Diagnostic]
    public let syntax: Syntax
    let code: Code
    let root: Int

    /// Compiles an expression.
    /// - Parameter expecting: the type that the result must have, if one is wanted.
    public init(
        _ source: SourceText, scope: Scope = Scope(), mode: Mode = .strict,
        expecting: FEELType? = nil, limits: Limits = .standard
    ) throws(CompileError) {
        let syntax: Syntax
        do throws(Diagnostic) {
            var parser = try Parser(source, scope: scope, limits: limits)
            syntax = try parser.wholeExpression()
        } catch { throw CompileError([error]) }
        try self.init(source, syntax, scope: scope, mode: mode, expecting: expecting)
    }

    /// Compiles the call of a function that an expression gives, such as its name, with the values
    /// of variables as its arguments.
    /// - Parameter arguments: the parameters' names, each with the name of a variable.
    public init(
        calling callee: SourceText, _ arguments: [(parameter: String, variable: String)],
        scope: Scope, mode: Mode, limits: Limits = .standard
    ) throws(CompileError) {
        let syntax: Syntax
        do throws(Diagnostic) {
            var parser = try Parser(callee, scope: scope, limits: limits)
            let function = try parser.wholeExpression()
            let values = arguments.map { argument in
                Syntax.Argument(
                    name: argument.parameter,
                    value: Syntax(.name(argument.variable), function.span), span: function.span)
            }
            syntax = Syntax(.call(function, values), function.span)
        } catch { throw CompileError([error]) }
        try self.init(callee, syntax, scope: scope, mode: mode, expecting: nil)
    }

    private init(
        _ source: SourceText, _ syntax: Syntax, scope: Scope, mode: Mode, expecting: FEELType?
    ) throws(CompileError) {
        var compiler = Compiler(source, scope: scope, mode: mode)
        let result = compiler.withExpected(expecting ?? .any) { $0.emit(syntax) }
        if let expecting {
            compiler.require(result, expecting, "the expression", syntax.span)
            compiler.checkAllowed(expecting, syntax)
        }
        let errors = compiler.diagnostics.filter { $0.severity == .error }
        guard errors.isEmpty else { throw CompileError(compiler.diagnostics) }
        self.source = source
        self.syntax = syntax
        self.mode = mode
        self.scope = scope
        type = result.type
        reads = compiler.reads
        calls = compiler.calls
        warnings = compiler.diagnostics
        code = compiler.code()
        root = Int(result.node)
        readsClock = code.builtins.contains { $0 == .now || $0 == .today }
        callsHost = code.nodes.contains {
            $0.operation == .callHost || $0.operation == .hostValue
        }
    }

    /// Compiles an expression that stands alone.
    public init(
        _ text: String, scope: Scope = Scope(), mode: Mode = .strict, expecting: FEELType? = nil
    ) throws(CompileError) {
        try self.init(SourceText(text), scope: scope, mode: mode, expecting: expecting)
    }

    /// Where the value of an expression is that is a variable, or an entry that is gone to from
    /// one; `nil` for any other expression.
    public var entryPath: EntryPath? {
        var steps: [EntryPath.Step] = []
        var node = code.nodes[root]
        while node.operation == .path {
            steps.append(
                EntryPath.Step(key: code.names[Int(node.b)], place: Int(node.c >> 1)))
            node = code.nodes[Int(node.a)]
        }
        guard node.operation == .slot, node.a < 0 else { return nil }
        return EntryPath(
            position: code.variables[-1 - Int(node.a)], steps: steps.reversed())
    }

    /// The value of an expression that is a constant, such as `"VIP"`, `-5` or `@"P14D"`.
    public var constant: Value? {
        if case .literal(let value) = syntax.kind { return value }
        return nil
    }

    /// Evaluates the expression with the scope's variables by name.
    public func evaluate(
        _ inputs: Context = Context(), _ environment: Environment = .standard
    ) throws(EvaluationError) -> Value {
        try evaluate(frame: scope.frame(inputs), environment)
    }

    /// Evaluates the expression with the values of the scope's variables in their order.
    public func evaluate(
        frame: [Value?], _ environment: Environment = .standard
    ) throws(EvaluationError) -> Value {
        var evaluation = Evaluation(environment)
        return try evaluation.run(code, root, frame)
    }

    /// The scope's variables that the expression names, each once.
    public var variables: [String] { code.variables.map { scope.variables[$0].name } }

    /// Evaluates the expression with what gives the value of each of its `variables`, by its place
    /// among them: nothing is held for the rest of the scope.
    public func evaluate(
        _ environment: Environment, variable: (Int) -> Value?
    ) throws(EvaluationError) -> Value {
        try code.withFrame { frame throws(EvaluationError) in
            for at in code.variables.indices { frame[-1 - at] = variable(at) }
            var evaluation = Evaluation(environment)
            return try evaluation.run(code, root, in: frame)
        }
    }

    /// Evaluates the expression as a part of a greater evaluation.
    public func evaluate(
        frame: [Value?], in evaluation: inout Evaluation
    ) throws(EvaluationError) -> Value {
        try evaluation.run(code, root, frame)
    }

    /// Evaluates the expression and tells the faults that became null; at most 20 of them.
    public func evaluateWithFaults(
        _ inputs: Context = Context(), _ environment: Environment = .standard
    ) throws(EvaluationError) -> (value: Value, faults: [EvaluationError]) {
        var evaluation = Evaluation(environment)
        let value = try evaluation.run(code, root, scope.frame(inputs))
        return (value, evaluation.faults)
    }
}
