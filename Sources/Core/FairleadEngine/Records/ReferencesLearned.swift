public import FairleadCanonical
public import FairleadDomain

/// The crosswalk knows more of an account than when a case of it was opened, or before there is
/// one.
public struct ReferencesLearned: AnchorRecord {
    public static let type = "references-learned"

    /// The case that goes on by them, if there is one.
    public let caseID: String?
    public let account: String?
    /// What outside systems call the account, all of it, sorted.
    public let references: [ExternalReference]

    public init(caseID: String?, account: String?, references: [ExternalReference]) {
        self.caseID = caseID
        self.account = account
        self.references = references
    }

    public var fields: JSONObject {
        JSONObject(present: [
            "account": account.map(JSON.string), "references": JSON(references.map(\.text)),
        ])
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        caseID = reader.caseID
        account = reader.optionalText("account")
        references = try reader.texts("references").compactMap(ExternalReference.init(text:))
    }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(account: account) { $0.references = references }
        if let caseID { state.change(caseID) { $0.references = references } }
    }
}
