public import FairleadCanonical
public import FairleadDomain

/// What had to be handed to another anchor stands on its ledger.
public struct DeliveryDone: AnchorRecord {
    public static let type = "delivery-done"

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
        state.deliveries.removeAll { $0.event == event && $0.account == account }
    }
}
