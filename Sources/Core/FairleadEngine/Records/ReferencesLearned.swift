public import FairleadCanonical
public import FairleadDomain

/// The crosswalk knows more of a case's account than when the case was opened.
public struct ReferencesLearned: AnchorRecord {
    public static let type = "references-learned"

    public let id: String
    /// What outside systems call the account, all of it, sorted.
    public let references: [ExternalReference]

    public init(id: String, references: [ExternalReference]) {
        self.id = id
        self.references = references
    }

    public var caseID: String? { id }

    public var fields: JSONObject { ["references": JSON(references.map(\.text))] }

    public init(_ reader: RecordReader) throws(RecordError) {
        id = reader.caseID ?? ""
        references = try reader.texts("references").compactMap(ExternalReference.init(text:))
    }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(id) { $0.references = references }
    }
}
