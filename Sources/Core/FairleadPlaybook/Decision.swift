public import DMN
public import FEEL
public import FairleadCanonical

/// A decision of a decision model, ready to be made, with its digest.
public struct Decision: Sendable {
    /// The digest of its meaning and of that of what it asks.
    public let digest: Digest
    public let compiled: CompiledDecision
    /// What it reads of its inputs, through the decisions that it asks too, such as
    /// `["account", "tier"]`.
    public let reads: [[String]]
    /// Whether expressions may call it by its name, its inputs being the arguments.
    public let isFunction: Bool
    /// Who wrote it, by the names of their tokens.
    public let authors: [String]

    public init(_ compiled: CompiledDecision) {
        self.compiled = compiled
        digest = Digest.sha256(domain: .decision, Array(compiled.meaning.utf8))
        reads = compiled.reads.map { [$0.root] + $0.fields }
        isFunction = compiled.isFunction
        authors = compiled.authority?.authors ?? []
    }

    public var name: String { compiled.name }

    /// What it must be given, in the order of the model.
    public var inputs: [Scope.Variable] { compiled.inputs }

    /// The type of what it gives.
    public var type: FEELType { compiled.type }

    /// What it reads of one input: its outputs carry the labels of all of these.
    public func reads(of input: String) -> [[String]] { reads.filter { $0.first == input } }
}

extension DecisionGraph {
    /// The content address of the model's meaning: the same for the same model in XML, YAML and
    /// Markdown, whatever its white space, comments and diagrams.
    public var digest: Digest { Digest.sha256(domain: .model, Array(meaning.utf8)) }
}

extension DigestDomain {
    static let decision = DigestDomain("fairlead.decision.1")
    static let model = DigestDomain("fairlead.model.1")
}
