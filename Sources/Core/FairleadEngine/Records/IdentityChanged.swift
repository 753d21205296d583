public import FairleadCanonical
public import FairleadDomain

/// The search for whom an event is about began, waits for a person, or came to an end.
public struct IdentityChanged: AnchorRecord {
    public static let type = "identity-changed"

    public let status: IdentitySearch.Status
    public let event: EntryPlace
    public let parties: [ExternalReference]
    /// The account, once it is found.
    public let account: String?
    /// `external-id`, `reference` or `person`.
    public let basis: String?

    public init(
        status: IdentitySearch.Status, event: EntryPlace, parties: [ExternalReference],
        account: String?, basis: String?
    ) {
        self.status = status
        self.event = event
        self.parties = parties
        self.account = account
        self.basis = basis
    }

    public var fields: JSONObject {
        JSONObject(present: [
            "status": .string(status.rawValue),
            "event": event.json,
            "parties": parties.isEmpty ? nil : JSON(parties.map(\.text)),
            "account": .text(account),
            "basis": .text(basis),
        ])
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        status = try reader.choice("status")
        event = try reader.place("event")
        parties = try reader.texts("parties").compactMap(ExternalReference.init(text:))
        account = reader.optionalText("account")
        basis = reader.optionalText("basis")
    }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.identity = IdentitySearch(
            status: status, event: event, parties: parties,
            mailDomains: state.identity?.mailDomains ?? [])
        if status == .found, let account {
            state.deliveries.append(
                Delivery(event: event, parties: parties, account: account, basis: basis ?? ""))
        }
    }
}
