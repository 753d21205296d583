public import FairleadCanonical
public import FairleadDomain

/// A wrong link of the crosswalk was undone.
public struct IdentityUnlinked: RegistryRecord {
    public static let type = "identity-unlinked"

    public let account: String
    public let reference: ExternalReference
    public let reason: String

    public init(account: String, reference: ExternalReference, reason: String) {
        self.account = account
        self.reference = reference
        self.reason = reason
    }

    public var fields: JSONObject {
        JSONObject(present: [
            "account": .string(account),
            "reference": .string(reference.text),
        ])
    }

    public var classified: [Classified] { [Classified(.personal, ["reason": .string(reason)])] }

    public init(_ reader: RecordReader) throws(RecordError) {
        account = try reader.text("account")
        reference = try reader.reference("reference")
        reason = reader.payload["reason"]?.stringValue ?? ""
    }

    public func apply(to state: inout RegistryState, at mark: Mark) {
        state.links[reference] = nil
        state.undone.insert(UndoneLink(account: account, reference: reference))
        state.accounts[account]?.references.removeAll { $0 == reference }
    }
}
