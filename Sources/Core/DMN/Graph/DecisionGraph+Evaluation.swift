import FEEL

/// A value that is given: an input's, or a decision's that is then not made.
public struct GivenValue: Sendable, Hashable {
    public var name: String
    /// The model, where it is not the first one.
    public var namespace: String?
    public var value: Value

    public init(_ name: String, namespace: String? = nil, _ value: Value) {
        self.name = name
        self.namespace = namespace
        self.value = value
    }
}

/// What a graph gave.
public struct GraphResult: Sendable, Hashable {
    public let value: Value
    /// The faults that became null in conformant mode, the first of them.
    public let faults: [EvaluationError]
    /// The decisions that were made on the way, in the order in which they were.
    public let decisions: [DecisionResult]
}

extension DecisionGraph {
    /// Makes a decision, or calls a service or knowledge model by its parameters' names.
    /// - Throws: why nothing was decided; in conformant mode only for an unknown name or a limit.
    public func evaluate(
        _ name: String, namespace: String? = nil, _ given: [GivenValue] = [],
        _ environment: Environment = .standard
    ) throws(DecisionError) -> GraphResult {
        var run = Evaluation(environment)
        var session = GraphSession(self)
        let value = try evaluate(name, namespace: namespace, given, &session, &run)
        return GraphResult(value: value, faults: run.faults, decisions: session.results)
    }

    func evaluate(
        _ name: String, namespace: String? = nil, _ given: [GivenValue],
        _ session: inout GraphSession, _ run: inout Evaluation
    ) throws(DecisionError) -> Value {
        guard let at = position(name, namespace: namespace) else {
            throw DecisionError(
                .unknownDecision, "there is no such decision in this model", decision: name)
        }
        guard let parameters = parameters(at) else {
            for item in given {
                guard let element = position(item.name, namespace: item.namespace) else { continue }
                try session.give(element, item.value, &run)
            }
            return try session.value(at, &run)
        }
        let arguments = parameters.map { parameter in
            given.first { $0.name == parameter }?.value ?? .null
        }
        do throws(EvaluationError) {
            return try call(at, arguments, &run)
        } catch { throw DecisionError(error, decision: name) }
    }
}
