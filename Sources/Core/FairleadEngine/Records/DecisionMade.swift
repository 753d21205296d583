public import FairleadCanonical
public import FairleadDomain

/// One evaluation of a decision model with its inputs, its outputs and the rules that matched.
public struct DecisionMade: AnchorRecord {
    public static let type = "decision-made"

    public let matter: String
    public let id: String
    public let activity: String
    public let model: String
    /// The digest of the model's meaning.
    public let digest: Digest
    /// The evaluator's semantics number.
    public let semantics: Int
    /// Whether it permits, forbids or conditions an effect.
    public let isRuling: Bool
    /// Rule numbers from 1, in the table's order.
    public let matched: [Int]
    /// Inputs that were missing or older than wanted.
    public let degraded: [String]
    /// The time-zone data that expressions saw, where it is kept.
    public let zones: Digest?
    /// The catalog whose calendars expressions saw, where they read one.
    public let calendars: Digest?
    /// The present moment that expressions saw.
    public let decided: Instant
    public let inputs: JSONObject
    public let outputs: JSON
    public let labels: Labels

    public init(
        matter: String, id: String, activity: String, model: String, digest: Digest,
        semantics: Int, isRuling: Bool, matched: [Int], degraded: [String], zones: Digest?,
        calendars: Digest? = nil, decided: Instant, inputs: JSONObject, outputs: JSON,
        labels: Labels
    ) {
        self.zones = zones
        self.calendars = calendars
        self.matter = matter
        self.id = id
        self.activity = activity
        self.model = model
        self.digest = digest
        self.semantics = semantics
        self.isRuling = isRuling
        self.matched = matched
        self.degraded = degraded
        self.decided = decided
        self.inputs = inputs
        self.outputs = outputs
        self.labels = labels
    }

    public var caseID: String? { matter }

    public var fields: JSONObject {
        JSONObject(present: [
            "decision": .string(id),
            "activity": .string(activity),
            "model": .string(model),
            "digest": JSON(digest),
            "semantics": .integer(Int64(semantics)),
            "ruling": .flag(isRuling),
            "matched": .array(matched.map { .integer(Int64($0)) }),
            "degraded": degraded.isEmpty ? nil : JSON(degraded),
            "zones": zones.map { JSON($0) },
            "calendars": calendars.map { JSON($0) },
            "decided": JSON(decided),
        ])
    }

    public var classified: [Classified] {
        [Classified(labels, ["inputs": .object(inputs), "outputs": outputs])]
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        id = try reader.text("decision")
        activity = try reader.text("activity")
        model = try reader.text("model")
        digest = try reader.digest("digest")
        semantics = Int(try reader.integer("semantics"))
        isRuling = reader.flag("ruling")
        matched = (reader.fields["matched"]?.arrayValue ?? []).compactMap {
            $0.integerValue.map(Int.init)
        }
        degraded = try reader.texts("degraded")
        zones = reader.optionalText("zones") == nil ? nil : try reader.digest("zones")
        calendars =
            reader.optionalText("calendars") == nil ? nil : try reader.digest("calendars")
        decided = try reader.instant("decided")
        inputs = reader.payload["inputs"]?.objectValue ?? JSONObject()
        outputs = reader.payload["outputs"] ?? .null
        labels = reader.payloadLabels
    }

    public var changes: SeenChange { isRuling ? .nothing : .value(of: activity) }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(matter) { matter in
            matter.decisions.append(
                DecisionState(
                    id: id, activity: activity, model: model, outputs: outputs, labels: labels,
                    place: mark.place, time: mark.time,
                    level: outputs["level"]?.stringValue))
            guard !isRuling else { return }
            matter.values[activity] = CaseValue(
                value: outputs, schema: nil, labels: labels, place: mark.place, time: mark.time)
            matter.activities[activity, default: ActivityState(status: .done)].status = .done
        }
    }
}
