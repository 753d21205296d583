import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadLedger
import FairleadStore

// Advance: one step, sealed, put into the batch that waits for the next commit.
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
        try seal(records, shard, anchor)
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
        try seal(records, Shards.registry, RegistryState.anchor)
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

    private func seal(_ records: [SteppedRecord], _ shard: Int, _ anchor: String) throws {
        var sealer = Sealer(tenant: tenant, head: heads[shard])
        var salts = Salts(seed: entropy())
        var sealed: [SealedEntry] = []
        sealed.reserveCapacity(records.count)
        for (index, stepped) in records.enumerated() {
            let record = stepped.record
            let draft = Draft(
                actor: stepped.mark.actor, cause: index == 0 ? nil : records[0].mark.place,
                case: record.caseID, type: record.type, objects: record.objects,
                versions: Self.versions, body: record.fields,
                payloads: record.classified.map {
                    Payload(label: $0.labels.text, bytes: $0.value.bytes)
                })
            sealed.append(try sealer.seal(draft, at: stepped.mark.time, salts: &salts))
            pending.published.append(
                PublishedEntry(
                    place: stepped.mark.place, anchor: anchor, time: stepped.mark.time,
                    type: record.type, caseID: record.caseID, fields: record.fields))
        }
        heads[shard] = sealer.head
        pending.batch.segments.append(Segment(anchor: anchor, sealed: sealed))
    }

    /// The version of the records' form.
    static let versions: JSONObject = ["records": 1]

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
