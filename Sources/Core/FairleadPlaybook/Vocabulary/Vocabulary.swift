public import FairleadDomain

/// Everything that a playbook may refer to: the rest of the catalog, already read.
public struct Vocabulary: Sendable {
    public let types: ObjectTypes
    public let events: [String: EventDeclaration]
    public let decisions: [String: Decision]
    public let operations: [String: OperationDeclaration]
    /// By connector; a connector without look-ups has an empty list.
    public let lookUps: [String: [LookUp]]
    public let models: [String: ModelDeclaration]
    public let templates: [String: TemplateDeclaration]
    public let roles: [String]
    public let queues: [String]
    public let calendars: [String]
    public let declassified: [String]
    /// Reason codes of exceptions, sorted; nil: the catalog declares none, and any is taken.
    public let exceptions: [String]?

    public init(
        types: ObjectTypes, events: [String: EventDeclaration], decisions: [String: Decision],
        operations: [String: OperationDeclaration], lookUps: [String: [LookUp]],
        models: [String: ModelDeclaration], templates: [String: TemplateDeclaration],
        roles: [String], queues: [String], calendars: [String], declassified: [String],
        exceptions: [String]? = nil
    ) {
        self.exceptions = exceptions
        self.types = types
        self.events = events
        self.decisions = decisions
        self.operations = operations
        self.lookUps = lookUps
        self.models = models
        self.templates = templates
        self.roles = roles
        self.queues = queues
        self.calendars = calendars
        self.declassified = declassified
    }
}

/// `name: expression` as it was written, to be compiled in the scope of whoever uses it.
public struct ArgumentSource: Sendable, Hashable {
    public let name: String
    public let value: SourceNode

    public init(name: String, value: SourceNode) {
        self.name = name
        self.value = value
    }
}

/// A look-up that a connector offers under a name: what an input of that name asks.
public struct LookUp: Sendable, Hashable {
    public let name: String
    /// `connector.operation`.
    public let operation: String
    public let with: [ArgumentSource]
    public let position: SourcePosition

    public init(
        name: String, operation: String, with: [ArgumentSource], position: SourcePosition
    ) {
        self.name = name
        self.operation = operation
        self.with = with
        self.position = position
    }
}

/// A model that estimates a number or chooses a label, and within which bounds its answer counts.
public struct ModelDeclaration: Sendable, Hashable {
    public let name: String
    public let owner: String
    /// `connector.operation` that asks it.
    public let operation: String
    public let with: [ArgumentSource]
    /// The path whose values a playbook lists as the model's scope, such as `account.tier`.
    public let scopedBy: String?
    /// The bounds of a sensible answer and the widest interval accepted, as decimals.
    public let low: String
    public let high: String
    public let intervalWidthMax: String
    public let withinMilliseconds: Int64
    /// What it chooses from; empty: it gives a number.
    public let labels: [String]
    public let position: SourcePosition

    public init(
        name: String, owner: String, operation: String, with: [ArgumentSource],
        scopedBy: String?, low: String, high: String, intervalWidthMax: String,
        withinMilliseconds: Int64, labels: [String] = [], position: SourcePosition
    ) {
        self.labels = labels
        self.name = name
        self.owner = owner
        self.operation = operation
        self.with = with
        self.scopedBy = scopedBy
        self.low = low
        self.high = high
        self.intervalWidthMax = intervalWidthMax
        self.withinMilliseconds = withinMilliseconds
        self.position = position
    }
}

/// A template with what a playbook must have to use it.
public struct TemplateDeclaration: Sendable {
    public let template: MessageTemplate
    /// The operation that carries it out; it has an argument `text`.
    public let via: String
    /// Arguments that the template itself gives.
    public let with: [ArgumentSource]
    /// The names that its text reads, with their types: the playbook must have them.
    public let reads: [(name: String, type: String)]
    /// The labels that its text may carry.
    public let mayRead: Labels

    public init(
        template: MessageTemplate, via: String, with: [ArgumentSource],
        reads: [(name: String, type: String)], mayRead: Labels
    ) {
        self.template = template
        self.via = via
        self.with = with
        self.reads = reads
        self.mayRead = mayRead
    }
}
