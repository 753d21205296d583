import FEEL

/// A decision as it is written, before it is compiled; every text knows its place.
public struct DecisionDefinition: Sendable, Hashable {
    public var name: String
    public var place: SourcePlace
    /// The question that the decision answers, in a person's words.
    public var question: String?
    public var authority: PolicyDocument?
    public var logic: Logic
    /// Data that cells and expressions read and that no input column declares.
    public var uses: [DataDeclaration]
    /// Whether expressions elsewhere may call the decision as a function of its inputs.
    public var isFunction: Bool

    public enum Logic: Sendable, Hashable {
        case table(TableDefinition)
        /// An expression, and the type that it must give, if one is declared.
        case expression(SourceText, type: FEELType?)
    }

    public init(
        name: String, place: SourcePlace, question: String? = nil,
        authority: PolicyDocument? = nil, logic: Logic, uses: [DataDeclaration] = [],
        isFunction: Bool = false
    ) {
        self.name = name
        self.place = place
        self.question = question
        self.authority = authority
        self.logic = logic
        self.uses = uses
        self.isFunction = isFunction
    }

    public var table: TableDefinition? {
        if case .table(let table) = logic { return table }
        return nil
    }
}

/// A variable or an entry of one, written as a path such as `account.tier`, with its type.
public struct DataDeclaration: Sendable, Hashable {
    public var path: SourceText
    public var type: FEELType

    public init(path: SourceText, type: FEELType) {
        self.path = path
        self.type = type
    }
}

/// A decision table as it is written.
public struct TableDefinition: Sendable, Hashable {
    public var hitPolicy: HitPolicy
    public var inputs: [InputClause]
    public var outputs: [OutputClause]
    /// The names of the columns that are for people, such as `clause`.
    public var annotationNames: [String]
    public var rules: [RuleDefinition]
    /// Whether it is meant that some inputs meet no rule; such an input is then an error when it
    /// comes, but not a finding of the analysis.
    public var allowsGaps: Bool

    public init(
        hitPolicy: HitPolicy = .unique, inputs: [InputClause], outputs: [OutputClause],
        annotationNames: [String] = [], rules: [RuleDefinition], allowsGaps: Bool = false
    ) {
        self.hitPolicy = hitPolicy
        self.inputs = inputs
        self.outputs = outputs
        self.annotationNames = annotationNames
        self.rules = rules
        self.allowsGaps = allowsGaps
    }
}

/// A column of conditions: what is tested, its type, and which of its values are allowed.
public struct InputClause: Sendable, Hashable {
    public var expression: SourceText
    public var label: String?
    public var type: FEELType
    /// Tests, such as `>= 0`, that every value must pass.
    public var allowed: SourceText?
    /// The type by its name, where the table is part of a model that names types.
    public var reference: TypeReference?

    public init(
        expression: SourceText, label: String? = nil, type: FEELType, allowed: SourceText? = nil,
        reference: TypeReference? = nil
    ) {
        self.expression = expression
        self.label = label
        self.type = type
        self.allowed = allowed
        self.reference = reference
    }

    /// What people call the column.
    public var title: String { label ?? expression.text }
}

/// A column of outcomes. For PRIORITY and OUTPUT ORDER the order of an enumeration's texts is the
/// order of priority, the highest first.
public struct OutputClause: Sendable, Hashable {
    public var name: String
    public var type: FEELType
    /// What is given where no rule matches.
    public var otherwise: SourceText?
    /// Tests that name the values that may be given, for PRIORITY and OUTPUT ORDER in the order of
    /// their priority.
    public var allowed: SourceText?
    /// The type by its name, where the table is part of a model that names types.
    public var reference: TypeReference?

    public init(
        name: String, type: FEELType, otherwise: SourceText? = nil, allowed: SourceText? = nil,
        reference: TypeReference? = nil
    ) {
        self.name = name
        self.type = type
        self.otherwise = otherwise
        self.allowed = allowed
        self.reference = reference
    }
}

/// A row of a table.
public struct RuleDefinition: Sendable, Hashable {
    /// One cell for each input.
    public var conditions: [SourceText]
    /// One cell for each output.
    public var outputs: [SourceText]
    /// One text for each annotation.
    public var annotations: [String]
    public var place: SourcePlace

    public init(
        conditions: [SourceText], outputs: [SourceText], annotations: [String] = [],
        place: SourcePlace
    ) {
        self.conditions = conditions
        self.outputs = outputs
        self.annotations = annotations
        self.place = place
    }
}
