import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadStore

// Commit: one at a time; what was promised follows when it returned.
extension Runtime {
    /// Hands over what waits, if no commit is under way.
    func flush(_ actions: inout [RuntimeAction]) {
        guard !isStopped, inFlight == nil, !pending.isEmpty else { return }
        let batch = pending
        pending = PendingBatch()
        inFlight = batch
        if batch.batch.segments.isEmpty && batch.batch.answers.isEmpty && batch.batch.blobs.isEmpty
        {
            // Nothing to make durable: all that these replies show is durable already.
            settle(&actions)
        } else {
            actions.append(.commit(batch.batch))
        }
    }

    func committed(_ actions: inout [RuntimeAction]) throws {
        let touched = inFlight?.anchors ?? []
        settle(&actions)
        for anchor in touched { try dispatchWork(of: anchor, &actions) }
    }

    private func settle(_ actions: inout [RuntimeAction]) {
        guard let batch = inFlight else { return }
        inFlight = nil
        for anchor in batch.anchors { anchors[anchor]?.unsettled -= 1 }
        if !batch.published.isEmpty { actions.append(.publish(batch.published)) }
        for (ticket, reply) in batch.replies { actions.append(.reply(ticket, reply)) }
        for (ticket, shard, anchor) in batch.reads {
            let state = anchors[anchor]?.state ?? AnchorState(anchor: anchor, shard: shard)
            actions.append(.reply(ticket, .state(state)))
        }
        for (work, shard, anchor) in batch.work {
            actions.append(.perform(work, shard: shard, anchor: anchor))
        }
    }

    func read(
        _ ticket: Ticket, _ shard: Int, _ anchor: String, _ actions: inout [RuntimeAction]
    ) throws {
        try hold(anchor, shard)
        if pending.holds(anchor) || inFlight?.holds(anchor) == true {
            pending.reads.append((ticket, shard: shard, anchor: anchor))
        } else if let held = anchors[anchor] {
            actions.append(.reply(ticket, .state(held.state)))
        }
    }

    func carryOut(
        _ ticket: Ticket, _ shard: Int, _ anchor: String, _ command: Command,
        by principal: Principal, _ keep: Keep?, _ actions: inout [RuntimeAction]
    ) throws {
        let input = Self.input(anchor)
        guard !isParked(input) else {
            let rejection = Rejection(
                .conflict, "matter-parked",
                "the process died of this matter: settle the exception about it first")
            return finish(ticket, .failure(rejection), keep)
        }
        let result = try guarded(input) { try step(command, shard, anchor, by: principal) }
        finish(ticket, result, keep)
    }

    func carryOut(
        _ ticket: Ticket, _ command: RegistryCommand, by principal: Principal, _ keep: Keep?,
        _ actions: inout [RuntimeAction]
    ) throws {
        let removes: ExternalReference?
        if case .unlink(let reference, _) = command { removes = reference } else { removes = nil }
        let account = removes.flatMap { registry.account(of: [$0]) }
        var released: String?
        if case .settleException(let id, _) = command {
            let settled = registry.exceptions.first { $0.id == id }
            released = settled.flatMap { isParked($0.about) ? $0.about : nil }
        }
        let result = try step(command, by: principal)
        if case .success = result, let released { try release(released, &actions) }
        if case .success = result, let removes, let account {
            try step(
                .removeEvents(of: removes, reason: "unlinked"), account.shard, account.root,
                by: principal)
        }
        finish(ticket, result, keep)
    }

    private func finish(
        _ ticket: Ticket, _ result: Result<EntryPlace?, Rejection>, _ keep: Keep?
    ) {
        let reply: RuntimeReply
        switch result {
        case .success(let place): reply = .done(at: place)
        case .failure(let rejection): reply = .rejected(rejection)
        }
        if let answer = keep?(reply) { pending.batch.answers.append(answer) }
        pending.replies.append((ticket, reply))
    }
}
