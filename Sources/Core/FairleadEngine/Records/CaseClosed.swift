public import FairleadCanonical
import FairleadDomain

/// A case came to its end, opened again, or turned out to be part of an older one.
public struct CaseClosed: AnchorRecord {
    public static let type = "case-closed"

    public let id: String
    public let outcome: String

    public init(id: String, outcome: String) {
        self.id = id
        self.outcome = outcome
    }

    public var caseID: String? { id }

    public var fields: JSONObject { ["outcome": .string(outcome)] }

    public init(_ reader: RecordReader) throws(RecordError) {
        id = reader.caseID ?? ""
        outcome = try reader.text("outcome")
    }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(id) { matter in
            matter.status = .closed
            matter.outcome = outcome
            matter.closed = mark.time
        }
    }
}
