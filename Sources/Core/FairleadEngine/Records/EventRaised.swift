public import FairleadCanonical
public import FairleadDomain

/// A case told itself something: an event that no outside system sent.
public struct EventRaised: AnchorRecord {
    public static let type = "event-raised"

    public let matter: String
    /// The canonical event type.
    public let type: String
    /// The activity from which it came.
    public let activity: String
    public let occurrence: String
    public let data: JSONObject
    public let labels: Labels

    public init(
        matter: String, type: String, activity: String, occurrence: String, data: JSONObject,
        labels: Labels
    ) {
        self.matter = matter
        self.type = type
        self.activity = activity
        self.occurrence = occurrence
        self.data = data
        self.labels = labels
    }

    public var caseID: String? { matter }

    public var fields: JSONObject {
        [
            "event": .string(type), "activity": .string(activity),
            "occurrence": .string(occurrence),
        ]
    }

    public var classified: [Classified] { [Classified(labels, .object(data))] }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        type = try reader.text("event")
        activity = try reader.text("activity")
        occurrence = try reader.text("occurrence")
        data = reader.payload.objectValue ?? [:]
        labels = reader.payloadLabels
    }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        let event = KnownEvent(
            place: mark.place, source: "fairlead:\(matter)", id: occurrence, type: type,
            time: mark.time, received: mark.time, actor: mark.actor, occurrence: occurrence,
            account: state.case(matter)?.account, data: data, parties: [], mailDomains: [],
            labels: labels, sequence: nil, caseID: matter)
        state.events.append(event)
        state.occurrences.append(
            Occurrence(id: occurrence, aliases: [], caseID: matter))
        state.change(matter) { $0.join(event) }
    }
}
