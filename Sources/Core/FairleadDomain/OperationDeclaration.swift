/// How an operation of a connector is kept from being done twice (design: effects).
public enum Once: Sendable, Hashable {
    /// The receiver drops a repeated key; it remembers keys for this long.
    case key(keptMilliseconds: Int64)
    /// Our reference can be looked for, once the receiver has settled; nil: it never says so.
    case find(settlesWithinMilliseconds: Int64?)
    /// Neither: after an ambiguous failure it is never repeated.
    case none

    /// For how long a key may be relied on when a request leaves, in milliseconds. The tenth that
    /// is left is for its way, and for a clock that was set back since it left first.
    public static func reliedOn(keptMilliseconds kept: Int64) -> Int64 { kept - kept / 10 }
}

/// What the core must know of a connector's operation; how it is carried out is the shell's.
public struct OperationDeclaration: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable {
        /// Reads; needs no ruling.
        case lookup
        /// Asks a model; the answer is evidence.
        case estimate
        /// Changes something outside.
        case effect
    }

    /// `connector.operation`, such as `billing.grantGrace`.
    public let name: String
    public let kind: Kind
    public let once: Once
    /// Argument names with FEEL types.
    public let arguments: [Argument]
    /// For look-ups: the object type of the answer, or of each of its items.
    public let gives: String?
    /// Whether the answer is a list of `gives`.
    public let givesList: Bool
    public let retry: RetryPolicy
    /// The operations that are up and down together: the connector, or a part of it such as
    /// `billing.writes`.
    public let group: String
    /// How many requests one attempt takes.
    public let requestsEach: Int64
    /// The resource that an effect claims, such as `collections`: opposite claims conflict.
    public let claims: ResourceClaim?

    public struct Argument: Sendable, Hashable {
        public let name: String
        public let type: String
        public let optional: Bool
        public init(name: String, type: String, optional: Bool) {
            self.name = name
            self.type = type
            self.optional = optional
        }
    }

    public init(
        name: String, kind: Kind, once: Once, arguments: [Argument], gives: String?,
        givesList: Bool, retry: RetryPolicy, claims: ResourceClaim?, group: String? = nil,
        requestsEach: Int64 = 1
    ) {
        self.group = group ?? name.connector
        self.requestsEach = requestsEach
        self.name = name
        self.kind = kind
        self.once = once
        self.arguments = arguments
        self.gives = gives
        self.givesList = givesList
        self.retry = retry
        self.claims = claims
    }

    public var connector: String { name.connector }
}

/// A side of something that an account has only one of, such as `collections` `pursue`.
public struct ResourceClaim: Sendable, Hashable {
    public let resource: String
    public let side: String
    public init(resource: String, side: String) {
        self.resource = resource
        self.side = side
    }
}
