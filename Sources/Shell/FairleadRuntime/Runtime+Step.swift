import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadStore

// Advance: steps are planned, taken in waves, and put into the batch that waits for the next
// commit.
extension Runtime {
    /// Shards share so many lanes at most, whatever the machine: what comes of a wave does not
    /// depend on its cores.
    static let lanesMax = CrashSlot.count

    /// Plans a step; it is taken together with others before this input's actions leave.
    func plan(
        _ command: Command, _ shard: Int, _ anchor: String, by principal: Principal,
        guarding input: String? = nil,
        then: @escaping (StepOutcome) throws -> Void = { _ in }
    ) {
        planned.append(
            PlannedStep(
                command: command, shard: shard, anchor: anchor, principal: principal,
                input: input, then: then))
    }

    /// Takes all that is planned, and what is planned because of it.
    func takePlannedSteps() throws {
        while !planned.isEmpty {
            let wave = planned
            planned = []
            let outcomes = try take(wave)
            for (step, outcome) in zip(wave, outcomes) { try step.then(outcome) }
            // What they let go begins in the commit that lets it go, and not in one of its own.
            for (step, outcome) in zip(wave, outcomes) where outcome.isReady {
                beginEffects(of: step.anchor)
            }
        }
    }

    /// Steps an anchor at once. Nil: no record came of it.
    @discardableResult
    func step(
        _ command: Command, _ shard: Int, _ anchor: String, by principal: Principal
    ) throws -> Result<EntryPlace?, Rejection> {
        let step = PlannedStep(
            command: command, shard: shard, anchor: anchor, principal: principal, input: nil,
            then: { _ in })
        return try take([step])[0].result
    }

    /// Takes steps, those of a shard in their order; what comes of each stands at its place.
    private func take(_ wave: [PlannedStep]) throws -> [StepOutcome] {
        let context = WaveContext(
            tenant: tenant, now: now,
            governances: Governances(current: governance, earlier: governances), zones: zones,
            restored: registry.restored, downtime: registry.downtime, queueLoad: queueLoad,
            staff: staff, taskLoad: taskLoad,
            steps: wave.count)
        let slots = journal.slots
        let lanes = Parallel.map(try lanes(of: wave)) { lane in
            var lane = lane
            lane.run(context, slots[lane.number])
            return lane
        }
        var outcomes = [StepOutcome?](repeating: nil, count: wave.count)
        for lane in lanes {
            for (anchor, state) in lane.states {
                guard let held = anchors[anchor] else { continue }
                held.state = state
                held.unsettled -= 1
            }
            for (shard, head) in lane.heads { heads[shard] = head }
            queueLoad = queueLoad.adding(lane.queued)
            if !lane.assigned.isEmpty {
                taskLoad = taskLoad.merging(lane.assigned, uniquingKeysWith: +)
                    .filter { $0.value != 0 }
            }
            for (step, outcome) in zip(lane.steps, lane.outcomes) { outcomes[step.place] = outcome }
        }
        return zip(wave, outcomes).compactMap { step, outcome in
            guard let outcome else { return nil }
            keep(outcome, of: step)
            return outcome
        }
    }

    /// Takes out of memory what a wave needs, so that its lanes are its only holders.
    private func lanes(of wave: [PlannedStep]) throws -> [Lane] {
        var lanes: [Lane] = []
        var laneOfNumber = [Int?](repeating: nil, count: Self.lanesMax)
        for (place, step) in wave.enumerated() {
            let number = step.shard % Self.lanesMax
            let lane = laneOfNumber[number] ?? lanes.count
            if lane == lanes.count {
                laneOfNumber[number] = lane
                lanes.append(Lane(number: number))
            }
            if lanes[lane].states[step.anchor] == nil {
                let held = try hold(step.anchor, step.shard)
                // Held as long as it is away, and by its lane alone.
                held.unsettled += 1
                lanes[lane].states[step.anchor] = held.state
                held.state = AnchorState(anchor: step.anchor, shard: step.shard)
            }
            lanes[lane].heads[step.shard] = heads[step.shard]
            lanes[lane].steps.append(
                Lane.Step(
                    place: place, command: step.command, shard: step.shard, anchor: step.anchor,
                    principal: step.principal, input: step.input, jitter: jitter()))
        }
        return lanes
    }

    private func keep(_ outcome: StepOutcome, of step: PlannedStep) {
        guard let segment = outcome.segment else { return }
        useCounter += 1
        let held = anchors[step.anchor]
        held?.lastUse = useCounter
        if pending.touch(step.anchor) { held?.unsettled += 1 }
        pending.put(outcome.items)
        pending.put(Agenda(shard: step.shard, anchor: step.anchor, due: outcome.due))
        if let timer = outcome.timer { wakes.push(timer, shard: step.shard, anchor: step.anchor) }
        pending.batch.segments.append(segment)
    }

    /// Steps the registry, which is always held.
    @discardableResult
    func step(
        _ command: RegistryCommand, by principal: Principal
    ) throws -> Result<EntryPlace?, Rejection> {
        let context = context(Shards.registry, by: principal)
        let result = Engine.step(command, on: &registry, in: context)
        guard case .success(let records) = result, !records.isEmpty else {
            return result.map { _ in nil }
        }
        if command.concernsPeople { staff = Staff(registry) }
        if !registry.exceptions.isEmpty { pending.put(registry.items) }
        let last = records[records.count - 1].mark
        heads[Shards.registry] = ShardHead(number: last.place.number, time: last.time)
        pending.batch.segments.append(
            SteppedSegment(
                shard: Shards.registry, anchor: RegistryState.anchor, records: records))
        try tellReferences(records)
        return .success(records[0].mark.place)
    }

    /// Cases that are open learn what their account is called elsewhere.
    private func tellReferences(_ records: [SteppedRecord]) throws {
        func accounts(_ types: [String], _ field: String) -> [String] {
            records.filter { types.contains($0.record.type) }
                .compactMap { $0.record.fields[field]?.stringValue }
        }
        // One that was first seen in this step has no cases yet.
        let new = accounts([AccountRegistered.type], "id")
        var told: [String] = []
        for id in accounts([IdentityLinked.type, IdentityUnlinked.type], "account")
        where !new.contains(id) && !told.contains(id) {
            told.append(id)
            guard let account = registry.accounts[id] else { continue }
            try step(
                .learnReferences(registry.context(of: account)), account.shard, account.root,
                by: .system)
        }
    }

    /// Sees to it that an anchor is in memory.
    @discardableResult
    func hold(_ anchor: String, _ shard: Int) throws -> HeldAnchor {
        if let held = anchors[anchor] { return held }
        makeRoom()
        let state = try AnchorState.rebuilt(anchor, in: shard, from: store)
        useCounter += 1
        let held = HeldAnchor(state: state, lastUse: useCounter)
        anchors[anchor] = held
        return held
    }

    /// Lets go of the half that was not used for longest, when too many are held.
    private func makeRoom() {
        guard anchors.count >= limits.anchorsHeldMax else { return }
        let uses = anchors.values.map(\.lastUse).sorted()
        let middle = uses[uses.count / 2]
        anchors = anchors.filter { $0.value.unsettled > 0 || $0.value.lastUse > middle }
    }
}
