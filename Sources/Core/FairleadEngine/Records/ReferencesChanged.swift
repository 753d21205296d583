public import FairleadCanonical
public import FairleadDomain

/// Outside systems know the account of an open case by other references than before.
public struct ReferencesChanged: AnchorRecord {
    public static let type = "references-changed"

    public let matter: String
    /// All of them, sorted.
    public let references: [ExternalReference]

    public init(matter: String, references: [ExternalReference]) {
        self.matter = matter
        self.references = references
    }

    public var caseID: String? { matter }

    public var fields: JSONObject { ["references": JSON(references.map(\.text))] }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        references = try reader.texts("references").compactMap(ExternalReference.init(text:))
    }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(matter) { $0.references = references }
    }
}
