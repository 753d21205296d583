public import FairleadCanonical
import FairleadDomain

/// An effect moved on its way out: released, held, read again, withdrawn.
public struct EffectChanged: AnchorRecord {
    public static let type = "effect-changed"

    public let matter: String
    public let id: String
    public let status: EffectState.Status
    public let reason: String?

    public init(matter: String, id: String, status: EffectState.Status, reason: String?) {
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
        ])
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        id = try reader.text("effect")
        status = try reader.choice("status")
        reason = reader.optionalText("reason")
    }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(matter) { matter in
            matter.changeEffect(id) { effect in
                if effect.status == .rechecking, status == .ready { effect.rechecked = true }
                effect.status = status
                effect.retryAt = nil
                if status.isOver { effect.concluded = mark.time }
                if let reason { effect.outcome = reason }
            }
        }
    }
}
