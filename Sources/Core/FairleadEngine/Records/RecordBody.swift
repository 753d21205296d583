public import FairleadCanonical
public import FairleadDomain

/// What the engine established, in the past tense: one type, one file, with how it changes state.
///
/// `fields` go into the entry's body and hold no classified value; those are in `classified` and
/// become payloads. Reading back what was written gives the same record.
public protocol RecordBody: Sendable {
    /// The entry's type on the ledger, such as `event-received`.
    static var type: String { get }
    var fields: JSONObject { get }
    var classified: [Classified] { get }
    /// The case that it belongs to, if any.
    var caseID: String? { get }
    /// Our own objects that it touches.
    var objects: [ObjectReference] { get }
    init(_ reader: RecordReader) throws(RecordError)
}

extension RecordBody {
    public var classified: [Classified] { [] }
    public var objects: [ObjectReference] { [] }
    public var caseID: String? { nil }
}

/// A record of an anchor's chain of events, applied to the anchor's state.
public protocol AnchorRecord: RecordBody {
    /// What expressions see otherwise after it; where a record does not say, everything.
    var changes: SeenChange { get }
    func apply(to state: inout AnchorState, at mark: Mark)
}

extension AnchorRecord {
    public var changes: SeenChange { .everything }
}

/// A record of the registry, applied to the registry's state.
public protocol RegistryRecord: RecordBody {
    func apply(to state: inout RegistryState, at mark: Mark)
}

/// Values that carry labels, kept beside the chain and purgeable alone.
public struct Classified: Sendable, Hashable {
    public let labels: Labels
    public let value: JSON

    /// What carries no label is the workflow's own, which every role sees.
    public init(_ labels: Labels, _ value: JSON) {
        self.labels = labels.isEmpty ? .internalUse : labels
        self.value = value
    }
}

/// Where, when and by whom a record was made.
public struct Mark: Sendable, Hashable {
    public let place: EntryPlace
    public let time: Instant
    /// The principal's id.
    public let actor: String

    public init(place: EntryPlace, time: Instant, actor: String) {
        self.place = place
        self.time = time
        self.actor = actor
    }
}

/// A record as it goes to the ledger, and comes from it.
public struct Record: Sendable {
    public let type: String
    public let caseID: String?
    public let objects: [ObjectReference]
    public let fields: JSONObject
    /// Sorted by labels, each once.
    public let classified: [Classified]

    public init(_ body: some RecordBody) {
        type = Swift.type(of: body).type
        caseID = body.caseID
        objects = body.objects
        fields = body.fields
        classified = body.classified
    }

    public init(
        type: String, caseID: String?, objects: [ObjectReference], fields: JSONObject,
        classified: [Classified]
    ) {
        self.type = type
        self.caseID = caseID
        self.objects = objects
        self.fields = fields
        self.classified = classified
    }
}
