import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadStore

/// Some shards, with those of their anchors that are to be stepped: whoever holds it is their one
/// writer. Steps of different lanes know nothing of each other, and are taken in parallel.
struct Lane: Sendable {
    struct Step: Sendable {
        /// Where it stands in the wave.
        let place: Int
        let command: Command
        let shard: Int
        let anchor: String
        let principal: Principal
        let input: String?
        let jitter: Int64
    }

    let number: Int
    var steps: [Step] = []
    var states: [String: AnchorState] = [:]
    var heads: [Int: ShardHead] = [:]
    /// By how much its steps have changed the unified queue.
    var queued = QueueLoad()
    /// By how much its steps have changed the open tasks of people.
    var assigned: [String: Int] = [:]
    /// In the order of the steps.
    var outcomes: [StepOutcome] = []

    init(number: Int) { self.number = number }

    /// Takes its steps, one after the other.
    mutating func run(_ wave: WaveContext, _ slot: CrashSlot) {
        outcomes.reserveCapacity(steps.count)
        for step in steps {
            if let input = step.input { slot.begin(input) }
            outcomes.append(take(step, wave))
            if step.input != nil { slot.end() }
        }
    }

    private mutating func take(_ step: Step, _ wave: WaveContext) -> StepOutcome {
        guard var state = states.removeValue(forKey: step.anchor) else {
            return StepOutcome(result: .success(nil))
        }
        let head = heads[step.shard] ?? ShardHead()
        let context = StepContext(
            tenant: wave.tenant, time: max(wave.now, head.time), principal: step.principal,
            lastNumber: head.number, governance: wave.governances.current,
            governances: wave.governances.earlier, zones: wave.zones, jitter: step.jitter,
            queueLoad: wave.queueLoad.adding(queued).adding(elsewhere(wave)),
            restored: wave.restored, downtime: wave.downtime, staff: wave.staff,
            taskLoad: assigned.isEmpty
                ? wave.taskLoad : wave.taskLoad.merging(assigned, uniquingKeysWith: +))
        let loadBefore = state.queueLoad
        let tasksBefore = state.taskLoad
        let result = Engine.step(step.command, on: &state, in: context)
        defer { states[step.anchor] = state }
        guard case .success(let records) = result, !records.isEmpty else {
            return StepOutcome(result: result.map { _ -> EntryPlace? in nil })
        }
        let last = records[records.count - 1].mark
        heads[step.shard] = ShardHead(number: last.place.number, time: last.time)
        queued = queued.adding(state.queueLoad).less(loadBefore)
        if !(tasksBefore.isEmpty && state.taskLoad.isEmpty) {
            assigned.merge(state.taskLoad, uniquingKeysWith: +)
            assigned.merge(tasksBefore.mapValues { -$0 }, uniquingKeysWith: +)
        }
        var outcome = StepOutcome(
            result: .success(records[0].mark.place),
            segment: SteppedSegment(shard: step.shard, anchor: step.anchor, records: records))
        outcome.joined = state.event(at: records[0].mark.place)?.caseID
        for id in Self.changedCases(records) { outcome.items += state.items(of: id) }
        if records.contains(where: { $0.record.caseID == nil }) { outcome.items += state.ownItems }
        outcome.timer = state.nextTimer(wave.governances.version)
        outcome.isReady = state.isReady
        outcome.due = state.isBusy ? Instant(milliseconds: 0) : outcome.timer
        return outcome
    }

    /// What the other lanes may promote meanwhile.
    private func elsewhere(_ wave: WaveContext) -> QueueLoad {
        QueueLoad(promoted: wave.steps - steps.count)
    }

    private static func changedCases(_ records: [SteppedRecord]) -> [String] {
        var ids: [String] = []
        for record in records {
            if let id = record.record.caseID, !ids.contains(id) { ids.append(id) }
        }
        return ids
    }
}
