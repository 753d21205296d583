/// The compiled tests of a cell: `-`, `"gold", "silver"`, `< 5`, `[1..10)`, `not("x")`, `odd(?)`.
public struct TestProgram: Sendable {
    public let source: SourceText
    public let tests: UnaryTests
    /// What the tests read of the scope, the value under test left aside.
    public let reads: [Path]
    public let calls: [HostCallSite]
    public let warnings: [Diagnostic]
    let code: Code
    let root: Int

    public var isAny: Bool { tests.isAny }

    /// Whether nothing but the value under test says whether it passes: no variable is read, no
    /// function called, no clock and no time-zone data asked.
    public var isClosed: Bool { reads.isEmpty && calls.isEmpty && code.builtins.isEmpty }

    /// Compiles the tests of values of a type.
    public init(
        _ source: SourceText, input: FEELType, scope: Scope = Scope(), mode: Mode = .strict,
        limits: Limits = .standard
    ) throws(CompileError) {
        let tests: UnaryTests
        do throws(Diagnostic) {
            var parser = try Parser(source, scope: scope, limits: limits)
            tests = try parser.wholeTests()
        } catch { throw CompileError([error]) }
        var compiler = Compiler(source, scope: scope, mode: mode)
        let inputSlot = compiler.newSlot()
        root =
            tests.isAny
            ? Int(compiler.constant(.boolean(true), at: tests.span))
            : Int(
                compiler.emitTests(
                    tests.tests, negated: tests.negated, slot: inputSlot, input: input,
                    inCell: true, tests.span))
        let errors = compiler.diagnostics.filter { $0.severity == .error }
        guard errors.isEmpty else { throw CompileError(compiler.diagnostics) }
        self.source = source
        self.tests = tests
        reads = compiler.reads
        calls = compiler.calls
        warnings = compiler.diagnostics
        code = compiler.code()
    }

    /// Whether a value passes, with the values of the scope's variables in their order.
    public func matches(
        _ input: Value, frame: [Value?] = [], _ environment: Environment = .standard
    ) throws(EvaluationError) -> Bool {
        var evaluation = Evaluation(environment)
        return try matches(input, frame: frame, in: &evaluation)
    }

    /// Whether a value passes, as a part of a greater evaluation.
    public func matches(
        _ input: Value, frame: [Value?], in evaluation: inout Evaluation
    ) throws(EvaluationError) -> Bool {
        // The value under test is the first local.
        try evaluation.run(code, root, frame, input: input).boolean == true
    }
}
