public import FairleadCalendar
public import FairleadCanonical
import FairleadDomain

/// A service level's clock was started, paused, computed anew, climbed a rung, or stopped.
public struct ClockChanged: AnchorRecord {
    public static let type = "clock-changed"

    /// What a clock stands on and comes to, as long as nothing else changes.
    public struct Times: Sendable, Hashable {
        /// Nil: facts do not say it yet.
        public var target: TimeTarget?
        /// The calendar's digest and that of the time-zone data, where a calendar counts.
        public var calendar: Digest?
        public var zones: Digest?
        /// Nil: it is paused, or has no target.
        public var due: Instant?
        /// When something of it comes next: a rung, or the end of a wait for an answer.
        public var next: Instant?
        /// When its work comes again.
        public var beat: Instant?

        public init() {}
    }

    public enum Reason: String, Sendable, Hashable {
        case target, calendar
        /// What could not be computed before can be.
        case decided
    }

    public enum Change: Sendable, Hashable {
        /// `since`: from when it counts.
        case started(since: Instant?)
        /// Rungs climbed so far, from 1, the tasks that tell of the last, and until when one of
        /// them must be answered.
        case rung(Int, tasks: [String], answerBy: Instant?)
        /// Somebody has said that they know of the last rung.
        case acknowledged
        case paused
        case resumed
        /// Another target, or another calendar.
        case recomputed(Reason, restarted: Bool, was: Times)
        /// Nobody on the last rung has said that they know in time.
        case unanswered
        /// Its work has come so many times, the last time as these tasks.
        case beat(Int, tasks: [String])
        case stopped
    }

    public let matter: String
    public let clock: String
    public let change: Change
    /// From now on; nil: as before.
    public let times: Times?

    public init(matter: String, clock: String, change: Change, times: Times? = nil) {
        self.matter = matter
        self.clock = clock
        self.change = change
        self.times = times
    }

    public var caseID: String? { matter }

    public var fields: JSONObject {
        var fields: JSONObject = ["clock": .string(clock)]
        switch change {
        case .started(let since):
            fields["change"] = "started"
            if let since { fields["since"] = JSON(since) }
        case .rung(let number, let tasks, let answerBy):
            fields["change"] = "rung"
            fields["rung"] = .integer(Int64(number))
            if !tasks.isEmpty { fields["tasks"] = JSON(tasks) }
            if let answerBy { fields["answerBy"] = JSON(answerBy) }
        case .acknowledged: fields["change"] = "acknowledged"
        case .paused: fields["change"] = "paused"
        case .resumed: fields["change"] = "resumed"
        case .recomputed(let reason, let restarted, let was):
            fields["change"] = "recomputed"
            fields["reason"] = .string(reason.rawValue)
            if restarted { fields["restarted"] = true }
            fields["was"] = .object(was.fields)
        case .unanswered: fields["change"] = "unanswered"
        case .beat(let number, let tasks):
            fields["change"] = "beat"
            fields["number"] = .integer(Int64(number))
            if !tasks.isEmpty { fields["tasks"] = JSON(tasks) }
        case .stopped: fields["change"] = "stopped"
        }
        if let times {
            // A clock that nothing but events can move needs no more than this.
            if case .started = change, times.isPlain {
                fields["due"] = .time(times.due)
            } else {
                fields["now"] = .object(times.fields)
            }
        }
        return fields
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        clock = try reader.text("clock")
        if let now = reader.fields["now"]?.objectValue {
            times = Times(now)
        } else {
            times = reader.optionalInstant("due").map { due in
                var times = Times()
                times.due = due
                return times
            }
        }
        switch try reader.text("change") {
        case "started": change = .started(since: reader.optionalInstant("since"))
        case "rung":
            change = .rung(
                Int(try reader.integer("rung")), tasks: try reader.texts("tasks"),
                answerBy: reader.optionalInstant("answerBy"))
        case "acknowledged": change = .acknowledged
        case "paused": change = .paused
        case "resumed": change = .resumed
        case "recomputed":
            change = .recomputed(
                try reader.choice("reason"), restarted: reader.flag("restarted"),
                was: Times(reader.fields["was"]?.objectValue ?? [:]))
        case "unanswered": change = .unanswered
        case "beat":
            change = .beat(Int(try reader.integer("number")), tasks: try reader.texts("tasks"))
        case "stopped": change = .stopped
        default: throw reader.wrong("change", "one of the known words")
        }
    }

    public var changes: SeenChange { .nothing }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(matter) { matter in
            if case .started(let since) = change {
                matter.clocks.append(
                    ClockState(name: clock, started: since ?? mark.time, times: times ?? Times()))
                return
            }
            guard let index = matter.clocks.lastIndex(where: { $0.name == clock }) else { return }
            matter.clocks[index].take(change, times, at: mark.time)
        }
    }
}

extension ClockChanged.Times {
    fileprivate var fields: JSONObject {
        JSONObject(present: [
            "target": target?.json,
            "calendar": calendar.map { JSON($0) },
            "zones": zones.map { JSON($0) },
            "due": .time(due),
            "next": .time(next),
            "beatAt": .time(beat),
        ])
    }

    /// Whether there is no more to it than a moment.
    fileprivate var isPlain: Bool { target == nil && next == nil && beat == nil && due != nil }

    fileprivate init(_ fields: JSONObject) {
        func time(_ name: String) -> Instant? {
            fields[name]?.stringValue.flatMap { Instant(rfc3339: $0) }
        }
        func digest(_ name: String) -> Digest? {
            fields[name]?.stringValue.flatMap { Digest(hex: $0) }
        }
        target = fields["target"].flatMap { TimeTarget($0) }
        calendar = digest("calendar")
        zones = digest("zones")
        due = time("due")
        next = time("next")
        beat = time("beatAt")
    }
}
