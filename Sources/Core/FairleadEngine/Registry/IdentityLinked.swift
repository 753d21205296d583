public import FairleadCanonical
public import FairleadDomain

/// The crosswalk learnt that a reference of an outside system is one of our accounts.
public struct IdentityLinked: RegistryRecord {
    public static let type = "identity-linked"

    public let account: String
    public let reference: ExternalReference
    public let basis: String

    public init(account: String, reference: ExternalReference, basis: String) {
        self.account = account
        self.reference = reference
        self.basis = basis
    }

    public var fields: JSONObject {
        JSONObject(present: [
            "account": .string(account),
            "reference": .string(reference.text),
            "basis": .string(basis),
        ])
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        account = try reader.text("account")
        reference = try reader.reference("reference")
        basis = try reader.text("basis")
    }

    public func apply(to state: inout RegistryState, at mark: Mark) {
        state.links[reference] = account
        if !state.undone.isEmpty {
            state.undone.remove(UndoneLink(account: account, reference: reference))
        }
        state.accounts[account]?.learn(reference)
    }
}
