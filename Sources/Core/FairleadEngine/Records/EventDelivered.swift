public import FairleadCanonical
public import FairleadDomain

/// An event whose receipt stands elsewhere was handed to this anchor.
public struct EventDelivered: AnchorRecord {
    public static let type = "event-delivered"

    public let event: Event
    /// The receipt.
    public let from: EntryPlace
    public let occurrence: String
    public let merges: [String]
    public let account: String?

    public init(
        event: Event, from: EntryPlace, occurrence: String, merges: [String], account: String?
    ) {
        self.event = event
        self.from = from
        self.occurrence = occurrence
        self.merges = merges
        self.account = account
    }

    public var fields: JSONObject {
        var fields = EventReceived(
            event: event, occurrence: occurrence, merges: merges, account: account
        ).fields
        fields["from"] = from.json
        return fields
    }

    public var classified: [Classified] {
        EventReceived(event: event, occurrence: occurrence, merges: merges, account: account)
            .classified
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        let received = try EventReceived(reader)
        event = received.event
        occurrence = received.occurrence
        merges = received.merges
        account = received.account
        from = try reader.place("from")
    }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.keep(event, of: occurrence, merges: merges, about: account, at: mark)
        state.delivered.insert(from)
    }
}
