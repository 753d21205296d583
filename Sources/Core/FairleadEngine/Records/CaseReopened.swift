public import FairleadCanonical
import FairleadDomain

/// An event opened a closed case again; its stages and activities begin anew.
public struct CaseReopened: AnchorRecord {
    public static let type = "case-reopened"

    public let id: String
    public let reason: String

    public init(id: String, reason: String) {
        self.id = id
        self.reason = reason
    }

    public var caseID: String? { id }

    public var fields: JSONObject { ["reason": .string(reason)] }

    public init(_ reader: RecordReader) throws(RecordError) {
        id = reader.caseID ?? ""
        reason = try reader.text("reason")
    }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(id) { matter in
            matter.status = .open
            matter.outcome = nil
            matter.closed = nil
            matter.reopened = mark.time
            // The event that opens it again is the first happening of the new time.
            matter.happenedSince = max(0, matter.happened.count - 1)
            matter.stages = [:]
            matter.runs = [:]
            matter.items = [:]
            matter.anew = [:]
            matter.heard = [:]
            for name in matter.activities.keys {
                matter.restarts[name] = (matter.restarts[name] ?? 0) + 1
            }
            // What its activities found belongs to the time before; what its events told stands.
            matter.values = matter.values.filter { name, value in
                value.schema != nil && matter.activities[name] == nil
            }
            matter.values.merge(matter.arguments) { _, new in new }
            matter.activities = [:]
        }
    }
}
