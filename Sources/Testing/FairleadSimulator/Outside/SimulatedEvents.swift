public import FairleadCanonical
import FairleadDomain

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

    /// What may happen to a customer, the commoner ones more than once.
    private static let kinds = [
        "payment.failed", "payment.failed", "payment.failed", "payment.failed", "ticket.created",
        "ticket.created", "payment.recovered", "payment.returned", "cash.applied",
        "incident.resolved", "dispute.opened", "chargeback.opened", "chargeback.closed",
        "credit.promised", "payment.promised", "promise.kept", "invoice.overdue",
    ]

    /// One thing that happens to a customer, at some moment of the last three hours.
    static func something(
        _ number: Int, id: Int, before now: Instant, chance: inout Chance
    ) -> JSON {
        let time = now.adding(milliseconds: -Int64(chance.below(180)) * 60_000)
        return happening(
            kinds[chance.below(kinds.count)], to: number, id: id, at: time, chance: &chance)
    }

    /// One thing of a kind; `invoice` where it is about a certain one.
    static func happening(
        _ kind: String, to number: Int, id: Int, at time: Instant, invoice known: String? = nil,
        chance: inout Chance
    ) -> JSON {
        let invoice = known ?? "invoice-\(number)-\(chance.below(2))"
        let source: String
        var data: JSONObject
        switch kind {
        case "ticket.created", "credit.promised":
            source = "helpDesk"
            data = ["ticket": ticket(id)]
            data["aliases"] = [.string("\(kind)/\(id)")]
        case "incident.resolved":
            source = "helpDesk"
            data = ["incident": incident(id)]
            data["aliases"] = [.string("incident/\(id)")]
        case "dispute.opened":
            source = "erp"
            data = ["invoiceDispute": dispute(id)]
            data["aliases"] = [.string("dispute/\(id)")]
        case "payment.promised", "promise.kept":
            source = "erp"
            data = ["paymentPromise": promise(id, isKept: kind == "promise.kept")]
            data["aliases"] = [.string("promise/\(id)")]
        case "cash.applied":
            source = "erp"
            data = ["aliases": [.string("cash/\(id)")]]
        case "chargeback.opened", "chargeback.closed":
            source = "billing"
            data = ["chargeback": chargeback(number, isOpen: kind == "chargeback.opened")]
            data["aliases"] = [.string("\(kind)/\(number)-\(chance.below(3))")]
        case "invoice.overdue":
            source = "billing"
            data = ["invoice": self.invoice(invoice)]
            data["aliases"] = [.string("overdue/\(invoice)")]
        default:
            source = "billing"
            data = payment(kind, invoice, &chance)
        }
        let party = ["billing": "customer", "erp": "customer"][source] ?? "organisation"
        data["parties"] = [
            [
                "system": .string(source), "kind": .string(party),
                "id": .string("\(source)-\(number)"),
            ]
        ]
        return event("/" + source, kind, "event-\(id)", at: time, .object(data))
    }

    private static func ticket(_ id: Int) -> JSON {
        [
            "id": .string("ticket-\(id)"),
            "subject": .string("\(Masked.mark)conversation-: premium features are locked"),
            "topic": .string(["access", "billing", "howTo"][id % 3]), "status": "new",
            "priority": "high", "queue": "support",
            "requester": .string("\(Masked.mark)personal-user@customer.example"),
            "createdAt": "2026-11-20T09:10:00Z",
        ]
    }

    private static func incident(_ id: Int) -> JSON {
        [
            "id": .string("incident-\(id)"), "severity": 2, "component": "api",
            "status": "resolved", "startedAt": "2026-11-20T08:00:00Z",
        ]
    }

    private static let amount: JSON = ["amount": "4180.00", "currency": "USD"]

    private static func dispute(_ id: Int) -> JSON {
        [
            "id": .string("dispute-\(id)"), "receivable": "receivable",
            "reason": .string("\(Masked.mark)finance-: counted twice"), "status": "open",
            "amount": amount,
        ]
    }

    private static func promise(_ id: Int, isKept: Bool) -> JSON {
        [
            "id": .string("promise-\(id)"), "amount": amount, "madeOn": "2026-11-20",
            "dueOn": "2026-11-27", "status": .string(isKept ? "kept" : "open"),
        ]
    }

    private static func chargeback(_ number: Int, isOpen: Bool) -> JSON {
        [
            "id": .string("chargeback-\(number)"),
            "reason": .string("\(Masked.mark)finance-: not recognised"), "amount": amount,
            "status": .string(isOpen ? "needs_response" : "won"),
        ]
    }

    private static func invoice(_ id: String) -> JSON {
        [
            "id": .string(id), "status": "open", "amountDue": amount, "collection": "automatic",
        ]
    }

    /// Several events may tell of one failure, each by some of the names that it has.
    private static func payment(
        _ kind: String, _ invoice: String, _ chance: inout Chance
    ) -> JSONObject {
        let status = ["payment.failed": "failed", "payment.recovered": "succeeded"][kind]
        var payment: JSONObject = [
            "id": .string("payment-\(invoice)"), "invoice": .string(invoice),
            "status": .string(status ?? "returned"), "amount": amount, "method": "card",
        ]
        guard kind == "payment.failed" else {
            return ["payment": .object(payment), "aliases": [.string("\(kind)/\(invoice)")]]
        }
        let causes = [
            "expiredCard", "expiredCard", "insufficientFunds", "stolenCard",
            "authenticationRequired",
        ]
        payment["failure"] = .string(causes[chance.below(causes.count)])
        let names = ["intent", "charge", "attempt"].map { "\($0)/\(invoice)" }
        let first = chance.below(names.count)
        return [
            "payment": .object(payment),
            "aliases": [.string(names[first]), .string(names[(first + 1) % names.count])],
        ]
    }

    /// Billing counts what happens to a chargeback without gaps, so that what is on its way for
    /// long is waited for.
    static func counted(_ document: JSON, after told: [Event]) -> JSON {
        guard let id = document["data"]?["chargeback"]?["id"],
            var members = document.objectValue
        else { return document }
        let count = told.count { $0.data["chargeback"]?["id"] == id }
        members["sequence"] = .string(String(count + 1))
        members["sequencetype"] = "Integer"
        return .object(members)
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
