public import FairleadCanonical

/// What outside systems tell in a run, as CloudEvents.
public enum SimulatedEvents {
    /// The master tells of each customer, and of what others call it.
    public static func account(_ number: Int, at time: Instant) -> JSON {
        func reference(_ system: String, _ kind: String) -> JSON {
            [
                "system": .string(system), "kind": .string(kind),
                "id": .string("\(system)-\(number)"),
            ]
        }
        return event(
            "/crm", "account.updated", "account-\(number)", at: time,
            [
                "claims": [
                    [
                        "account": reference("crm", "account"),
                        "same": [
                            reference("billing", "customer"), reference("erp", "customer"),
                            reference("helpDesk", "organisation"),
                        ],
                    ]
                ]
            ])
    }

    /// One thing that happens to a customer.
    static func something(_ number: Int, id: Int, chance: inout Chance) -> JSON {
        let minute = chance.below(120)
        let kinds = [
            "payment.failed", "payment.failed", "payment.failed", "ticket.created",
            "payment.recovered", "payment.returned", "cash.applied", "incident.resolved",
            "dispute.opened",
        ]
        let kind = kinds[chance.below(kinds.count)]
        let invoice = "invoice-\(number)-\(chance.below(2))"
        switch kind {
        case "ticket.created":
            return event(
                "/helpDesk", kind, "event-\(id)", at: time(minute),
                [
                    "ticket": [
                        "id": .string("ticket-\(id)"), "subject": "Premium features are locked",
                        "topic": "access", "status": "new", "priority": "high",
                        "queue": "support", "requester": "user@customer.example",
                        "createdAt": "2026-11-20T09:10:00Z",
                    ],
                    "aliases": [.string("ticket/\(id)")],
                    "parties": parties("helpDesk", "organisation", number),
                ])
        case "dispute.opened":
            return event(
                "/erp", kind, "event-\(id)", at: time(minute),
                [
                    "invoiceDispute": [
                        "id": .string("dispute-\(id)"), "receivable": "receivable",
                        "reason": "counted twice", "status": "open",
                        "amount": ["amount": "4180.00", "currency": "USD"],
                    ],
                    "aliases": [.string("dispute/\(id)")],
                    "parties": parties("erp", "customer", number),
                ])
        case "cash.applied", "incident.resolved":
            let data: JSON =
                kind == "cash.applied"
                ? [
                    "aliases": [.string("cash/\(id)")],
                    "parties": parties("erp", "customer", number),
                ]
                : [
                    "incident": [
                        "id": .string("incident-\(id)"), "severity": 2, "component": "api",
                        "status": "resolved", "startedAt": "2026-11-20T08:00:00Z",
                    ],
                    "aliases": [.string("incident/\(id)")],
                    "parties": parties("helpDesk", "organisation", number),
                ]
            return event(
                kind == "cash.applied" ? "/erp" : "/helpDesk", kind, "event-\(id)",
                at: time(minute), data)
        default:
            return payment(kind, invoice, number, id, minute, &chance)
        }
    }

    private static func payment(
        _ kind: String, _ invoice: String, _ number: Int, _ id: Int, _ minute: Int,
        _ chance: inout Chance
    ) -> JSON {
        let status = ["payment.failed": "failed", "payment.recovered": "succeeded"][kind]
        var payment: JSONObject = [
            "id": .string("payment-\(invoice)"), "invoice": .string(invoice),
            "status": .string(status ?? "returned"),
            "amount": ["amount": "4180.00", "currency": "USD"], "method": "card",
        ]
        if kind == "payment.failed" {
            let causes = [
                "expiredCard", "insufficientFunds", "stolenCard", "authenticationRequired",
            ]
            payment["failure"] = .string(causes[chance.below(causes.count)])
        }
        return event(
            "/billing", kind, "event-\(id)", at: time(minute),
            [
                "payment": .object(payment),
                "aliases": [.string("\(kind)/\(invoice)")],
                "parties": parties("billing", "customer", number),
            ])
    }

    private static func parties(_ system: String, _ kind: String, _ number: Int) -> JSON {
        [
            [
                "system": .string(system), "kind": .string(kind),
                "id": .string("\(system)-\(number)"),
            ]
        ]
    }

    private static func time(_ minute: Int) -> Instant {
        Simulation.start.adding(milliseconds: Int64(minute - 180) * 60_000)
    }

    /// One CloudEvent, structured.
    public static func event(
        _ source: String, _ type: String, _ id: String, at time: Instant, _ data: JSON
    ) -> JSON {
        [
            "specversion": "1.0", "id": .string(id), "source": .string(source),
            "type": .string(type), "time": .string(time.rfc3339), "data": data,
        ]
    }
}
