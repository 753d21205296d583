import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadStore

// Commit: one at a time; what was promised follows when it returned.
extension Runtime {
    /// Hands over what waits, if no commit is under way.
    func flush() throws {
        guard !isStopped, inFlight == nil, !pending.isEmpty else { return }
        let batch = pending
        pending = PendingBatch()
        inFlight = batch
        if batch.batch.isEmpty {
            // Nothing to make durable: all that these replies show is durable already.
            try settle()
        } else {
            actions.append(.commit(batch.batch))
        }
    }

    /// What was promised leaves at once, and what was stepped meanwhile is committed next; what
    /// follows from it is stepped when that is on its way.
    func committed() throws {
        let wasIdle = undispatched.isEmpty
        for anchor in inFlight?.anchors ?? [] {
            guard let state = anchors[anchor]?.state, state.isReady else { continue }
            undispatched.appendIfNew(
                DispatchQueueState.Place(shard: state.shard, anchor: anchor),
                to: sourcesAlone.isEmpty ? "" : sourcesAlone[anchor] ?? "")
        }
        try settle()
        try flush()
        if wasIdle, !undispatched.isEmpty { actions.append(.dispatch) }
    }

    /// Looks at those that were committed first.
    func dispatchCommitted() throws {
        for _ in 0..<limits.anchorsEachTurnMax {
            guard let place = undispatched.popFirst() else { return }
            if !sourcesAlone.isEmpty { sourcesAlone[place.anchor] = nil }
            try hold(place.anchor, place.shard)
            try dispatchWork(of: place.anchor)
        }
        if !undispatched.isEmpty { actions.append(.dispatch) }
    }

    private func settle() throws {
        guard let batch = inFlight else { return }
        inFlight = nil
        for anchor in batch.anchors { anchors[anchor]?.unsettled -= 1 }
        if publishes, !batch.batch.segments.isEmpty { actions.append(.publish(batch.published)) }
        for (ticket, reply) in batch.replies { actions.append(.reply(ticket, reply)) }
        for (ticket, state) in batch.reads { actions.append(.reply(ticket, .state(state))) }
        for attempt in batch.work { try perform(attempt) }
    }

    func read(
        _ ticket: Ticket, _ shard: Int, _ anchor: String
    ) throws {
        try hold(anchor, shard)
        guard let state = anchors[anchor]?.state else { return }
        if pending.holds(anchor) || inFlight?.holds(anchor) == true {
            pending.reads.append((ticket, state))
        } else {
            actions.append(.reply(ticket, .state(state)))
        }
    }

    func carryOut(
        _ ticket: Ticket, _ shard: Int, _ anchor: String, _ command: Command,
        by principal: Principal, _ keep: Keep?
    ) {
        let input = Self.input(anchor)
        guard !isParked(input) else {
            let rejection = Rejection(
                .conflict, "matter-parked",
                "the process died of this matter: settle the exception about it first")
            return finish(ticket, .failure(rejection), keep)
        }
        plan(command, shard, anchor, by: principal, guarding: input) { [self] outcome in
            finish(ticket, outcome.result, keep)
        }
    }

    func carryOut(
        _ ticket: Ticket, _ command: RegistryCommand, by principal: Principal, _ keep: Keep?
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
        if case .success = result, let released { try release(released) }
        if case .success = result { try follow(command) }
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
        if let answer = keep?(reply) { pending.batch.rows.answers.append(answer) }
        pending.replies.append((ticket, reply))
    }
}
