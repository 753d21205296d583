import FairleadCanonical
import FairleadCatalog
import FairleadConnector
import FairleadDomain
import FairleadPlaybook
import FairleadTesting
import Testing

/// Events as systems tell them.
enum Told {
    /// Reads a CloudEvent as the API does.
    static func event(_ document: JSON) throws -> Event {
        let catalog = try RuntimeWorld.shipped.get()
        let reader = CloudEventReader(
            schemas: catalog.governance.schemas.values.sorted { $0.type < $1.type },
            connectors: catalog.connectors)
        let events = try reader.read(
            headers: [("Content-Type", "application/cloudevents+json")], body: document.bytes,
            now: RuntimeWorld.start)
        return try #require(events.first)
    }

    /// The master tells of Acme, and of what others call it.
    static func acme() throws -> Event {
        try account("acme-crm", same: ["billing": "acme-billing", "erp": "acme-erp"])
    }

    static func account(
        _ id: String, same: KeyValuePairs<String, String>, event: String? = nil,
        parent: String? = nil
    ) throws -> Event {
        func reference(_ system: String, _ kind: String, _ id: String) -> JSON {
            ["system": .string(system), "kind": .string(kind), "id": .string(id)]
        }
        var others = same.map { system, id in reference(system, "customer", id) }
        others.append(reference("helpDesk", "organisation", id))
        var claim: JSONObject = [
            "account": reference("crm", "account", id), "same": .array(others),
        ]
        if let parent { claim["parent"] = reference("crm", "account", parent) }
        let event = event ?? "crm-\(id)"
        return try self.event([
            "specversion": "1.0", "id": .string(event), "source": "/crm",
            "type": "account.updated", "data": ["claims": .array([.object(claim)])],
        ])
    }

    static func failure(
        id: String = "failure-1", source: String = "/billing", aliases: [JSON] = ["invoice-1/1"],
        failure: String? = "expiredCard", customer: String = "acme-billing",
        of payment: String = "payment-1"
    ) throws -> Event {
        var told: JSONObject = [
            "id": .string(payment), "invoice": "invoice-1", "status": "failed",
            "amount": ["amount": "4180.00", "currency": "USD"], "method": "card", "attempt": 1,
        ]
        if let failure { told["failure"] = .string(failure) }
        return try event([
            "specversion": "1.0", "id": .string(id), "source": .string(source),
            "type": "payment.failed", "time": "2026-11-20T09:00:00Z",
            "data": [
                "payment": .object(told), "aliases": .array(aliases),
                "parties": parties("billing", "customer", customer),
            ],
        ])
    }

    /// Something that a system tells of Acme.
    static func told(
        _ type: String, _ id: String, by system: String, _ objects: JSONObject = [:]
    ) throws -> Event {
        var data = objects
        data["aliases"] = .array([.string(id)])
        data["parties"] = parties("crm", "account", "acme-crm")
        return try event([
            "specversion": "1.0", "id": .string(id), "source": .string("/" + system),
            "type": .string(type), "time": "2026-11-20T09:10:00Z", "data": .object(data),
        ])
    }

    static func parties(_ system: String, _ kind: String, _ id: String) -> JSON {
        [["system": .string(system), "kind": .string(kind), "id": .string(id)]]
    }

    static func ticket(
        id: String = "ticket-event-1", type: String = "ticket.created",
        party: String = "acme-crm"
    ) throws -> Event {
        try event([
            "specversion": "1.0", "id": .string(id), "source": "/helpDesk",
            "type": .string(type), "time": "2026-11-20T09:10:00Z",
            "data": [
                "ticket": [
                    "id": "ticket-1", "subject": "Premium features are locked",
                    "topic": "access", "status": "new", "priority": "high", "queue": "support",
                    "requester": "user@acme.example", "createdAt": "2026-11-20T09:10:00Z",
                ],
                "aliases": .array([.string("ticket/ticket-1/\(type)")]),
                "parties": parties("helpDesk", "organisation", party),
                "mailDomains": ["acme.example"],
            ],
        ])
    }

    static func ticketUpdated(_ id: String, event: String) throws -> Event {
        try Told.event([
            "specversion": "1.0", "id": .string(event), "source": "/helpDesk",
            "type": "ticket.updated", "time": "2026-11-20T09:10:00Z",
            "data": [
                "ticket": [
                    "id": .string(id), "subject": "Locked", "topic": "access", "status": "open",
                    "priority": "high", "queue": "support", "requester": "user@acme.example",
                    "createdAt": "2026-11-20T09:10:00Z",
                ],
                "aliases": .array([.string("ticket/\(event)")]),
                "parties": parties("helpDesk", "organisation", "acme-crm"),
            ],
        ])
    }

    static func payment(
        _ type: String, _ id: String, at time: String, attempt: Int = 1,
        invoice: String = "invoice-1"
    ) throws -> Event {
        let status = type == "payment.failed" ? "failed" : "succeeded"
        return try event([
            "specversion": "1.0", "id": .string(id), "source": "/billing",
            "type": .string(type), "time": .string("2026-11-20T\(time):00Z"),
            "data": [
                "payment": [
                    "id": .string("payment-\(invoice)"), "invoice": .string(invoice),
                    "status": .string(status),
                    "amount": ["amount": "4180.00", "currency": "USD"], "method": "card",
                ],
                "aliases": [.string("\(type)/\(invoice)/\(attempt)")],
                "parties": parties("billing", "customer", "acme-billing"),
            ],
        ])
    }

    static func recovered(id: String = "recovered-1") throws -> Event {
        try event([
            "specversion": "1.0", "id": .string(id), "source": "/billing",
            "type": "payment.recovered", "time": "2026-11-20T10:00:00Z",
            "data": [
                "payment": ["id": "payment-1", "invoice": "invoice-1", "status": "succeeded"],
                "aliases": ["invoice-1/paid"],
                "parties": parties("billing", "customer", "acme-billing"),
            ],
        ])
    }

    /// A webhook of billing's own dialect, as its mapping reads it.
    static func stripe(_ document: JSON) throws -> ReceivedEvent {
        let billing = try #require(
            try RuntimeWorld.shipped.get().connectors.first { $0.name == "billing" })
        return EventMapper(billing).receive(document.bytes, now: RuntimeWorld.start)
    }
}
