public import FEEL
public import FairleadDomain

/// Another playbook carried out for this one, in a case of its own under the same anchor.
public final class Call: Sendable {
    public let playbook: String
    public let version: Int
    public let with: [Argument]
    /// Once it is begun nothing done before it is reversed any more.
    public let noReturn: Bool

    /// How deep calls may be nested.
    public static let depthMax = 8

    public init(playbook: String, version: Int, with: [Argument], noReturn: Bool) {
        self.playbook = playbook
        self.version = version
        self.with = with
        self.noReturn = noReturn
    }
}

/// What a playbook takes and gives where another one calls it.
public struct PlaybookSignature: Sendable {
    public let name: String
    public let version: Int
    public let takes: [Parameter]
    public let gives: [Parameter]
    /// The playbooks that it calls whatever happens.
    public let alwaysCalls: [String]

    public init(
        name: String, version: Int, takes: [Parameter], gives: [Parameter],
        alwaysCalls: [String]
    ) {
        self.name = name
        self.version = version
        self.takes = takes
        self.gives = gives
        self.alwaysCalls = alwaysCalls
    }

    /// A value that goes over from one playbook to another.
    public struct Parameter: Sendable {
        public let name: String
        public let type: FEELType
        /// The object type that it is of, if it is one.
        public let object: String?
        /// What it may carry, where it is no object.
        public let labels: Labels
        /// Whether it may follow from a model's answer.
        public let isEvidence: Bool

        public init(
            name: String, type: FEELType, object: String?, labels: Labels, isEvidence: Bool
        ) {
            self.name = name
            self.type = type
            self.object = object
            self.labels = labels
            self.isEvidence = isEvidence
        }
    }
}
