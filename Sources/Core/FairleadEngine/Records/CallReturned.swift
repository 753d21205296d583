public import FairleadCanonical
public import FairleadDomain

/// The case of a called playbook closed, and gave what it gives.
public struct CallReturned: AnchorRecord {
    public static let type = "call-returned"

    public let matter: String
    public let activity: String
    /// The case that closed.
    public let from: String
    /// `outcome`, and what the playbook gives.
    public let value: JSON
    public let labels: Labels

    public init(matter: String, activity: String, from: String, value: JSON, labels: Labels) {
        self.matter = matter
        self.activity = activity
        self.from = from
        self.value = value
        self.labels = labels
    }

    public var caseID: String? { matter }

    public var fields: JSONObject {
        ["activity": .string(activity), "from": .string(from)]
    }

    public var classified: [Classified] { [Classified(labels, value)] }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        activity = try reader.text("activity")
        from = try reader.text("from")
        value = reader.payload
        labels = reader.payloadLabels
    }

    public var changes: SeenChange { .value(of: activity) }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(matter) { matter in
            matter.activities[activity] = ActivityState(
                status: .done, restarts: matter.restarts[activity] ?? 0)
            matter.values[activity] = CaseValue(
                value: value, schema: nil, labels: labels, place: mark.place, time: mark.time)
        }
    }
}
