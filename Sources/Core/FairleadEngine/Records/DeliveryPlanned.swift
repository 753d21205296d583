public import FairleadCanonical
public import FairleadDomain

/// An event concerns a further account: it will be handed there, once.
public struct DeliveryPlanned: AnchorRecord {
    public static let type = "delivery-planned"

    public let event: EntryPlace
    public let account: String

    public init(event: EntryPlace, account: String) {
        self.event = event
        self.account = account
    }

    public var fields: JSONObject { ["event": event.json, "account": .string(account)] }

    public init(_ reader: RecordReader) throws(RecordError) {
        event = try reader.place("event")
        account = try reader.text("account")
    }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.deliveries.append(Delivery(event: event, account: account, claim: nil, basis: nil))
    }
}
