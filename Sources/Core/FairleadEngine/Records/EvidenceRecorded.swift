public import FairleadCanonical
public import FairleadDomain

/// A model's answer, or the declared fallback and why it stands.
public struct EvidenceRecorded: AnchorRecord {
    public static let type = "evidence-recorded"

    public let matter: String
    public let activity: String
    public let lookup: String?
    public let model: String
    public let version: String?
    /// Why the fallback stands: `late`, `failed`, `out-of-scope`, `out-of-range`, `malformed`,
    /// `interval-too-wide`; nil: the model's own answer.
    public let fallback: String?
    /// `{value, low, high}`; the bounds are absent for a fallback.
    public let value: JSON
    public let labels: Labels

    public init(
        matter: String, activity: String, lookup: String?, model: String, version: String?,
        fallback: String?, value: JSON, labels: Labels
    ) {
        self.matter = matter
        self.activity = activity
        self.lookup = lookup
        self.model = model
        self.version = version
        self.fallback = fallback
        self.value = value
        self.labels = labels
    }

    public var caseID: String? { matter }

    public var fields: JSONObject {
        JSONObject(present: [
            "activity": .string(activity),
            "lookup": .text(lookup),
            "model": .string(model),
            "version": .text(version),
            "fallback": .text(fallback),
        ])
    }

    public var classified: [Classified] { [Classified(labels, value)] }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        activity = try reader.text("activity")
        lookup = reader.optionalText("lookup")
        model = try reader.text("model")
        version = reader.optionalText("version")
        fallback = reader.optionalText("fallback")
        value = reader.payload
        labels = reader.payloadLabels
    }

    public var changes: SeenChange { .value(of: activity) }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(matter) { matter in
            matter.values[activity] = CaseValue(
                value: value, schema: nil, labels: labels, place: mark.place, time: mark.time)
            matter.activities[activity, default: ActivityState(status: .done)].status = .done
            matter.activities[activity]?.reason = fallback
            if let lookup { matter.changeLookup(lookup) { $0.status = .answered } }
            if fallback != nil {
                matter.degraded = Array(Set(matter.degraded + [activity])).sorted()
            } else {
                matter.degraded.removeAll { $0 == activity }
            }
        }
    }
}
