/// A function as a value: one written in FEEL, with what it saw when it was made, a built-in, or
/// one that the embedder computes, such as a business knowledge model.
public final class FunctionValue: Sendable {
    enum Body: Sendable {
        case builtin(Builtin)
        case host(String)
        case native(Native)
        case expression(code: Code, root: Int, parameters: [Parameter], frame: [Value?])
    }

    struct Parameter: Sendable {
        let slot: Int
        /// What an argument must be, or become.
        let type: FEELType?
    }

    /// Computes the value from one argument for each parameter.
    public typealias Native =
        @Sendable (_ arguments: [Value], inout Evaluation) throws(EvaluationError) -> Value

    public let parameters: [String]
    let body: Body

    /// A function that the embedder computes.
    public convenience init(parameters: [String], _ native: @escaping Native) {
        self.init(parameters: parameters, body: .native(native))
    }

    init(parameters: [String], body: Body) {
        self.parameters = parameters
        self.body = body
    }
}

extension FunctionValue: Hashable {
    /// Functions have no equality but identity.
    public static func == (left: FunctionValue, right: FunctionValue) -> Bool { left === right }

    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
