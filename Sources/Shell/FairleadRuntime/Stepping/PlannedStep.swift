import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadStore

/// A step that is to be taken together with others.
struct PlannedStep {
    let command: Command
    let shard: Int
    let anchor: String
    let principal: Principal
    /// What is in hand while it is taken, for the crash journal; nil: what the caller has noted.
    let input: String?
    /// Called when the steps of the wave are all taken.
    let then: (StepOutcome) throws -> Void
}

/// What a step needs of the runtime, the same for all steps of a wave.
struct WaveContext: Sendable {
    let tenant: String
    let now: Instant
    let governances: Governances
    let zones: any ZoneData
    let restored: Instant?
    let downtime: Downtime
    let queueLoad: QueueLoad
    let staff: Staff
    let taskLoad: [String: Int]
    /// How many steps the wave has.
    let steps: Int
}

/// The catalog in force, and all that cases began with.
struct Governances: Sendable {
    let current: Governance
    let earlier: [Digest: Governance]

    func version(_ digest: Digest) -> Governance? {
        digest == current.digest ? current : earlier[digest]
    }
}

/// What came of one step, with the rows that follow from it.
struct StepOutcome: Sendable {
    let result: Result<EntryPlace?, Rejection>
    var segment: SteppedSegment?
    /// The case that the event which was stepped joined, if it was an event.
    var joined: String?
    var items: [Item] = []
    var due: Instant?
    var timer: Instant?
    /// Whether something is ready to leave.
    var isReady = false
}
