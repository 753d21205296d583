import FairleadCanonical
public import FairleadConnector
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
public import FairleadRuntime
import FairleadStore

/// Takes what a connector received, by webhook or sweep: finds out whom it is about where it does
/// not say, hands it to the runtime, and follows up what may teach further aliases.
public struct Receiver: Sendable {
    let services: APIServices

    /// Attempts at one follow-up, with a pause before each further one.
    static let followUpAttemptsMax = 3
    static let followUpPauseSeconds = 5

    public init(_ services: APIServices) {
        self.services = services
    }

    /// Receives events of one connector; each is kept, whatever its mapping made of it.
    public func take(
        _ received: [ReceivedEvent], of definition: ConnectorDefinition
    ) async throws -> [EventReceipt] {
        var receipts: [EventReceipt] = []
        for event in received { receipts += try await take(event, definition) }
        return receipts
    }

    private func take(
        _ first: ReceivedEvent, _ definition: ConnectorDefinition
    ) async throws -> [EventReceipt] {
        var received = first
        let known = try services.store.receipt(
            source: received.event.source, id: received.event.id)
        if known == nil, let lookup = received.partyLookup {
            received = await received.about(parties(by: lookup, of: received.event))
        }
        let principal = Self.principal(of: definition)
        switch await services.host.submit([received.event], by: principal) {
        case .receipts(let receipts):
            count(receipts)
            if receipts.contains(where: { !$0.isDuplicate }) {
                await report(received, definition)
                followUp(received, definition)
            }
            return receipts
        case .conflict: return try await keepConflicting(received.event, definition)
        default: throw ReceiverBusy()
        }
    }

    /// Fairlead's name for a system whose webhooks it believes.
    static func principal(of definition: ConnectorDefinition) -> Principal {
        Principal(
            id: "connector-" + definition.name, name: definition.name, kind: .integration,
            roles: [])
    }

    private func count(_ receipts: [EventReceipt]) {
        services.metrics.countEvents(
            receipts.count, duplicates: receipts.count { $0.isDuplicate })
    }

    /// Asks whom an event is about; nobody, if the system does not say.
    private func parties(
        by lookup: PartyLookup, of event: Event
    ) async -> [ExternalReference] {
        guard let connector = services.connectors[lookup.operation] else { return [] }
        let work = workItem(lookup.operation, lookup.arguments, for: event)
        guard case .done(_, let records, _) = await connector.perform(work) else { return [] }
        return records.map(lookup.party)
    }

    private func workItem(
        _ operation: String, _ arguments: JSONObject, for event: Event
    ) -> WorkItem {
        WorkItem(
            id: "receive-" + event.digest.hex.prefix(16), caseID: "", kind: .lookup,
            operation: operation, arguments: arguments, reference: event.id, attempt: 1,
            mode: .perform, catalog: services.governance.digest)
    }

    /// Values and bodies that no mapping knows become exceptions, one for each kind.
    private func report(_ received: ReceivedEvent, _ definition: ConnectorDefinition) async {
        for value in received.unmapped {
            _ = await services.host.registry(
                .reportUnmapped(
                    connector: value.connector, field: value.field, value: value.value),
                by: Self.principal(of: definition))
        }
        if let failure = received.failure {
            _ = await services.host.registry(
                .reportUnmapped(
                    connector: definition.name, field: failure.place,
                    value: failure.code.rawValue),
                by: Self.principal(of: definition))
        }
    }

    /// A system that says something else under an id that is known: it is acknowledged, kept under
    /// an id of its own where it opens nothing, and one exception tells of it.
    private func keepConflicting(
        _ event: Event, _ definition: ConnectorDefinition
    ) async throws -> [EventReceipt] {
        services.metrics.countConflict()
        let kept = Event(
            source: event.source, id: event.id + "/" + event.digest.hex.prefix(16),
            type: definition.name + ".conflicting", time: event.time, subject: event.subject,
            data: [:], aliases: [], parties: [], claims: [], mailDomains: [],
            connector: definition.name, digest: event.digest, labels: event.labels,
            received: event.received)
        let principal = Self.principal(of: definition)
        guard case .receipts(let receipts) = await services.host.submit([kept], by: principal)
        else { throw ReceiverBusy() }
        count(receipts)
        if receipts.contains(where: { !$0.isDuplicate }) {
            _ = await services.host.registry(
                .reportUnmapped(
                    connector: definition.name, field: "another event under the id",
                    value: String(event.id.prefix(64))),
                by: principal)
        }
        return receipts
    }

    /// Asks, beside the way of the event, what else the occurrence is known by.
    private func followUp(_ received: ReceivedEvent, _ definition: ConnectorDefinition) {
        for lookup in received.followUps {
            Task { await follow(lookup, of: received.event, definition) }
        }
    }

    private func follow(
        _ lookup: FollowUpLookup, of event: Event, _ definition: ConnectorDefinition
    ) async {
        guard let connector = services.connectors[lookup.operation] else { return }
        let work = workItem(lookup.operation, lookup.arguments, for: event)
        for attempt in 1...Self.followUpAttemptsMax {
            switch await connector.perform(work) {
            case .done(let value, _, _):
                let items = value.arrayValue ?? [value]
                let learnt = EventMapper(definition).learnt(
                    items, by: lookup, of: event, now: services.time.now())
                _ = try? await take(learnt, of: definition)
                return
            case .failed: return
            case .retry, .unknown:
                if attempt == Self.followUpAttemptsMax { return }
                try? await Task.sleep(for: .seconds(Self.followUpPauseSeconds))
            }
        }
    }
}

/// Too much waits; the sender comes again.
struct ReceiverBusy: Error {}
