public import FairleadCanonical
public import FairleadDomain

/// An effect was planned under a ruling, its arguments frozen.
public struct EffectPlanned: AnchorRecord {
    public static let type = "effect-planned"

    public let matter: String
    public let id: String
    public let activity: String
    public let operation: String
    /// What outside systems are to know it by.
    public let reference: String
    /// The ruling.
    public let decision: String
    public let level: String
    public let digest: Digest
    public let reverses: String?
    /// The consent to all of a list of which it is one.
    public let batch: String?
    public let status: Effect.Status
    public let arguments: JSONObject
    public let labels: Labels

    public init(
        matter: String, id: String, activity: String, operation: String, reference: String,
        decision: String, level: String, digest: Digest, reverses: String?,
        status: Effect.Status,
        arguments: JSONObject, labels: Labels, batch: String? = nil
    ) {
        self.batch = batch
        self.matter = matter
        self.id = id
        self.activity = activity
        self.operation = operation
        self.reference = reference
        self.decision = decision
        self.level = level
        self.digest = digest
        self.reverses = reverses
        self.status = status
        self.arguments = arguments
        self.labels = labels
    }

    public var caseID: String? { matter }

    public var fields: JSONObject {
        JSONObject(present: [
            "effect": .string(id),
            "activity": .string(activity),
            "operation": .string(operation),
            "reference": .string(reference),
            "decision": .string(decision),
            "level": .string(level),
            "digest": JSON(digest),
            "reverses": .text(reverses),
            "batch": .text(batch),
            "status": .string(status.rawValue),
        ])
    }

    public var classified: [Classified] { [Classified(labels, .object(arguments))] }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        id = try reader.text("effect")
        activity = try reader.text("activity")
        operation = try reader.text("operation")
        reference = try reader.text("reference")
        decision = try reader.text("decision")
        level = try reader.text("level")
        digest = try reader.digest("digest")
        reverses = reader.optionalText("reverses")
        batch = reader.optionalText("batch")
        status = try reader.choice("status")
        arguments = reader.payload.objectValue ?? JSONObject()
        labels = reader.payloadLabels
    }

    public var changes: SeenChange { .nothing }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(matter) { matter in
            matter.effects.append(
                EffectState(
                    Effect(
                        id: id, activity: activity, operation: operation, reference: reference,
                        arguments: arguments, labels: labels, decision: decision, level: level,
                        digest: digest, reverses: reverses, batch: batch, planned: mark.time,
                        status: status)))
            guard reverses == nil else { return }
            matter.activities[activity] = ActivityState(
                status: .running, restarts: matter.restarts[activity] ?? 0)
        }
    }
}
