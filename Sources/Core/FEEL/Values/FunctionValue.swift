/// A function as a value: one written in FEEL, with what it saw when it was made, or a built-in.
public final class FunctionValue: Sendable {
    enum Body: Sendable {
        case builtin(Builtin)
        case host(String)
        case expression(code: Code, root: Int, parameterSlots: [Int], frame: [Value?])
    }

    public let parameters: [String]
    let body: Body

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
