import FEEL

/// A type that a model names, by DMN 1.5, 7.3.2: another type, or components, or a function's, with
/// what is allowed of it.
public struct ItemDefinition: Sendable, Hashable {
    public var name: String
    public var structure: Structure
    public var isCollection: Bool
    /// Whether null is one of the values in strict mode too.
    public var isNullable = false
    /// Tests that each value, or each item of a collection, must pass.
    public var allowedValues: SourceText?
    /// Tests that the whole value must pass, a collection as such.
    public var constraint: SourceText?
    public var place: SourcePlace

    public indirect enum Structure: Sendable, Hashable {
        case anything
        case reference(TypeReference)
        case components([ItemDefinition])
        case function(parameters: [VariableDefinition], result: TypeReference?)
    }

    public init(
        name: String, structure: Structure, isCollection: Bool = false,
        allowedValues: SourceText? = nil, constraint: SourceText? = nil, place: SourcePlace
    ) {
        self.name = name
        self.structure = structure
        self.isCollection = isCollection
        self.allowedValues = allowedValues
        self.constraint = constraint
        self.place = place
    }
}

/// The name of a type as it is written: one of the language, of the model, or, with the name of the
/// import before it, of another model.
public struct TypeReference: Sendable, Hashable {
    public var name: String
    /// The model of the type, where the text says which; `nil` for the one that it stands in.
    public var namespace: String?
    /// The type itself, where the text writes it out instead of naming it.
    public var written: FEELType?
    public var place: SourcePlace

    public init(_ name: String, namespace: String? = nil, place: SourcePlace) {
        self.name = name
        self.namespace = namespace
        self.place = place
    }

    /// A type that is written out.
    public init(_ type: FEELType, place: SourcePlace) {
        self.init(type.description, place: place)
        written = type
    }
}
