public import FairleadCanonical
public import FairleadDomain

/// What holds for the whole tenant: the crosswalk and the directory, tokens, the catalog in
/// force. It is the anchor `registry` of shard 0, rebuilt by applying records.
public struct RegistryState: Sendable, Hashable {
    public static let anchor = "registry"

    /// By our own account id.
    public internal(set) var accounts: [String: RegisteredAccount] = [:]
    /// The crosswalk: which reference of which outside system is which account of ours.
    public internal(set) var links: [ExternalReference: String] = [:]
    /// Links that a person undid: only a person makes them again.
    public internal(set) var undone: Set<UndoneLink> = []
    public internal(set) var tokens: [String: TokenState] = [:]
    /// Token ids by the digest of their secret.
    public internal(set) var tokenIDs: [Digest: String] = [:]
    /// The catalog in force, and those before it.
    public internal(set) var catalog: Digest?
    public internal(set) var catalogs: [Digest] = []
    /// The time-zone data in force, where it is kept.
    public internal(set) var zones: Digest?
    /// The calendars and time-zone data with which all clocks were computed.
    public internal(set) var calendars: Digest?
    /// When the store was last restored from a backup.
    public internal(set) var restored: Instant?
    /// Systems and models that are down.
    public internal(set) var downtime = Downtime()
    /// Unmapped values that have their exception already: `connector field value`.
    public internal(set) var unmapped: Set<String> = []
    /// Inputs that are not taken up, for the process died of them.
    public internal(set) var parked: Set<String> = []
    /// Exceptions that concern no case of an account.
    public internal(set) var exceptions: [ExceptionState] = []
    /// What people said of their time, and is not over.
    public internal(set) var availabilities: [Availability] = []

    public init() {}

    /// The account of the first reference that the crosswalk knows.
    public func account(of references: [ExternalReference]) -> RegisteredAccount? {
        for reference in references {
            if let id = links[reference] { return accounts[id] }
        }
        return nil
    }

    public func context(of account: RegisteredAccount) -> AccountContext {
        AccountContext(id: account.id, references: account.references)
    }
}

/// A link of the crosswalk that was wrong.
public struct UndoneLink: Sendable, Hashable {
    public let account: String
    public let reference: ExternalReference

    public init(account: String, reference: ExternalReference) {
        self.account = account
        self.reference = reference
    }
}

/// An account with its place: fixed at first sight, it never moves.
public struct RegisteredAccount: Sendable, Hashable {
    public let id: String
    /// Its record in the master system.
    public let master: ExternalReference
    /// The root of its hierarchy as it was at first sight: the anchor of its matters.
    public let root: String
    public let shard: Int
    /// All that the crosswalk knows it by, sorted; the master's own is among them.
    public internal(set) var references: [ExternalReference]

    mutating func learn(_ reference: ExternalReference) {
        references.append(reference)
        references.sort()
    }
}

/// A bearer token; its secret is known by its digest only.
public struct TokenState: Sendable, Hashable {
    public let id: String
    public let principal: Principal
    public let digest: Digest
    /// Permissions that narrow those of the roles; empty: no narrowing.
    public let scopes: [String]
    /// Event sources that it may write for; empty: none.
    public let sources: [String]
    public let issued: Instant
    public let expires: Instant?
    public internal(set) var revoked: Instant?

    public func isValid(at time: Instant) -> Bool {
        revoked == nil && expires.map { time < $0 } ?? true
    }
}
