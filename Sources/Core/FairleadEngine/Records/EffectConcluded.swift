public import FairleadCanonical
public import FairleadDomain
import FairleadPlaybook

/// What came of an effect: `done`, `failed` or `unknown`, and what a second look found.
public struct EffectConcluded: AnchorRecord {
    public static let type = "effect-concluded"

    public let matter: String
    public let id: String
    public let status: Effect.Status
    public let code: String?
    /// Outside record ids.
    public let records: [String]
    /// `matches`, or in what it differs; nil where nothing was read back.
    public let readBack: String?
    public let answer: JSON
    public let labels: Labels

    public init(
        matter: String, id: String, status: Effect.Status, code: String?,
        records: [String], readBack: String?, answer: JSON, labels: Labels
    ) {
        self.matter = matter
        self.id = id
        self.status = status
        self.code = code
        self.records = records
        self.readBack = readBack
        self.answer = answer
        // Without a payload no labels are stored: what is applied now and what is rebuilt agree.
        self.labels = answer.isNull ? .none : labels
    }

    public var caseID: String? { matter }

    public var fields: JSONObject {
        JSONObject(present: [
            "effect": .string(id),
            "status": .string(status.rawValue),
            "code": .text(code),
            "records": records.isEmpty ? nil : JSON(records),
            "readBack": .text(readBack),
        ])
    }

    public var classified: [Classified] {
        answer.isNull ? [] : [Classified(labels, answer)]
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        id = try reader.text("effect")
        status = try reader.choice("status")
        code = reader.optionalText("code")
        records = try reader.texts("records")
        readBack = reader.optionalText("readBack")
        answer = reader.payload
        labels = reader.payloadLabels
    }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(matter) { matter in
            matter.changeEffect(id) { effect in
                effect.status = status
                effect.retryAt = nil
                if status == .unknown { effect.isInDoubt = true }
                effect.outcome = code
                effect.readBack = readBack
                effect.answer = answer
                effect.answerLabels = labels
                effect.concluded = mark.time
            }
            guard let effect = matter.effects.first(where: { $0.id == id }),
                effect.reverses == nil
            else { return }
            // With the consent to a list what it is to only begins.
            if effect.operation == Act.consent, matter.items[effect.activity] != nil { return }
            let restarts = matter.restarts[effect.activity] ?? 0
            matter.activities[effect.activity] = ActivityState(
                status: status == .done ? .done : .ended, reason: code, restarts: restarts)
            matter.values[effect.activity] = CaseValue(
                value: ["outcome": .string(status.rawValue), "answer": answer], schema: nil,
                labels: labels, place: mark.place, time: mark.time)
        }
    }
}
