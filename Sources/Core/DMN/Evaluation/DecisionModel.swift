import FEEL

/// Decisions that may ask each other, compiled together.
public struct DecisionModel: Sendable {
    /// The decisions, each after those that it asks.
    public let decisions: [CompiledDecision]
    /// The inputs, the host's functions, then the decisions.
    public let scope: Scope
    public let mode: Mode
    /// Findings that did not prevent compilation.
    public let warnings: [Diagnostic]
    private let positions: [String: Int]
    private let inputCount: Int

    /// Compiles decisions.
    /// - Parameters:
    ///   - scope: the inputs and their types; if `nil`, what input columns and declared data say.
    ///   - functions: the functions of the host that cells may call.
    public init(
        _ definitions: [DecisionDefinition], scope: Scope? = nil,
        functions: [FunctionSignature] = [], mode: Mode = .strict
    ) throws(CompileError) {
        var compiler = ModelCompiler(definitions, scope: scope, functions: functions, mode: mode)
        inputCount = compiler.scope.variables.count
        (self.scope, decisions) = try compiler.compile()
        self.mode = mode
        warnings = compiler.diagnostics
        var positions: [String: Int] = [:]
        for (at, decision) in decisions.enumerated() { positions[decision.name] = at }
        self.positions = positions
    }

    public subscript(name: String) -> CompiledDecision? {
        positions[name].map { decisions[$0] }
    }

    /// The inputs of the model, in the order of a frame.
    public var inputs: [Scope.Variable] { Array(scope.variables[..<inputCount]) }

    /// What a decision reads of the inputs, through the decisions that it asks too.
    public func reads(_ decision: String) -> [Path] {
        guard let at = positions[decision] else { return [] }
        var paths: [Path] = []
        for index in chain(at) {
            for path in decisions[index].reads
            where positions[path.root] == nil && !paths.contains(path) {
                paths.append(path)
            }
        }
        return paths
    }

    /// A decision after those that it asks, directly or through others.
    private func chain(_ at: Int) -> [Int] {
        var needed = Set([at])
        for index in (0...at).reversed() where needed.contains(index) {
            needed.formUnion(decisions[index].required)
        }
        return needed.sorted()
    }

    /// Makes a decision.
    /// - Throws: why nothing was decided; nothing is ever decided by a missing value.
    public func evaluate(
        _ decision: String, _ inputs: Context, _ environment: Environment = Environment()
    ) throws(DecisionError) -> DecisionResult {
        try evaluate(decision, frame: self.inputs.map { inputs[$0.name] }, environment)
    }

    /// Makes a decision from the values of the model's inputs in their order.
    public func evaluate(
        _ decision: String, frame inputs: [Value?], _ environment: Environment = Environment()
    ) throws(DecisionError) -> DecisionResult {
        let run = try run(decision, inputs, environment)
        guard let last = run.results.last else { throw unknown(decision) }
        return last.with(required: Array(run.results.dropLast()))
    }

    private func unknown(_ decision: String) -> DecisionError {
        DecisionError(
            .unknownDecision, "there is no such decision in this model", decision: decision)
    }

    /// The results of a decision and of those that it asks, and the frame they were made in.
    func run(
        _ decision: String, _ inputs: [Value?], _ environment: Environment
    ) throws(DecisionError) -> (results: [DecisionResult], frame: [Value?]) {
        guard let at = positions[decision] else { throw unknown(decision) }
        var frame = inputs
        while frame.count < scope.variables.count { frame.append(nil) }
        var results: [DecisionResult] = []
        for index in decisions[at].required.isEmpty ? [at] : chain(at) {
            let result = try decisions[index].evaluate(frame, environment)
            frame[inputCount + index] = result.value
            results.append(result)
        }
        return (results, frame)
    }
}

extension CompiledDecision {
    func evaluate(
        _ frame: [Value?], _ environment: Environment
    ) throws(DecisionError) -> DecisionResult {
        switch logic {
        case .expression(let program):
            do throws(EvaluationError) {
                let value = try program.evaluate(frame: frame, environment)
                return DecisionResult(decision: name, value: value)
            } catch { throw DecisionError(error, decision: name) }
        case .table(let table):
            var run = Evaluation(environment)
            return try table.result(frame, &run)
        }
    }
}
