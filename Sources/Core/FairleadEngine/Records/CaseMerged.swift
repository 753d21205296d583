public import FairleadCanonical
import FairleadDomain

/// A case turned out to be part of an older one, which takes over what it knows.
public struct CaseMerged: AnchorRecord {
    public static let type = "case-merged"

    public let id: String
    public let into: String

    public init(id: String, into: String) {
        self.id = id
        self.into = into
    }

    public var caseID: String? { id }

    public var fields: JSONObject { ["into": .string(into)] }

    public init(_ reader: RecordReader) throws(RecordError) {
        id = reader.caseID ?? ""
        into = try reader.text("into")
    }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(id) { matter in
            matter.status = .merged
            matter.mergedInto = into
            matter.closed = mark.time
        }
    }
}
