public import FairleadCanonical
import FairleadDomain

/// An effect moved on its way out: released, held, read again, withdrawn.
public struct EffectChanged: AnchorRecord {
    public static let type = "effect-changed"
    /// The reason where a person has it tried again.
    static let retried = "retried"
    /// The reason where a person has it tried again though its receiver knows its key no more: they
    /// have looked, and it was not done.
    static let insisted = "insisted"

    public let matter: String
    public let id: String
    public let status: Effect.Status
    public let reason: String?
    /// The arguments that are counted from the release, as they are from now on.
    public let days: JSONObject
    public let labels: Labels
    /// By which they are counted.
    public let calendars: [CalendarUse]

    public init(
        matter: String, id: String, status: Effect.Status, reason: String?,
        days: JSONObject = [:], labels: Labels = .none, calendars: [CalendarUse] = []
    ) {
        self.calendars = calendars
        self.days = days
        self.labels = days.isEmpty ? .none : labels
        self.matter = matter
        self.id = id
        self.status = status
        self.reason = reason
    }

    public var caseID: String? { matter }

    public var fields: JSONObject {
        JSONObject(present: [
            "effect": .string(id),
            "status": .string(status.rawValue),
            "reason": .text(reason),
            "calendars": calendars.isEmpty ? nil : .array(calendars.map(\.json)),
        ])
    }

    public var classified: [Classified] {
        days.isEmpty ? [] : [Classified(labels, .object(days))]
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        id = try reader.text("effect")
        status = try reader.choice("status")
        reason = reader.optionalText("reason")
        calendars = (reader.fields["calendars"]?.arrayValue ?? []).compactMap { CalendarUse($0) }
        days = reader.payload.objectValue ?? [:]
        labels = reader.payloadLabels
    }

    public var changes: SeenChange { .nothing }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(matter) { matter in
            matter.changeEffect(id) { effect in
                if effect.status == .rechecking, status == .ready { effect.rechecked = true }
                effect.status = status
                if !days.isEmpty { effect.days = days }
                effect.retryAt = nil
                if reason == Self.retried || reason == Self.insisted {
                    effect.beginAgain(at: mark.time)
                }
                if reason == Self.insisted {
                    effect.firstAttempted = nil
                    effect.isInDoubt = false
                }
                if status.isOver { effect.concluded = mark.time }
                if let reason { effect.outcome = reason }
            }
        }
    }
}
