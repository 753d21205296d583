/// A function as a value: one written in FEEL, with what it saw when it was made, a built-in, or
/// one that the embedder computes, such as a business knowledge model.
public final class FunctionValue: Sendable {
    enum Body: Sendable {
        case builtin(Builtin)
        case host(String)
        case native(Native)
        /// The frame from its lowest slot.
        case expression(code: Code, root: Int, parameterSlots: [Int], frame: [Value?])
    }

    /// Computes the value from one argument for each parameter.
    public typealias Native =
        @Sendable (_ arguments: [Value], inout Evaluation) throws(EvaluationError) -> Value

    public let parameters: [String]
    /// The types of the parameters, as many as there are parameters, or none if nothing is known.
    public let types: [FEELType]
    public let result: FEELType
    let body: Body

    /// A function that the embedder computes.
    public convenience init(
        parameters: [String], types: [FEELType] = [], result: FEELType = .any,
        _ native: @escaping Native
    ) {
        self.init(parameters: parameters, types: types, result: result, body: .native(native))
    }

    init(
        parameters: [String], types: [FEELType] = [], result: FEELType = .any, body: Body
    ) {
        self.parameters = parameters
        self.types = types
        self.result = result
        self.body = body
    }
}

extension FunctionValue: Hashable {
    /// Functions have no equality but identity.
    public static func == (left: FunctionValue, right: FunctionValue) -> Bool { left === right }

    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
