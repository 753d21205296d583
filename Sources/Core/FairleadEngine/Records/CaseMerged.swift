public import FairleadCanonical
import FairleadDomain

/// A case turned out to be part of another, which takes over what it knows.
public struct CaseMerged: AnchorRecord {
    public static let type = "case-merged"

    public let id: String
    public let into: String
    /// The person who said so; nil: an alias did.
    public let by: String?
    public let reason: String

    public init(id: String, into: String, by: String? = nil, reason: String = "") {
        self.id = id
        self.into = into
        self.by = by
        self.reason = reason
    }

    public var caseID: String? { id }

    public var fields: JSONObject {
        JSONObject(present: ["into": .string(into), "by": .text(by)])
    }

    public var classified: [Classified] {
        reason.isEmpty ? [] : [Classified(.personal, ["reason": .string(reason)])]
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        id = reader.caseID ?? ""
        into = try reader.text("into")
        by = reader.optionalText("by")
        reason = reader.payload["reason"]?.stringValue ?? ""
    }

    /// Who brought either up, or put them together, approves nothing in what they are now.
    public func apply(to state: inout AnchorState, at mark: Mark) {
        let initiators = (state.case(id)?.initiators ?? []) + [by].compactMap { $0 }
        state.change(into) { matter in
            for person in initiators { matter.shape(person) }
        }
        for earlier in state.cases where earlier.mergedInto == id {
            state.change(earlier.id) { $0.mergedInto = into }
        }
        state.change(id) { matter in
            matter.status = .merged
            matter.mergedInto = into
            matter.closed = mark.time
        }
    }
}
