import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadStore

// What drivers do: hand over what comes, and carry out what the runtime wants.
extension Simulation {
    /// Inputs wait until they are handed over, alone or with others.
    func give(_ input: RuntimeInput) { inbox.append(input) }

    /// Asks for something on somebody's behalf.
    func ask(_ request: Request, _ input: (Ticket) -> RuntimeInput) {
        tickets += 1
        requests[Ticket(tickets)] = request
        give(input(Ticket(tickets)))
    }

    func handOver() throws {
        let inputs = inbox
        inbox = []
        if try dies(of: inputs) { return }
        takeTime()
        var pieces: [Carried] = []
        for action in runtime.handle(inputs, at: moment) {
            switch action {
            case .commit(let batch): commit = batch
            case .reply(let ticket, let reply): try take(reply, of: ticket)
            case .perform(let item, let shard, let anchor):
                pieces.append(Carried(item: item, shard: shard, anchor: anchor, leftAt: now))
            case .dispatch: give(.dispatch)
            case .wake(let at): wakeAt = at
            case .publish(let entries):
                recent += entries.map { "\($0.type) \(JSON.object($0.fields).text)" }
                recent.removeFirst(max(0, recent.count - Self.recentMax))
            case .stop(let error): throw violated(0, "the runtime stopped: \(error)")
            }
        }
        for piece in pieces {
            for index in invariants.indices { try invariants[index].left(piece, self) }
            work.append(piece)
            sent.append(piece)
        }
    }

    private func take(_ reply: RuntimeReply, of ticket: Ticket) throws {
        guard let request = requests.removeValue(forKey: ticket) else { return }
        for index in invariants.indices {
            try invariants[index].replied(reply, to: request, self)
        }
        switch (request, reply) {
        // A sender that was not answered well tries again later.
        case (.events(let events, let by), .overloaded): network.sendAgain(events, by: by)
        case (_, .rejected): report.refusals += 1
        default: break
        }
    }

    /// What was stepped becomes durable, or not.
    func finishCommit() throws {
        guard let batch = commit else { return }
        commit = nil
        if strikes(.failedCommit) {
            let isWritten = faults.choose(2, for: .failedCommit) == 0
            store.setFault { _ in isWritten ? .crashAfter : .crashBefore }
            do throws(StoreError) {
                try committer.commit(batch)
            } catch {
                // The driver stops: whether it was written is known to the next process.
                return try restart()
            }
        }
        do throws(StoreError) {
            try committer.commit(batch)
        } catch {
            throw violated(0, "the store refuses what was stepped: \(error)")
        }
        try follow()
        give(.committed)
    }

    /// Looks at what became durable.
    func follow() throws {
        let touched = try witness.follow(store) { entry, state in
            for index in invariants.indices {
                try invariants[index].see(entry, before: state, self)
            }
        }
        guard !touched.isEmpty else { return }
        changed += touched
        for index in invariants.indices { try invariants[index].landed(touched, self) }
    }

    // MARK: The end of a process

    /// The process ends. Of the work that was outside nobody knows whether it was done.
    ///
    /// What was being written is there or not; where the power went, what was not synchronised is
    /// not, unless the disk had just done it.
    func crash(powerLost: Bool) throws {
        if let batch = commit {
            let fault: Fault = powerLost ? .powerLoss : .crash
            let isThere = faults.choose(powerLost ? 4 : 2, for: fault) == 0
            if isThere { try committer.commit(batch) }
        }
        for next in work where chance.permille(500) {
            _ = outside.take(
                next.item, once(next.item), .answerLost, at: arrival(of: next), .sensible)
        }
        try restart()
    }

    func restart() throws {
        report.crashes += 1
        store.setFault(nil)
        store.reopen()
        commit = nil
        inbox = []
        work = []
        echoes = []
        wakeAt = nil
        // Who was not answered tries again; who gave a command looks first, and may not.
        for (_, request) in requests.sorted(by: { $0.key.number < $1.key.number }) {
            if case .events(let events, let by) = request { network.sendAgain(events, by: by) }
        }
        requests = [:]
        try follow()
        drawWhole()
        for index in invariants.indices { try invariants[index].restarted(self) }
        try startProcess()
    }

    /// Whether the process dies of what it is handed.
    private func dies(of inputs: [RuntimeInput]) throws -> Bool {
        for input in inputs {
            guard case .submit(let ticket, let events, _, _) = input, let event = events.first
            else { continue }
            let name = "event \(event.source) \(event.id)"
            if strikes(.deadlyInput) {
                deadly[name] = 1 + faults.choose(2, for: .deadlyInput)
            }
            guard let left = deadly[name], left > 0, requests[ticket] != nil else { continue }
            deadly[name] = left - 1
            journal.died(of: name)
            try crash(powerLost: false)
            return true
        }
        return false
    }
}
