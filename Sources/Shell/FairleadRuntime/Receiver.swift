public import FairleadCanonical
public import FairleadConnector
public import FairleadDomain
import FairleadEngine

/// Brings in what outside systems tell: verifies, maps, asks for what an event does not say of
/// itself, and gives it to the runtime. Acknowledged means durable.
public struct Receiver: Sendable {
    /// What the sender of a webhook is told.
    public enum HookReply: Sendable {
        case accepted(EventReceipt)
        case unknownConnector
        case refused(SignatureFailure)
        /// Secrets or the store are not to be had just now.
        case unavailable(String)
        case overloaded
    }

    private let connectors: ConnectorSet
    private let host: RuntimeHost
    private let values: any ValueSource
    private let time: any TimeSource

    public init(
        connectors: ConnectorSet, host: RuntimeHost, values: any ValueSource,
        time: any TimeSource
    ) {
        self.connectors = connectors
        self.host = host
        self.values = values
        self.time = time
    }

    /// A system's native webhook: nothing of it is looked at before its signature is found right.
    public func hook(
        _ name: String, headers: [(name: String, value: String)], body: [UInt8]
    ) async -> HookReply {
        guard let connector = connectors[name], let scheme = connector.definition.webhook else {
            return .unknownConnector
        }
        // One secret of several is enough: while they are rotated an old one may be gone.
        let secrets = scheme.secrets.compactMap { reference in
            (try? values.value(of: reference)).map { Array($0.utf8) }
        }
        guard !secrets.isEmpty else { return .unavailable("no secret of \(name) is set") }
        if let failure = scheme.failure(
            headers: headers, body: body, secrets: secrets, now: time.now())
        {
            return .refused(failure)
        }
        let received = EventMapper(connector.definition).receive(body, now: time.now())
        switch await keep(received, from: connector) {
        case .receipts(let receipts):
            guard let receipt = receipts.first else { return .unavailable("no receipt") }
            return .accepted(receipt)
        case .conflict(_, let source, let id):
            // Verified, and saying something else: acknowledged, for the sender would only try
            // again; a person looks at it.
            let known = EntryPlace(shard: 0, number: 0)
            return .accepted(
                EventReceipt(
                    source: source, id: id, place: known, isDuplicate: true, cases: []))
        case .overloaded: return .overloaded
        case .rejected(let rejection): return .unavailable(rejection.message)
        case .done, .state: return .unavailable("the runtime answered something else")
        }
    }

    /// What a catch-up sweep found: what came by webhook already is a duplicate, and adds nothing.
    ///
    /// Answers where the next sweep begins, or why this one failed; and how many events were new.
    public func sweep(_ name: String, since: Instant) async -> (next: Instant, fresh: Int)? {
        guard let connector = connectors[name] else { return nil }
        guard case .events(let events, let next) = await connector.sweep(since: since) else {
            return nil
        }
        var fresh = 0
        for received in events {
            guard case .receipts(let receipts) = await keep(received, from: connector) else {
                continue
            }
            fresh += receipts.count { !$0.isDuplicate }
        }
        return (next, fresh)
    }

    private func keep(
        _ received: ReceivedEvent, from connector: any Connector
    ) async -> RuntimeReply {
        let principal = Receiver.principal(of: connector.definition.name)
        var received = received
        if let lookup = received.partyLookup,
            let party = await party(lookup, of: received, connector)
        {
            received = received.about([party])
        }
        let reply = await host.submit([received.event], by: principal)
        await report(reply, received)
        guard case .receipts(let receipts) = reply, receipts.allSatisfy({ !$0.isDuplicate }) else {
            return reply
        }
        for value in received.unmapped {
            _ = await host.registry(
                .reportUnmapped(
                    connector: value.connector, field: value.field, value: value.value),
                by: principal)
        }
        for followUp in received.followUps {
            await learn(followUp, of: received.event, connector, principal)
        }
        return reply
    }

    /// Whom an event is about, where only its system can say.
    private func party(
        _ lookup: PartyLookup, of received: ReceivedEvent, _ connector: any Connector
    ) async -> ExternalReference? {
        let work = WorkItem(
            id: received.event.id, caseID: "", kind: .lookup, operation: lookup.operation,
            arguments: lookup.arguments, reference: received.event.id, attempt: 1,
            mode: .perform, catalog: .zero)
        guard case .done(_, let records, _) = await connector.perform(work), records.count == 1
        else { return nil }
        return lookup.party(records[0])
    }

    /// What else an event's objects are known by, as its system tells when asked.
    private func learn(
        _ followUp: FollowUpLookup, of event: Event, _ connector: any Connector,
        _ principal: Principal
    ) async {
        let work = WorkItem(
            id: event.id, caseID: "", kind: .lookup, operation: followUp.operation,
            arguments: followUp.arguments, reference: event.id, attempt: 1, mode: .perform,
            catalog: .zero)
        guard case .done(let value, _, _) = await connector.perform(work) else { return }
        let items = value.arrayValue ?? (value.isNull ? [] : [value])
        let mapper = EventMapper(connector.definition)
        for learnt in mapper.learnt(items, by: followUp, of: event, now: time.now()) {
            _ = await host.submit([learnt.event], by: principal)
        }
    }

    /// A verified message that cannot be taken in as it is: it is acknowledged and kept, and a
    /// person looks at it.
    private func report(_ reply: RuntimeReply, _ received: ReceivedEvent) async {
        let event = received.event
        let trouble: Trouble
        switch reply {
        case .conflict:
            trouble = Trouble(
                code: .eventConflict, about: "\(event.source) \(event.id)",
                message: "\(event.connector) says something else under an id that is known",
                received: event.received, labels: event.labels)
        case .receipts(let receipts):
            // One for each way in which a mapping fails, whatever the number of messages.
            guard let failure = received.failure, let receipt = receipts.first,
                !receipt.isDuplicate
            else { return }
            trouble = Trouble(
                code: .mappingFailed,
                about: "\(event.connector) \(event.type) \(failure.code) \(failure.place)",
                message: "\(event.type) could not be mapped: \(failure.message), at "
                    + "\(failure.place); first in entry \(receipt.place)")
        default: return
        }
        _ = await host.registry(
            .reportTrouble(trouble), by: Receiver.principal(of: event.connector))
    }

    /// A connector acts in its own name; it is nobody's initiator.
    public static func principal(of connector: String) -> Principal {
        Principal(
            id: "connector-\(connector)", name: connector, kind: .integration,
            roles: ["integration"])
    }
}

/// Carries work to the connector that its operation names.
public struct ConnectorCarrier: WorkCarrier {
    private let connectors: ConnectorSet

    public init(_ connectors: ConnectorSet) { self.connectors = connectors }

    public func carry(_ work: WorkItem) async -> Answer {
        let name = work.operation.connector
        guard let connector = connectors[name] else {
            return .failed(code: "connector-unknown", message: "there is no connector \(name)")
        }
        return await connector.perform(work)
    }
}
