public import FairleadCalendar
public import FairleadCanonical

/// What counts a service level.
public struct ClockState: Sendable, Hashable {
    public let name: String
    /// From when it counts, with its pauses.
    public internal(set) var counted: CountedTime
    /// What it stands on, as it was last recorded.
    public internal(set) var times: ClockChanged.Times
    public internal(set) var stopped: Instant?
    /// Rungs of the ladder climbed so far.
    public internal(set) var rungs: Int = 0
    /// Tasks that tell of the last rung, and until when one of them must be answered.
    public internal(set) var told: [String] = []
    public internal(set) var answerBy: Instant?
    /// How often its work has come, and the last of it.
    public internal(set) var beats: Int = 0
    public internal(set) var beatTasks: [String] = []

    init(name: String, started: Instant, times: ClockChanged.Times) {
        self.name = name
        counted = CountedTime(started: started)
        self.times = times
    }

    public var started: Instant { counted.started }
    public var due: Instant? { times.due }
    public var pausedSince: Instant? { counted.pausedSince }

    mutating func take(_ change: ClockChanged.Change, _ now: ClockChanged.Times?, at time: Instant)
    {
        if let now { times = now }
        switch change {
        case .started: break
        case .rung(let number, let tasks, let answerBy):
            rungs = number
            told = tasks
            self.answerBy = answerBy
        case .acknowledged, .unanswered: answerBy = nil
        case .paused: counted.pause(at: time)
        case .resumed: counted.resume(at: time)
        case .recomputed(_, let restarted, _):
            guard restarted else { return }
            counted = CountedTime(started: time)
            rungs = 0
            told = []
            answerBy = nil
        case .beat(let number, let tasks):
            beats = number
            if !tasks.isEmpty { beatTasks = tasks }
        case .stopped: stopped = time
        }
    }
}
