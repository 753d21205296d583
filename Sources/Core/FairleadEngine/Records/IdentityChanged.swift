public import FairleadCanonical
public import FairleadDomain

/// The search for whom an event is about began, waits for a person, or came to an end.
public struct IdentityChanged: AnchorRecord {
    public static let type = "identity-changed"

    public enum Change: Sendable, Hashable {
        case searching
        case waitingForPerson
        /// The account, what the registry should know of it, and on what that stands:
        /// `external-id` or `person`.
        case found(account: String, claim: IdentityClaim, basis: String)
    }

    public let event: EntryPlace
    public let change: Change

    public init(event: EntryPlace, change: Change) {
        self.event = event
        self.change = change
    }

    public var fields: JSONObject {
        var fields: JSONObject = ["event": event.json]
        switch change {
        case .searching: fields["change"] = "searching"
        case .waitingForPerson: fields["change"] = "waiting-for-person"
        case .found(let account, let claim, let basis):
            fields["change"] = "found"
            fields["account"] = .string(account)
            fields["claim"] = claim.json
            fields["basis"] = .string(basis)
        }
        return fields
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        event = try reader.place("event")
        switch try reader.text("change") {
        case "searching": change = .searching
        case "waiting-for-person": change = .waitingForPerson
        case "found":
            guard let claim = reader.fields["claim"].flatMap(IdentityClaim.init(json:)) else {
                throw reader.wrong("claim", "a claim")
            }
            change = .found(
                account: try reader.text("account"), claim: claim,
                basis: try reader.text("basis"))
        default: throw reader.wrong("change", "one of the known words")
        }
    }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        let status: IdentitySearch.Status
        switch change {
        case .searching: status = .searching
        case .waitingForPerson: status = .waitingForPerson
        case .found(let account, let claim, let basis):
            status = .found
            state.deliveries.append(
                Delivery(event: event, account: account, claim: claim, basis: basis))
        }
        state.identity = IdentitySearch(status: status, event: event)
    }
}

extension IdentityClaim {
    var json: JSON {
        .object(
            JSONObject(present: [
                "account": .string(account.text),
                "parent": .text(parent?.text),
                "same": same.isEmpty ? nil : JSON(same.map(\.text)),
            ]))
    }

    init?(json: JSON) {
        guard let account = json["account"]?.stringValue.flatMap(ExternalReference.init(text:))
        else { return nil }
        self.init(
            account: account,
            parent: json["parent"]?.stringValue.flatMap(ExternalReference.init(text:)),
            same: (json["same"]?.arrayValue ?? []).compactMap(\.stringValue)
                .compactMap(ExternalReference.init(text:)))
    }
}
