/// How an operation of a connector is kept from being done twice (design: effects).
public enum Once: Sendable, Hashable {
    /// The receiver drops a repeated key; it remembers keys for this long.
    case key(keptMilliseconds: Int64)
    /// Our reference can be looked for, once the receiver has settled; nil: it never says so.
    case find(settlesWithinMilliseconds: Int64?)
    /// Neither: after an ambiguous failure it is never repeated.
    case none
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
        givesList: Bool, retry: RetryPolicy, claims: ResourceClaim?
    ) {
        self.name = name
        self.kind = kind
        self.once = once
        self.arguments = arguments
        self.gives = gives
        self.givesList = givesList
        self.retry = retry
        self.claims = claims
    }

    public var connector: String { String(name.prefix { $0 != "." }) }
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

/// When and how often an attempt is repeated after an error that allows it.
public struct RetryPolicy: Sendable, Hashable {
    public let attemptsMax: Int
    /// The wait before the second attempt; it doubles for each further one.
    public let firstWaitMilliseconds: Int64
    public let waitMillisecondsMax: Int64

    public init(attemptsMax: Int, firstWaitMilliseconds: Int64, waitMillisecondsMax: Int64) {
        self.attemptsMax = attemptsMax
        self.firstWaitMilliseconds = firstWaitMilliseconds
        self.waitMillisecondsMax = waitMillisecondsMax
    }

    /// Twenty attempts in about three quarters of an hour: a system may be down for a while.
    public static let standard = RetryPolicy(
        attemptsMax: 20, firstWaitMilliseconds: 1_000, waitMillisecondsMax: 300_000)

    /// The wait before attempt `number` (2 is the first repetition), of which half is
    /// spread by `jitter`, a number in 0..<1000 that arrives with the command.
    public func wait(beforeAttempt number: Int, jitter: Int64) -> Int64 {
        let doublings = max(0, min(number - 2, 30))
        let ceiling = min(waitMillisecondsMax, firstWaitMilliseconds << Int64(doublings))
        return ceiling / 2 + (ceiling / 2) * (jitter % 1_000) / 1_000
    }
}
