import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadStore

// Dispatch: what is ready leaves, an attempt at an effect only after it is durable.
extension Runtime {
    /// Sends what is ready under an anchor, as far as its connectors have room, and hands on what
    /// belongs elsewhere.
    func dispatchWork(of anchor: String, _ actions: inout [RuntimeAction]) throws {
        guard let held = anchors[anchor] else { return }
        let shard = held.state.shard
        var effects: [WorkItem] = []
        for work in held.state.readyWork(governance(_:)) where !dispatch.isUnderWay(work.id) {
            guard dispatch.take(work, shard: shard, anchor: anchor, limits.connectorWorkMax) else {
                continue
            }
            if work.kind == .effect {
                effects.append(work)
            } else {
                actions.append(.perform(work, shard: shard, anchor: anchor))
            }
        }
        if !effects.isEmpty {
            try step(.begin(effects: effects.map(\.id)), shard, anchor, by: .system)
            try leave(effects, shard, anchor, &actions)
        }
        for delivery in held.state.deliveries { try hand(delivery, from: anchor, shard) }
    }

    /// What was let go leaves when its attempt is durable; what was not gives its room back.
    private func leave(
        _ effects: [WorkItem], _ shard: Int, _ anchor: String, _ actions: inout [RuntimeAction]
    ) throws {
        let cases = anchors[anchor]?.state.cases ?? []
        for work in effects {
            let effect = cases.first { $0.id == work.caseID }?.effect(work.id)
            if let effect, effect.status == .attempting {
                var work = work
                work.mode = effect.findFirst ? .findFirst : .perform
                pending.work.append((work, shard: shard, anchor: anchor))
            } else {
                try giveWay(work.id, &actions)
            }
        }
    }

    /// Frees a connector's place, for whoever waits for it.
    private func giveWay(_ work: String, _ actions: inout [RuntimeAction]) throws {
        for next in dispatch.finish(work, limits.connectorWorkMax) {
            try hold(next.anchor, next.shard)
            try dispatchWork(of: next.anchor, &actions)
        }
    }

    /// Gives an event to another account's anchor, and confirms it, in one commit.
    private func hand(_ delivery: Delivery, from anchor: String, _ shard: Int) throws {
        if let claim = delivery.claim {
            let isUndone = claim.same.contains {
                registry.undone.contains(UndoneLink(account: delivery.account, reference: $0))
            }
            if isUndone, delivery.basis != IdentityBasis.person {
                try step(
                    .refuseDelivery(event: delivery.event, account: delivery.account), shard,
                    anchor, by: .system)
                return
            }
            try step(.learn(claim, basis: delivery.basis ?? ""), by: .system)
        }
        guard let account = registry.accounts[delivery.account],
            let event = try received(delivery.event)
        else { return }
        try step(
            .deliver(event, from: delivery.event, account: registry.context(of: account)),
            account.shard, account.root, by: .system)
        try step(
            .confirmDelivery(event: delivery.event, account: delivery.account), shard, anchor,
            by: .system)
    }

    /// An event as its receipt has it.
    private func received(_ place: EntryPlace) throws -> Event? {
        guard let segment = try store.segment(containing: place) else { return nil }
        var event: Event?
        try Rebuild.records(of: segment) { reader, mark in
            if mark.place == place { event = try EventReceived(reader).event }
        }
        return event
    }

    func answered(
        _ work: String, _ shard: Int, _ anchor: String, _ answer: Answer,
        _ actions: inout [RuntimeAction]
    ) throws {
        try step(.answer(work: work, answer), shard, anchor, by: .system)
        try giveWay(work, &actions)
    }

    /// Takes up what the last run left: attempts of which nothing was heard may have been done.
    func start(_ actions: inout [RuntimeAction]) throws {
        var after: AgendaKey?
        repeat {
            let page = try store.agendas(after: after, limit: 1_000)
            for agenda in page {
                guard let due = agenda.due else { continue }
                wakes.push(due, shard: agenda.shard, anchor: agenda.anchor)
                if due.milliseconds == 0 { try recover(agenda.anchor, agenda.shard) }
            }
            after = page.count == 1_000 ? page.last.map { AgendaKey($0) } : nil
        } while after != nil
        try tick(&actions)
    }

    private func recover(_ anchor: String, _ shard: Int) throws {
        try hold(anchor, shard)
        for effect in anchors[anchor]?.state.interrupted ?? [] {
            try step(
                .answer(work: effect, .unknown(code: "interrupted")), shard, anchor, by: .system)
        }
    }

    /// Wakes every anchor whose time has come.
    func tick(_ actions: inout [RuntimeAction]) throws {
        var seen: Set<String> = []
        while let entry = wakes.pop(dueBy: now) {
            guard seen.insert(entry.anchor).inserted else { continue }
            try hold(entry.anchor, entry.shard)
            try step(.wake, entry.shard, entry.anchor, by: .system)
            try dispatchWork(of: entry.anchor, &actions)
            let timer = anchors[entry.anchor]?.state.nextTimer(governance(_:))
            if let timer, timer > now {
                wakes.push(timer, shard: entry.shard, anchor: entry.anchor)
            }
        }
        armed = nil
    }

    /// Says when to come back, where that is sooner than was said before.
    func arm(_ actions: inout [RuntimeAction]) {
        guard let next = wakes.next, armed.map({ next < $0 }) ?? true else { return }
        armed = next
        actions.append(.wake(at: next))
    }
}
