import FEEL

/// A decision model as DMN 1.5 has it: what is given, what is decided, by which knowledge, and the
/// types of it all. Texts are as written, before anything is compiled.
public struct ModelDefinition: Sendable, Hashable {
    public var name: String
    /// What names the model among others, usually a URI.
    public var namespace: String
    public var imports: [Import] = []
    public var types: [ItemDefinition] = []
    public var inputs: [InputData] = []
    public var decisions: [Decision] = []
    public var knowledge: [KnowledgeModel] = []
    public var services: [Service] = []
    public var authorities: [KnowledgeSource] = []
    public var place: SourcePlace
    /// What its file holds that the reader does not know, and keeps; told in strict mode.
    public var unknown: [Diagnostic] = []

    public init(name: String, namespace: String, place: SourcePlace) {
        self.name = name
        self.namespace = namespace
        self.place = place
    }

    /// Another model whose elements this one uses, by a name that stands before theirs.
    public struct Import: Sendable, Hashable {
        /// Empty where the other's elements are used by their own names.
        public var name: String
        public var namespace: String
        /// Where the other model is, as far as the file says; a path from this one's folder.
        public var location: String?
        public var place: SourcePlace

        public init(
            name: String, namespace: String, location: String? = nil, place: SourcePlace
        ) {
            self.name = name
            self.namespace = namespace
            self.location = location
            self.place = place
        }
    }

    /// Where an element is: a model's namespace and the element's identifier in it.
    public struct Reference: Sendable, Hashable {
        public var namespace: String
        public var id: String
        /// The entry of it that is meant, where the text says which.
        public var path: [String]
        public var place: SourcePlace

        public init(
            namespace: String, id: String, path: [String] = [], place: SourcePlace
        ) {
            self.namespace = namespace
            self.id = id
            self.path = path
            self.place = place
        }
    }

    /// Something that is given.
    public struct InputData: Sendable, Hashable {
        public var id: String
        public var variable: VariableDefinition

        public init(id: String, variable: VariableDefinition) {
            self.id = id
            self.variable = variable
        }

        public var name: String { variable.name }
    }

    /// Something that is decided.
    public struct Decision: Sendable, Hashable {
        public var id: String
        public var variable: VariableDefinition
        /// The question that it answers, in a person's words.
        public var question: String?
        public var allowedAnswers: String?
        /// Decisions and inputs that it asks.
        public var information: [Reference] = []
        /// Knowledge models and services that it calls.
        public var knowledge: [Reference] = []
        public var authorities: [Reference] = []
        /// `nil` where people decide, or another system.
        public var logic: BoxedExpression?
        /// Whether expressions elsewhere may call the decision as a function of its inputs.
        public var isFunction = false

        public init(id: String, variable: VariableDefinition) {
            self.id = id
            self.variable = variable
        }

        public var name: String { variable.name }
    }

    /// A function that decisions call: DMN's business knowledge model.
    public struct KnowledgeModel: Sendable, Hashable {
        public var id: String
        public var variable: VariableDefinition
        public var knowledge: [Reference] = []
        public var authorities: [Reference] = []
        public var function: FunctionDefinition?

        public init(id: String, variable: VariableDefinition) {
            self.id = id
            self.variable = variable
        }

        public var name: String { variable.name }
    }

    /// Decisions that are called together as one function.
    public struct Service: Sendable, Hashable {
        public var id: String
        public var variable: VariableDefinition
        public var outputDecisions: [Reference] = []
        public var encapsulatedDecisions: [Reference] = []
        public var inputDecisions: [Reference] = []
        public var inputData: [Reference] = []

        public init(id: String, variable: VariableDefinition) {
            self.id = id
            self.variable = variable
        }

        public var name: String { variable.name }
    }

    /// The authority behind decisions.
    public struct KnowledgeSource: Sendable, Hashable {
        public var id: String
        public var name: String
        public var type: String?
        public var clause: String?
        /// The first day on which it is in force.
        public var inForceFrom: CalendarDate?
        /// The last day on which it is in force.
        public var inForceUntil: CalendarDate?
        public var owner: String?
        /// Who wrote the logic, by the names of their tokens.
        public var authors: [String] = []
        public var location: String?

        public init(id: String, name: String) {
            self.id = id
            self.name = name
        }

        /// The source as the document that it is.
        public var document: PolicyDocument {
            get {
                PolicyDocument(
                    document: name, clause: clause, owner: owner, authors: authors,
                    inForceFrom: inForceFrom, inForceUntil: inForceUntil)
            }
            set {
                name = newValue.document
                clause = newValue.clause
                owner = newValue.owner
                authors = newValue.authors
                inForceFrom = newValue.inForceFrom
                inForceUntil = newValue.inForceUntil
            }
        }
    }
}

/// A name, and the type of what it stands for.
public struct VariableDefinition: Sendable, Hashable {
    public var name: String
    public var type: TypeReference?
    public var place: SourcePlace

    public init(name: String, type: TypeReference? = nil, place: SourcePlace) {
        self.name = name
        self.type = type
        self.place = place
    }
}
