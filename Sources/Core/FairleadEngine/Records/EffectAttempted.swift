public import FairleadCanonical
import FairleadDomain

/// An attempt at an effect, committed before it leaves.
public struct EffectAttempted: AnchorRecord {
    public static let type = "effect-attempted"

    public let matter: String
    public let id: String
    /// Counts from 1.
    public let attempt: Int
    public let findFirst: Bool

    public init(matter: String, id: String, attempt: Int, findFirst: Bool) {
        self.matter = matter
        self.id = id
        self.attempt = attempt
        self.findFirst = findFirst
    }

    public var caseID: String? { matter }

    public var fields: JSONObject {
        JSONObject(present: [
            "effect": .string(id),
            "attempt": .integer(Int64(attempt)),
            "findFirst": .flag(findFirst),
        ])
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        id = try reader.text("effect")
        attempt = Int(try reader.integer("attempt"))
        findFirst = reader.flag("findFirst")
    }

    public var changes: SeenChange { .nothing }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(matter) { matter in
            matter.changeEffect(id) { effect in
                effect.status = .attempting
                effect.attempts = attempt
                effect.findFirst = findFirst
                effect.firstAttempted = effect.firstAttempted ?? mark.time
                effect.retryAt = nil
            }
        }
    }
}
