import FEEL

/// An expression as DMN draws it in boxes (DMN 1.5, 7.3 and 10.2), and the type of what it gives.
public struct BoxedExpression: Sendable, Hashable {
    public var kind: Kind
    public var type: TypeReference?
    public var place: SourcePlace

    public indirect enum Kind: Sendable, Hashable {
        case literal(SourceText)
        case table(TableDefinition)
        /// Entries in their order; with a result the context is only on the way to it.
        case context([Entry], result: BoxedExpression?)
        case invocation(BoxedExpression, [Binding])
        case function(FunctionDefinition)
        /// A list of contexts, a row for each.
        case relation(columns: [VariableDefinition], rows: [[BoxedExpression]])
        case list([BoxedExpression])
        case conditional(BoxedExpression, then: BoxedExpression, otherwise: BoxedExpression)
        case filter(BoxedExpression, match: BoxedExpression)
        case iteration(VariableDefinition, in: BoxedExpression, body: BoxedExpression)
        case quantified(
            every: Bool, VariableDefinition, in: BoxedExpression, satisfies: BoxedExpression)
    }

    public struct Entry: Sendable, Hashable {
        public var variable: VariableDefinition
        public var value: BoxedExpression

        public init(variable: VariableDefinition, value: BoxedExpression) {
            self.variable = variable
            self.value = value
        }
    }

    /// What a parameter of a called function is.
    public struct Binding: Sendable, Hashable {
        public var parameter: VariableDefinition
        /// `nil` gives null.
        public var value: BoxedExpression?

        public init(parameter: VariableDefinition, value: BoxedExpression?) {
            self.parameter = parameter
            self.value = value
        }
    }

    public init(_ kind: Kind, type: TypeReference? = nil, place: SourcePlace) {
        self.kind = kind
        self.type = type
        self.place = place
    }
}

/// A function with parameters and a body. Functions of Java or PMML are read, but never run.
public struct FunctionDefinition: Sendable, Hashable {
    public enum Language: String, Sendable, Hashable {
        case feel = "FEEL"
        case java = "Java"
        case pmml = "PMML"
    }

    public var language: Language
    public var parameters: [VariableDefinition]
    /// `nil` gives null.
    public var body: BoxedExpression?
    public var type: TypeReference?
    public var place: SourcePlace

    public init(
        language: Language = .feel, parameters: [VariableDefinition], body: BoxedExpression?,
        type: TypeReference? = nil, place: SourcePlace
    ) {
        self.language = language
        self.parameters = parameters
        self.body = body
        self.type = type
        self.place = place
    }
}
