/// What one evaluation is given, has left of its limits, and the faults that became null in it.
/// Expressions that are parts of one whole, such as a decision's cells, share one.
public struct Evaluation: Sendable {
    public let environment: Environment
    /// The steps that are left.
    public private(set) var stepsLeft: Int
    /// How deeply the parts are nested so far.
    public private(set) var depth: Int
    /// Faults that became null; at most `faultsMax` are kept.
    public private(set) var faults: [EvaluationError] = []

    /// What the host notes of its own on the way; `nil` where nothing is to be noted.
    public var trail: [any Sendable]?

    public static let faultsMax = 20

    public init(_ environment: Environment = .standard) {
        self.environment = environment
        stepsLeft = environment.limits.stepsMax
        depth = 0
    }

    /// Keeps a fault that became null.
    public mutating func note(_ fault: EvaluationError) {
        if faults.count < Self.faultsMax { faults.append(fault) }
    }

    /// Takes steps for work that is done elsewhere; false, and none taken, where fewer are left.
    public mutating func take(steps: Int) -> Bool {
        guard steps <= stepsLeft else { return false }
        stepsLeft -= steps
        return true
    }

    /// Does something one level deeper, at the cost of some steps.
    /// - Throws: a fault with code `limit` where the steps or levels are used up.
    public mutating func nested<Result>(
        levels: Int = 1, steps: Int = 1, at place: @autoclosure () -> SourcePlace,
        _ body: (inout Evaluation) throws(EvaluationError) -> Result
    ) throws(EvaluationError) -> Result {
        stepsLeft -= steps
        depth += levels
        defer { depth -= levels }
        let limits = environment.limits
        if stepsLeft < 0 {
            throw EvaluationError(
                Fault(.limit, "the evaluation takes more than \(limits.stepsMax) steps"),
                at: place())
        }
        if depth > limits.evaluationDepthMax {
            throw EvaluationError(
                Fault(.limit, "the evaluation nests deeper than \(limits.evaluationDepthMax)"),
                at: place())
        }
        return try body(&self)
    }

    /// Runs code within what is left.
    /// - Parameters:
    ///   - values: of the scope's variables, in their order.
    ///   - input: the value under test, where there is one.
    mutating func run(
        _ code: Code, _ root: Int, _ values: [Value?], input: Value? = nil
    ) throws(EvaluationError) -> Value {
        try code.withFrame { frame throws(EvaluationError) in
            for (at, position) in code.variables.enumerated() where position < values.count {
                frame[-1 - at] = values[position]
            }
            if let input { frame[0] = input }
            return try run(code, root, in: frame)
        }
    }

    /// Runs code in a frame that is set.
    mutating func run(
        _ code: Code, _ root: Int, in frame: UnsafeMutablePointer<Value?>
    ) throws(EvaluationError) -> Value {
        var evaluator = Evaluator(
            code: code, frame: frame, environment: environment, stepsLeft: stepsLeft, depth: depth)
        swap(&evaluator.trail, &trail)
        defer {
            swap(&evaluator.trail, &trail)
            stepsLeft = evaluator.stepsLeft
            for fault in evaluator.faults { note(fault) }
        }
        return try evaluator.evaluate(root)
    }

    init(_ environment: Environment, stepsLeft: Int, depth: Int) {
        self.environment = environment
        self.stepsLeft = stepsLeft
        self.depth = depth
    }
}
