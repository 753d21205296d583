public import FairleadCanonical
import FairleadDomain

/// A service level's clock was started, climbed a rung of its ladder, or stopped.
public struct ClockChanged: AnchorRecord {
    public static let type = "clock-changed"

    public enum Change: Sendable, Hashable {
        case started(due: Instant)
        /// Rungs climbed so far, from 1.
        case rung(Int)
        case stopped
    }

    public let matter: String
    public let clock: String
    public let change: Change

    public init(matter: String, clock: String, change: Change) {
        self.matter = matter
        self.clock = clock
        self.change = change
    }

    public var caseID: String? { matter }

    public var fields: JSONObject {
        var fields: JSONObject = ["clock": .string(clock)]
        switch change {
        case .started(let due):
            fields["change"] = "started"
            fields["due"] = JSON(due)
        case .rung(let number):
            fields["change"] = "rung"
            fields["rung"] = .integer(Int64(number))
        case .stopped: fields["change"] = "stopped"
        }
        return fields
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        clock = try reader.text("clock")
        switch try reader.text("change") {
        case "started": change = .started(due: try reader.instant("due"))
        case "rung": change = .rung(Int(try reader.integer("rung")))
        case "stopped": change = .stopped
        default: throw reader.wrong("change", "one of the known words")
        }
    }

    public var changes: SeenChange { .nothing }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(matter) { matter in
            if case .started(let due) = change {
                matter.clocks.append(ClockState(name: clock, started: mark.time, due: due))
                return
            }
            guard let index = matter.clocks.lastIndex(where: { $0.name == clock }) else { return }
            switch change {
            case .started: break
            case .rung(let number): matter.clocks[index].rungs = number
            case .stopped: matter.clocks[index].stopped = mark.time
            }
        }
    }
}
