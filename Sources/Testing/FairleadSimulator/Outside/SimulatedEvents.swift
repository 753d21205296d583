public import FairleadCanonical
import FairleadDomain

/// What outside systems tell in a run, as CloudEvents.
public enum SimulatedEvents {
    /// The master tells of each customer, and of what others call it. One of ten belongs to the
    /// group of the one before it.
    public static func account(_ number: Int, at time: Instant) -> JSON {
        func reference(_ system: String, _ kind: String, of number: Int = number) -> JSON {
            [
                "system": .string(system), "kind": .string(kind),
                "id": .string("\(system)-\(number)"),
            ]
        }
        var claim: JSONObject = [
            "account": reference("crm", "account"),
            "same": [
                reference("billing", "customer"), reference("erp", "customer"),
                reference("helpDesk", "organisation"),
            ],
        ]
        if number % 10 == 4 { claim["parent"] = reference("crm", "account", of: number - 1) }
        return event(
            "/crm", "account.updated", "account-\(number)", at: time,
            ["claims": [.object(claim)]])
    }

    /// What may happen to a customer, the commoner ones more than once.
    private static let kinds = [
        "payment.failed", "payment.failed", "payment.failed", "payment.failed", "payment.failed",
        "payment.failed", "payment.failed", "payment.failed", "ticket.created", "ticket.created",
        "ticket.created", "chargeback.opened", "chargeback.opened", "payment.recovered",
        "payment.returned", "cash.applied",
        "incident.resolved", "dispute.opened", "chargeback.opened", "chargeback.closed",
        "credit.promised", "payment.promised", "promise.kept", "invoice.overdue",
        "incident.declared", "incident.declared", "incident.severityChanged", "order.signed",
        "order.signed", "complaint.received", "complaint.received", "provisioning.failed",
        "milestone.changed", "receivable.updated", "subscription.updated", "contract.noticeGiven",
        "dispute.resolved", "promise.broken",
    ]

    /// The kinds that are told by what is known of them.
    static let known = Set(kinds).union(consequences.values.flatMap { $0.map(\.kind) })

    /// Any kind of thing.
    static func something(_ chance: inout Chance) -> String { kinds[chance.below(kinds.count)] }

    /// One thing of a kind; `invoice` where it is about a certain one, `subject` where it follows
    /// from another and is about the same.
    static func happening(
        _ kind: String, to number: Int, id: Int, at time: Instant, invoice known: String? = nil,
        subject: Int? = nil, chance: inout Chance
    ) -> JSON {
        let invoice = known ?? "invoice-\(number)-\(chance.below(2))"
        if let (source, data) = delivery(kind, of: number, subject ?? id, id, &chance) {
            return told(kind, by: source, of: number, id: id, at: time, data)
        }
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
        case "dispute.opened", "dispute.resolved":
            source = "erp"
            let status = kind == "dispute.opened" ? "open" : "resolved"
            data = ["invoiceDispute": dispute(subject ?? id, status)]
            data["aliases"] = [.string("dispute/\(subject ?? id)/\(status)")]
        case "payment.promised", "promise.kept", "promise.broken":
            source = "erp"
            let status = kind == "payment.promised" ? "open" : String(kind.dropFirst(8))
            data = ["paymentPromise": promise(subject ?? id, status)]
            data["aliases"] = [.string("promise/\(subject ?? id)/\(status)")]
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
        return told(kind, by: source, of: number, id: id, at: time, data)
    }

    /// Some systems know customers by their own ids, the others by the master's.
    static func told(
        _ kind: String, by source: String, of number: Int, id: Int, at time: Instant,
        _ data: JSONObject
    ) -> JSON {
        let own = ["billing": "customer", "erp": "customer", "helpDesk": "organisation"]
        let system = own[source] == nil ? "crm" : source
        var data = data
        data["parties"] = [
            [
                "system": .string(system), "kind": .string(own[source] ?? "account"),
                "id": .string("\(system)-\(number)"),
            ]
        ]
        return event("/" + source, kind, "event-\(id)", at: time, .object(data))
    }

    static func ticket(_ id: Int, from requester: String = "user") -> JSON {
        [
            "id": .string("ticket-\(id)"),
            "subject": .string("\(Masked.mark)conversation-: premium features are locked"),
            "topic": .string(["access", "billing", "howTo"][id % 3]), "status": "new",
            "priority": "high", "queue": "support",
            "requester": .string("\(Masked.mark)personal-\(requester)@customer.example"),
            "createdAt": "2026-11-20T09:10:00Z",
        ]
    }

    private static func incident(_ id: Int) -> JSON {
        [
            "id": .string("incident-\(id)"), "severity": 2, "component": "api",
            "status": "resolved", "startedAt": "2026-11-20T08:00:00Z",
        ]
    }

    static let amount: JSON = ["amount": "4180.00", "currency": "USD"]

    private static func dispute(_ id: Int, _ status: String) -> JSON {
        [
            "id": .string("dispute-\(id)"), "receivable": "receivable",
            "reason": .string("\(Masked.mark)finance-: counted twice"),
            "status": .string(status), "amount": amount,
        ]
    }

    private static func promise(_ id: Int, _ status: String) -> JSON {
        [
            "id": .string("promise-\(id)"), "amount": amount, "madeOn": "2026-11-20",
            "dueOn": "2026-11-27", "status": .string(status),
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
    /// long is waited for; monitoring counts what happens to an incident, and may leave some out.
    static func counted(_ document: JSON, after told: [Event]) -> JSON {
        guard var members = document.objectValue,
            let object = ["chargeback", "incident"].first(where: { document["data"]?[$0] != nil }),
            let id = document["data"]?[object]?["id"]
        else { return document }
        let count = told.count {
            $0.data[object]?["id"] == id && $0.source == members["source"]?.stringValue
        }
        members["sequence"] = .string(String(count + 1))
        if object == "chargeback" { members["sequencetype"] = "Integer" }
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
