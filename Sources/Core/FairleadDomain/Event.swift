public import FairleadCanonical

/// A fact from outside, mapped to canonical form; `(source, id)` names it.
public struct Event: Sendable, Hashable {
    /// The CloudEvents source, such as `/billing`.
    public let source: String
    public let id: String
    /// The canonical type, such as `payment.failed`.
    public let type: String
    /// When it happened, as the sender says.
    public let time: Instant
    /// Its place among the changes of what it is about, where the sender counts them.
    public let sequence: EventSequence?
    public let subject: String?
    /// Canonical objects by type: `{"payment": {…}, "invoice": {…}}`. Unmapped fields are not
    /// here; they stay in the received bytes.
    public let data: JSONObject
    /// What the occurrence is known by; a shared alias is one occurrence.
    public let aliases: [String]
    /// Whom it is about, in the sender's words, most telling first.
    public let parties: [ExternalReference]
    /// What the event, coming from a system that is its master, says of who is who.
    public let claims: [IdentityClaim]
    /// Mail domains seen in it: a hint for a person, never a match.
    public let mailDomains: [String]
    /// The connector that received it.
    public let connector: String
    /// The digest of what it says: type, subject, data and schema, less the volatile fields.
    public let digest: Digest
    /// The labels of the received bytes as a whole.
    public let labels: Labels
    /// The body as received, card numbers screened out.
    public let received: [UInt8]

    public init(
        source: String, id: String, type: String, time: Instant, subject: String?,
        data: JSONObject, aliases: [String], parties: [ExternalReference],
        claims: [IdentityClaim], mailDomains: [String], connector: String, digest: Digest,
        labels: Labels, received: [UInt8], sequence: EventSequence? = nil
    ) {
        self.sequence = sequence
        self.source = source
        self.id = id
        self.type = type
        self.time = time
        self.subject = subject
        self.data = data
        self.aliases = aliases
        self.parties = parties
        self.claims = claims
        self.mailDomains = mailDomains
        self.connector = connector
        self.digest = digest
        self.labels = labels
        self.received = received
    }
}

/// An account as its master system tells of it: which references of other systems are the same,
/// and whose child it is.
public struct IdentityClaim: Sendable, Hashable {
    /// The account in the master system.
    public let account: ExternalReference
    public let parent: ExternalReference?
    public let same: [ExternalReference]

    public init(
        account: ExternalReference, parent: ExternalReference?, same: [ExternalReference]
    ) {
        self.account = account
        self.parent = parent
        self.same = same
    }
}
