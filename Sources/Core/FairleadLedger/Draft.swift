import FairleadCanonical
import FairleadDomain

/// A record before it is sealed: what an entry says, without its place and time.
public struct Draft: Sendable, Hashable {
    /// The opaque id of the principal who acted.
    public var actor: String
    /// The entry that this one follows from, in whatever shard.
    public var cause: EntryPlace?
    public var `case`: String?
    /// What is recorded, in the past tense, such as `event-received`.
    public var type: String
    /// The business objects that it is about, in the order given.
    public var objects: [ObjectReference]
    /// Versions and digests of what governed it.
    public var versions: JSONObject
    /// What is recorded, of canonical values only and without classified ones.
    public var body: JSONObject
    /// Classified values and received bytes, in any order.
    public var payloads: [Payload]

    public init(
        actor: String, cause: EntryPlace? = nil, case: String? = nil, type: String,
        objects: [ObjectReference] = [], versions: JSONObject = [:], body: JSONObject = [:],
        payloads: [Payload] = []
    ) {
        self.actor = actor
        self.cause = cause
        self.case = `case`
        self.type = type
        self.objects = objects
        self.versions = versions
        self.body = body
        self.payloads = payloads
    }
}
