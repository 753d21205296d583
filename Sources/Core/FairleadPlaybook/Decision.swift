public import DMN
public import FEEL
public import FairleadCanonical

/// A decision of a decision model, ready to be evaluated, with its authority.
public struct Decision: Sendable {
    public struct Input: Sendable, Hashable {
        public let name: String
        public let type: FEELType

        public init(name: String, type: FEELType) {
            self.name = name
            self.type = type
        }
    }

    public let name: String
    /// The digest of the meaning of its model.
    public let digest: Digest
    public let model: DecisionModel
    /// What it must be given, in the order written.
    public let inputs: [Input]
    /// The type of what it gives.
    public let type: FEELType
    /// What it reads of its inputs, through the decisions that it asks too, such as
    /// `["account", "tier"]`.
    public let reads: [[String]]
    /// Whether expressions may call it by its name, its inputs being the arguments.
    public let isFunction: Bool

    /// The decision of this name in a model; nil if there is none.
    public init?(_ name: String, of model: DecisionModel, isFunction: Bool) {
        guard let compiled = model[name], let meaning = model.canonicalText(name) else {
            return nil
        }
        let reads = model.reads(name)
        self.name = name
        self.digest = Digest.sha256(domain: .decision, Array(meaning.utf8))
        self.model = model
        self.inputs = model.inputs.filter { input in
            reads.contains { $0.root == input.name }
        }.map { Input(name: $0.name, type: $0.type) }
        self.type = compiled.type
        self.reads = reads.map { [$0.root] + $0.fields }
        self.isFunction = isFunction
    }

    /// Who wrote it, by the names of their tokens.
    public var authors: [String] { model[name]?.authority?.authors ?? [] }

    /// What it reads of one input: its outputs carry the labels of all of these.
    public func reads(of input: String) -> [[String]] { reads.filter { $0.first == input } }

    /// Makes the decision. Deterministic: the same inputs and environment give the same result.
    public func evaluate(
        _ inputs: Context, _ environment: Environment
    ) -> Result<DecisionResult, DecisionError> {
        do throws(DecisionError) {
            return .success(try model.evaluate(name, inputs, environment))
        } catch {
            return .failure(error)
        }
    }
}

extension DigestDomain {
    static let decision = DigestDomain("fairlead.decision.1")
}
