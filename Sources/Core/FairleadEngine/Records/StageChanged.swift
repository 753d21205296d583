public import FairleadCanonical
import FairleadDomain

/// A stage was entered, completed, failed or cancelled.
public struct StageChanged: AnchorRecord {
    public static let type = "stage-changed"

    public let matter: String
    public let stage: String
    public let status: StageState.Status
    public let reason: String?

    public init(matter: String, stage: String, status: StageState.Status, reason: String?) {
        self.matter = matter
        self.stage = stage
        self.status = status
        self.reason = reason
    }

    public var caseID: String? { matter }

    public var fields: JSONObject {
        JSONObject(present: [
            "stage": .string(stage),
            "status": .string(status.rawValue),
            "reason": .text(reason),
        ])
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        stage = try reader.text("stage")
        status = try reader.choice("status")
        reason = reader.optionalText("reason")
    }

    public var changes: SeenChange { .nothing }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(matter) { matter in
            if status == .entered {
                matter.stages[stage] = StageState(status: .entered, entered: mark.time)
            } else {
                matter.stages[stage]?.status = status
            }
        }
    }
}
