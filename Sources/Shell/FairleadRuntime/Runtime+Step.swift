import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadStore

// Advance: one step, put into the batch that waits for the next commit.
extension Runtime {
    /// Steps an anchor. Nil: no record came of it.
    @discardableResult
    func step(
        _ command: Command, _ shard: Int, _ anchor: String, by principal: Principal
    ) throws -> Result<EntryPlace?, Rejection> {
        try hold(anchor, shard)
        let context = context(shard, by: principal)
        guard var held = anchors.removeValue(forKey: anchor) else { return .success(nil) }
        let before = held.state
        let result = Engine.step(command, on: &held.state, in: context)
        guard case .success(let records) = result, !records.isEmpty else {
            anchors[anchor] = held
            return result.map { _ in nil }
        }
        useCounter += 1
        held.lastUse = useCounter
        if pending.touch(anchor) { held.unsettled += 1 }
        let cases = changedCases(records)
        count(cases, before: before, after: held.state)
        for id in cases { pending.put(held.state.items(of: id)) }
        if records.contains(where: { $0.record.caseID == nil }) {
            pending.put(held.state.ownItems)
        }
        let due = held.state.due(governance(_:))
        pending.put(Agenda(shard: shard, anchor: anchor, due: due))
        if let timer = held.state.nextTimer(governance(_:)) {
            wakes.push(timer, shard: shard, anchor: anchor)
        }
        anchors[anchor] = held
        keep(records, shard, anchor)
        return .success(records[0].mark.place)
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
        if !registry.exceptions.isEmpty { pending.put(registry.items) }
        keep(records, Shards.registry, RegistryState.anchor)
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

    private func changedCases(_ records: [SteppedRecord]) -> [String] {
        var ids: [String] = []
        for record in records {
            if let id = record.record.caseID, !ids.contains(id) { ids.append(id) }
        }
        return ids
    }

    /// Keeps what a step wrote for the next commit.
    private func keep(_ records: [SteppedRecord], _ shard: Int, _ anchor: String) {
        for stepped in records {
            pending.published.append(
                PublishedEntry(
                    place: stepped.mark.place, anchor: anchor, time: stepped.mark.time,
                    type: stepped.record.type, caseID: stepped.record.caseID,
                    fields: stepped.record.fields))
        }
        let last = records[records.count - 1].mark
        heads[shard] = ShardHead(number: last.place.number, time: last.time)
        pending.batch.segments.append(
            SteppedSegment(shard: shard, anchor: anchor, records: records))
    }

    /// Sees to it that an anchor is in memory.
    func hold(_ anchor: String, _ shard: Int) throws {
        guard anchors[anchor] == nil else { return }
        makeRoom()
        let state = try AnchorState.rebuilt(anchor, in: shard, from: store)
        useCounter += 1
        anchors[anchor] = HeldAnchor(state: state, lastUse: useCounter)
    }

    /// Lets go of the half that was not used for longest, when too many are held.
    private func makeRoom() {
        guard anchors.count >= limits.anchorsHeldMax else { return }
        let uses = anchors.values.map(\.lastUse).sorted()
        let middle = uses[uses.count / 2]
        anchors = anchors.filter { $0.value.unsettled > 0 || $0.value.lastUse > middle }
    }
}
