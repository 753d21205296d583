public import FairleadCanonical
public import FairleadDomain
import FairleadPlaybook

/// A stage was entered, completed, skipped, failed, cancelled, or put back to not entered.
public struct StageChanged: AnchorRecord {
    public static let type = "stage-changed"

    public let matter: String
    public let stage: String
    public let status: StageState.Status
    public let reason: String?
    /// The event that opened it beside the plan.
    public let event: EntryPlace?
    /// How often the case was sent back to it, where it was.
    public let round: Int?
    /// When it must be complete, where that is no fixed time after it was entered, and by which
    /// calendar.
    public let due: Instant?
    public let calendar: CalendarUse?

    public init(
        matter: String, stage: String, status: StageState.Status, reason: String?,
        event: EntryPlace? = nil, round: Int? = nil, due: Instant? = nil,
        calendar: CalendarUse? = nil
    ) {
        self.event = event
        self.round = round
        self.due = due
        self.calendar = calendar
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
            "event": event?.json,
            "round": round.map { .integer(Int64($0)) },
            "due": .time(due),
            "calendar": calendar?.json,
        ])
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        stage = try reader.text("stage")
        status = try reader.choice("status")
        reason = reader.optionalText("reason")
        event = reader.fields["event"] == nil ? nil : try reader.place("event")
        round = reader.optionalInteger("round").map(Int.init)
        due = reader.optionalInstant("due")
        calendar = CalendarUse(reader.fields["calendar"])
    }

    /// What belongs to a stage that is opened once more is read of its newest run.
    public var changes: SeenChange { event == nil ? .nothing : .everything }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(matter) { matter in
            if let event { matter.runs[RunKey(stage).name, default: []].append(event) }
            if let round { matter.rounds[stage] = round }
            switch status {
            case .entered:
                // Waits of a stage that opens beside the plan are for what comes after.
                let isBeside = event != nil || round != nil
                matter.stages[stage] = StageState(
                    status: .entered, entered: mark.time,
                    due: due, heard: isBeside ? matter.happened.count : 0)
            case .skipped:
                matter.stages[stage] = StageState(
                    status: .skipped, entered: mark.time, ended: mark.time)
            case .reset:
                matter.stages[stage] = nil
                matter.anew[stage] = mark.time
            case .completed, .failed, .cancelled:
                matter.stages[stage]?.status = status
                matter.stages[stage]?.ended = mark.time
            }
        }
    }
}
