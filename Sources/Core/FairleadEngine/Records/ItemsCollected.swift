public import FairleadCanonical
public import FairleadDomain

/// An activity is over for each item of its list, with what came of it.
public struct ItemsCollected: AnchorRecord {
    public static let type = "items-collected"

    public let matter: String
    public let activity: String
    /// Whether all of them came out as the plan has it.
    public let isWhole: Bool
    public let value: JSONObject
    public let labels: Labels

    /// The outcome where not all of them came out as the plan has it.
    static let partly = "partly"

    public init(
        matter: String, activity: String, isWhole: Bool, value: JSONObject, labels: Labels
    ) {
        self.matter = matter
        self.activity = activity
        self.isWhole = isWhole
        self.value = value
        self.labels = labels
    }

    public var caseID: String? { matter }

    public var fields: JSONObject {
        JSONObject(present: ["activity": .string(activity), "whole": .flag(isWhole)])
    }

    public var classified: [Classified] { [Classified(labels, .object(value))] }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        activity = try reader.text("activity")
        isWhole = reader.flag("whole")
        value = reader.payload.objectValue ?? [:]
        labels = reader.payloadLabels
    }

    public var changes: SeenChange { .value(of: activity) }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(matter) { matter in
            matter.activities[activity] = ActivityState(
                status: isWhole ? .done : .ended, reason: isWhole ? nil : Self.partly,
                restarts: matter.restarts[activity] ?? 0)
            matter.values[activity] = CaseValue(
                value: .object(value), schema: nil, labels: labels, place: mark.place,
                time: mark.time)
        }
    }
}
