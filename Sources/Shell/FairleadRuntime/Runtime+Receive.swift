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

    func submit(
        _ ticket: Ticket, _ events: [Event], by principal: Principal, _ answer: Keep?,
        _ actions: inout [RuntimeAction]
    ) throws {
        let bytes = events.reduce(0) { $0 + $1.received.count }
        let waiting = pending.replies.count + (inFlight?.replies.count ?? 0)
        let waitingBytes = pending.bytes + (inFlight?.bytes ?? 0)
        guard waiting < limits.inputsWaitingMax, waitingBytes + bytes <= limits.bytesWaitingMax
        else {
            actions.append(.reply(ticket, .overloaded))
            return
        }
        var fresh: [ReceiptKey: Digest] = [:]
        for (index, event) in events.enumerated() {
            let key = ReceiptKey(source: event.source, id: event.id)
            var isDifferent = fresh[key].map { $0 != event.digest } ?? false
            if case .different = try known(event) { isDifferent = true }
            if isDifferent {
                actions.append(
                    .reply(ticket, .conflict(index: index, source: event.source, id: event.id)))
                return
            }
            fresh[key] = event.digest
        }
        var receipts: [EventReceipt] = []
        let isBacklogged = waiting >= limits.inputsSteppedMax
        for event in events {
            receipts.append(
                try guarded(Self.input(event)) {
                    try keep(event, by: principal, isBacklogged)
                })
            if !isParked(Self.input(event)), receipts.last?.isPending == false {
                journal.forget(Self.input(event))
            }
        }
        pending.bytes += bytes
        if let kept = answer?(.receipts(receipts)) { pending.batch.answers.append(kept) }
        pending.replies.append((ticket, .receipts(receipts)))
    }

    private func known(_ event: Event) throws -> Known {
        let key = ReceiptKey(source: event.source, id: event.id)
        let receipt =
            try pending.receipts[key] ?? inFlight?.receipts[key]
            ?? store.receipt(source: event.source, id: event.id)
        guard let receipt else { return .fresh }
        return receipt.digest == event.digest ? .same(receipt) : .different
    }

    private func keep(
        _ event: Event, by principal: Principal, _ isBacklogged: Bool
    ) throws -> EventReceipt {
        if case .same(let receipt) = try known(event) {
            return EventReceipt(
                source: event.source, id: event.id, place: receipt.place, isDuplicate: true,
                cases: receipt.cases, isPending: waitingEvents.contains(receipt.place))
        }
        let route = route(of: event)
        let input = Self.input(event)
        let isAlone =
            isBacklogged || isParked(input) || journal.deaths[input] != nil
            || isParked(Self.input(route.anchor))
        let (place, cases) =
            isAlone
            ? try keepAlone(event, by: principal) : try place(event, route, by: principal)
        pending.put(
            Receipt(
                source: event.source, id: event.id, digest: event.digest, place: place,
                cases: cases))
        return EventReceipt(
            source: event.source, id: event.id, place: place, isDuplicate: false, cases: cases,
            isPending: isAlone)
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
        let own = Self.ownAnchor(of: event)
        return accounts.count == 1
            ? Route(accounts: accounts, anchor: accounts[0].root, shard: accounts[0].shard)
            : Route(accounts: accounts, anchor: own, shard: Shards.shard(of: own))
    }

    private static func ownAnchor(of event: Event) -> String {
        "event-" + String(event.digest.description.prefix(24))
    }

    /// Commits the receipt alone: the first step is taken when that is durable.
    private func keepAlone(
        _ event: Event, by principal: Principal
    ) throws -> (EntryPlace, [String]) {
        let own = Self.ownAnchor(of: event)
        let shard = Shards.shard(of: own)
        let command = Command.receiveForMany(event, accounts: [Delivery.undecided])
        let place =
            try step(command, shard, own, by: principal).get()
            ?? EntryPlace(shard: shard, number: 0)
        waitingEvents.insert(place)
        return (place, [])
    }

    /// Steps the event where it belongs: the registry, its account's anchor, or its own.
    private func place(
        _ event: Event, _ route: Route, by principal: Principal
    ) throws -> (EntryPlace, [String]) {
        if !event.claims.isEmpty {
            let place = try step(RegistryCommand.receive(event), by: principal).get()
            return (place ?? EntryPlace(shard: Shards.registry, number: 0), [])
        }
        let accounts = route.accounts
        let command: Command
        switch accounts.count {
        case 0: command = .receive(event, account: nil)
        case 1: command = .receive(event, account: registry.context(of: accounts[0]))
        default: command = .receiveForMany(event, accounts: accounts.map(\.id))
        }
        let place =
            try step(command, route.shard, route.anchor, by: principal).get()
            ?? EntryPlace(shard: route.shard, number: 0)
        let cases = anchors[route.anchor]?.state.event(at: place)?.caseID.map { [$0] } ?? []
        return (place, cases)
    }
}
