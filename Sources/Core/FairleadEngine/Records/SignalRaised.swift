public import FairleadCanonical
public import FairleadDomain

/// A case tells cases of other accounts something: it is handed to each of them, once.
public struct SignalRaised: AnchorRecord {
    public static let type = "signal-raised"

    public let matter: String
    public let event: Event

    public init(matter: String, event: Event) {
        self.matter = matter
        self.event = event
    }

    public var caseID: String? { matter }

    public var fields: JSONObject {
        [
            "event": .string(event.type), "id": .string(event.id), "time": JSON(event.time),
            "to": JSON(event.parties.map(\.text)),
        ]
    }

    public var classified: [Classified] { [Classified(event.labels, .object(event.data))] }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        event = Self.event(
            try reader.text("event"), id: try reader.text("id"), of: matter,
            at: try reader.instant("time"),
            to: try reader.texts("to").compactMap(ExternalReference.init(text:)),
            data: reader.payload.objectValue ?? [:], labels: reader.payloadLabels)
    }

    public var changes: SeenChange { .nothing }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.deliveries.append(
            Delivery(event: mark.place, account: Delivery.undecided, claim: nil, basis: nil))
    }

    static func event(
        _ type: String, id: String, of matter: String, at time: Instant,
        to parties: [ExternalReference], data: JSONObject, labels: Labels
    ) -> Event {
        Event(
            source: "fairlead:\(matter)", id: id, type: type, time: time, subject: nil,
            data: data, aliases: [], parties: parties, claims: [], mailDomains: [],
            connector: "fairlead",
            digest: Digest.sha256(domain: .signal, Array(matter.utf8), Array(id.utf8)),
            labels: labels, received: [])
    }
}

extension DigestDomain {
    static let signal = DigestDomain("fairlead.signal.1")
}
