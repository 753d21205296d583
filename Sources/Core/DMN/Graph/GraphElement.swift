import FEEL

/// Something of a model that others may ask: an input, a decision, knowledge or a service.
struct GraphElement: Sendable {
    enum Kind: Sendable {
        case input
        case decision(CompiledExpression?)
        case knowledge(CompiledFunction?)
        case service(GraphService)
    }

    /// The place of its model among the graph's.
    let model: Int
    let id: String
    let name: String
    let place: SourcePlace
    /// What its value must be.
    var type: ValueType?
    /// The type as expressions know it.
    var known: FEELType
    /// The variables that its expressions may name first: what it requires.
    var sources: [FrameSource] = []
    var kind: Kind

    var isInput: Bool {
        if case .input = kind { return true }
        return false
    }

    var isDecision: Bool {
        if case .decision = kind { return true }
        return false
    }
}

/// Where the value of a variable comes from.
enum FrameSource: Sendable, Hashable {
    case element(Entry)
    /// A context of elements of a model that is imported under a name.
    case imported(String, [Entry])

    struct Entry: Sendable, Hashable {
        let name: String
        let element: Int
    }

    var elements: [Int] {
        switch self {
        case .element(let entry): [entry.element]
        case .imported(_, let entries): entries.map(\.element)
        }
    }

    /// The variable's name.
    var name: String {
        switch self {
        case .element(let entry): entry.name
        case .imported(let name, _): name
        }
    }
}

/// What a decision service asks and gives, by places among the elements.
struct GraphService: Sendable {
    /// The parameters: input data, then input decisions.
    let inputs: [Int]
    let outputs: [Int]
    /// The type of what it gives, where its variable declares one.
    var result: ValueType?
}
