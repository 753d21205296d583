public import FairleadCanonical
import FairleadDomain

/// An attempt failed in a way that allows another one, later.
public struct EffectDeferred: AnchorRecord {
    public static let type = "effect-deferred"

    public let matter: String
    public let id: String
    public let until: Instant
    public let code: String
    /// The next attempt looks for our reference first, for this one may have been done.
    public let findFirst: Bool
    /// This attempt may have been done.
    public let isDoubtful: Bool

    public init(
        matter: String, id: String, until: Instant, code: String, findFirst: Bool,
        isDoubtful: Bool
    ) {
        self.matter = matter
        self.id = id
        self.until = until
        self.code = code
        self.findFirst = findFirst
        self.isDoubtful = isDoubtful
    }

    public var caseID: String? { matter }

    public var fields: JSONObject {
        JSONObject(present: [
            "effect": .string(id),
            "until": JSON(until),
            "code": .string(code),
            "findFirst": .flag(findFirst),
            "doubtful": .flag(isDoubtful),
        ])
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        id = try reader.text("effect")
        until = try reader.instant("until")
        code = try reader.text("code")
        findFirst = reader.flag("findFirst")
        isDoubtful = reader.flag("doubtful")
    }

    public var changes: SeenChange { .nothing }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(matter) { matter in
            matter.changeEffect(id) { effect in
                effect.status = .waitingForRetry
                effect.retryAt = until
                effect.findFirst = effect.findFirst || findFirst
                effect.isInDoubt = effect.isInDoubt || isDoubtful
                if code == EffectChanged.retried { effect.beginAgain(at: mark.time) }
                effect.outcome = code
            }
        }
    }
}
