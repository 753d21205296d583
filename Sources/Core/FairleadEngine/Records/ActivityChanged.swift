public import FairleadCanonical
import FairleadDomain

/// An activity started, was skipped, done, ended otherwise, cancelled, or begun anew.
public struct ActivityChanged: AnchorRecord {
    public static let type = "activity-changed"

    public enum Change: String, Sendable, Hashable {
        case running, done, skipped, ended, cancelled
        /// Back to not started: it is considered again.
        case reset
    }

    public let matter: String
    public let activity: String
    public let change: Change
    public let reason: String?

    public init(matter: String, activity: String, change: Change, reason: String?) {
        self.matter = matter
        self.activity = activity
        self.change = change
        self.reason = reason
    }

    public var caseID: String? { matter }

    public var fields: JSONObject {
        JSONObject(present: [
            "activity": .string(activity),
            "change": .string(change.rawValue),
            "reason": .text(reason),
        ])
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        activity = try reader.text("activity")
        change = try reader.choice("change")
        reason = reader.optionalText("reason")
    }

    public var changes: SeenChange { .value(of: activity) }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(matter) { matter in
            var known = matter.activities[activity] ?? ActivityState(status: .running)
            switch change {
            case .running: known.status = .running
            case .done: known.status = .done
            case .skipped: known.status = .skipped
            case .ended: known.status = .ended
            case .cancelled: known.status = .cancelled
            case .reset:
                // A wait that was over waits for what comes from now on.
                if known.status == .done { matter.heard[activity] = matter.happened.count }
                known.restarts += 1
                matter.restarts[activity] = known.restarts
                matter.activities[activity] = nil
                matter.values[activity] = nil
                matter.items[activity] = nil
                return
            }
            known.restarts = matter.restarts[activity] ?? 0
            known.reason = reason
            matter.activities[activity] = known
            let outcome: String
            switch change {
            case .done, .ended: outcome = reason ?? change.rawValue
            case .skipped: outcome = change.rawValue
            case .running, .cancelled, .reset: return
            }
            matter.values[activity] = CaseValue(
                value: ["outcome": .string(outcome)], schema: nil, labels: .none,
                place: mark.place, time: mark.time)
        }
    }
}
