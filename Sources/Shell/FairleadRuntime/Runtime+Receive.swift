import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadStore

// Receive: once, whole, to the right shard.
extension Runtime {
    /// What is known of an event that comes again.
    private enum Known {
        case fresh
        case same(Receipt)
        case different
    }

    /// The receipts of one submission, as long as some of its events are to be stepped yet.
    private final class Gathering {
        var receipts: [EventReceipt?]
        var missing: Int
        init(count: Int) {
            receipts = [EventReceipt?](repeating: nil, count: count)
            missing = count
        }
    }

    func submit(
        _ ticket: Ticket, _ events: [Event], by principal: Principal, _ answer: Keep?
    ) throws {
        let bytes = events.reduce(0) { $0 + $1.received.count }
        let waiting = pending.replies.count + planned.count + (inFlight?.replies.count ?? 0)
        let waitingBytes = pending.bytes + (inFlight?.bytes ?? 0)
        guard waiting < limits.inputsWaitingMax, waitingBytes + bytes <= limits.bytesWaitingMax,
            dispatch.waitingCount < limits.anchorsWaitingOutMax
        else {
            actions.append(.reply(ticket, .overloaded))
            return
        }
        if events.contains(where: { placing.contains(ReceiptKey(of: $0)) }) {
            try takePlannedSteps()
        }
        let stored = try events.map { try store.receipt(source: $0.source, id: $0.id) }
        if let conflict = conflict(in: events, stored) {
            actions.append(.reply(ticket, conflict))
            return
        }
        pending.bytes += bytes
        // Whose own line is long gets its receipts first; who has none behind is not made to wait.
        let behind = events.first.flatMap { eventsBehind[$0.source] } ?? 0
        let isBacklogged = waiting + behind >= limits.inputsSteppedMax
        let gathering = Gathering(count: events.count)
        for (index, event) in events.enumerated() {
            try guarded(Self.input(event)) {
                try keep(event, stored[index], by: principal, isBacklogged) { [self] receipt in
                    gathering.receipts[index] = receipt
                    gathering.missing -= 1
                    if gathering.missing == 0 { finish(ticket, gathering, answer) }
                }
            }
        }
        if events.isEmpty { finish(ticket, gathering, answer) }
    }

    /// The first event that says something else under an id that is known.
    private func conflict(in events: [Event], _ stored: [Receipt?]) -> RuntimeReply? {
        var fresh: [ReceiptKey: Digest] = [:]
        for (index, event) in events.enumerated() {
            let key = ReceiptKey(of: event)
            var isDifferent = fresh[key].map { $0 != event.digest } ?? false
            if case .different = known(event, stored[index]) { isDifferent = true }
            if isDifferent {
                return .conflict(index: index, source: event.source, id: event.id)
            }
            fresh[key] = event.digest
        }
        return nil
    }

    private func finish(_ ticket: Ticket, _ gathering: Gathering, _ answer: Keep?) {
        let reply = RuntimeReply.receipts(gathering.receipts.compactMap { $0 })
        if let kept = answer?(reply) { pending.batch.rows.answers.append(kept) }
        pending.replies.append((ticket, reply))
    }

    /// `stored`: what the store has of it; what is not durable yet is known here only.
    private func known(_ event: Event, _ stored: Receipt?) -> Known {
        let key = ReceiptKey(of: event)
        guard let receipt = pending.receipts[key] ?? inFlight?.receipts[key] ?? stored else {
            return .fresh
        }
        return receipt.digest == event.digest ? .same(receipt) : .different
    }

    private func keep(
        _ event: Event, _ stored: Receipt?, by principal: Principal, _ isBacklogged: Bool,
        then: @escaping (EventReceipt) -> Void
    ) throws {
        let key = ReceiptKey(of: event)
        // The same event twice in one submission: the second comes again.
        if placing.contains(key) { try takePlannedSteps() }
        if case .same(let receipt) = known(event, stored) {
            return then(
                EventReceipt(
                    source: event.source, id: event.id, place: receipt.place, isDuplicate: true,
                    cases: receipt.cases, isPending: waitingEvents.contains(receipt.place)))
        }
        let route = route(of: event)
        let input = Self.input(event)
        let isAlone =
            isBacklogged || isParked(input) || journal.deaths[input] != nil
            || isParked(Self.input(route.anchor))
        func put(_ place: EntryPlace, _ cases: [String]) {
            placing.remove(key)
            pending.put(
                Receipt(
                    source: event.source, id: event.id, digest: event.digest, place: place,
                    cases: cases))
            if !isAlone { journal.forget(input) }
            then(
                EventReceipt(
                    source: event.source, id: event.id, place: place, isDuplicate: false,
                    cases: cases, isPending: isAlone))
        }
        placing.insert(key)
        if isAlone {
            put(try keepAlone(event, by: principal), [])
        } else {
            try place(event, route, by: principal, then: put)
        }
    }

    /// Whom an event concerns, and the anchor where it is stepped.
    struct Route {
        let accounts: [RegisteredAccount]
        let anchor: String
        let shard: Int
    }

    func route(of event: Event) -> Route {
        var accounts: [RegisteredAccount] = []
        for party in event.parties {
            guard let account = registry.account(of: [party]),
                !accounts.contains(where: { $0.id == account.id })
            else { continue }
            accounts.append(account)
        }
        if accounts.count == 1 {
            return Route(accounts: accounts, anchor: accounts[0].root, shard: accounts[0].shard)
        }
        let own = Self.ownAnchor(of: event)
        return Route(accounts: accounts, anchor: own, shard: Shards.shard(of: own))
    }

    private static func ownAnchor(of event: Event) -> String {
        "event-" + event.digest.hexPrefix(24)
    }

    /// Commits the receipt alone: the first step is taken when that is durable.
    private func keepAlone(_ event: Event, by principal: Principal) throws -> EntryPlace {
        let own = Self.ownAnchor(of: event)
        let shard = Shards.shard(of: own)
        let command = Command.receiveForMany(event, accounts: [Delivery.undecided])
        let place =
            try step(command, shard, own, by: principal).get()
            ?? EntryPlace(shard: shard, number: 0)
        waitingEvents.insert(place)
        sourcesAlone[own] = event.source
        return place
    }

    /// Steps the event where it belongs: the registry, its account's anchor, or its own.
    private func place(
        _ event: Event, _ route: Route, by principal: Principal,
        then: @escaping (EntryPlace, [String]) -> Void
    ) throws {
        if !event.claims.isEmpty {
            try takePlannedSteps()
            let place = try step(RegistryCommand.receive(event), by: principal).get()
            return then(place ?? EntryPlace(shard: Shards.registry, number: 0), [])
        }
        let accounts = route.accounts
        let command: Command
        switch accounts.count {
        case 0: command = .receive(event, account: nil)
        case 1: command = .receive(event, account: registry.context(of: accounts[0]))
        default: command = .receiveForMany(event, accounts: accounts.map(\.id))
        }
        plan(
            command, route.shard, route.anchor, by: principal, guarding: Self.input(event)
        ) { outcome in
            let place = try outcome.result.get() ?? EntryPlace(shard: route.shard, number: 0)
            then(place, outcome.joined.map { [$0] } ?? [])
        }
    }
}

extension ReceiptKey {
    fileprivate init(of event: Event) { self.init(source: event.source, id: event.id) }
}
