import FairleadCanonical
import FairleadDomain

/// A customer in trouble of whom everything is known, each classified field told apart.
enum ToldObjects {
    /// What the outside answers, by operation, in place of `CannedOutside`'s own answers.
    static func answers(_ schemas: [String: ObjectSchema]) -> [String: JSON] {
        [
            "crm.account": object("account", schemas, account),
            "crm.contract": object("contract", schemas, contract),
            "erp.receivables": [
                object(
                    "receivable", schemas,
                    ["id": "receivable-1", "status": "open", "daysPastDue": 3, "entity": "US"])
            ],
            "erp.unapplied": [
                object("unappliedCash", schemas, ["id": "cash-1", "status": "unapplied"])
            ],
            "erp.creditHolds": [
                object("creditHold", schemas, ["id": "hold-1", "status": "released"])
            ],
            "erp.promises": [
                object("paymentPromise", schemas, ["id": "promise-1", "status": "kept"])
            ],
            "helpDesk.tickets": [object("ticket", schemas, ticket)],
        ]
    }

    private static let account: JSONObject = [
        "id": "acme-crm", "name": "Acme Corp", "tier": "strategic", "region": "EMEA",
        "timeZone": "Europe/Berlin", "regulated": false,
    ]
    private static let contract: JSONObject = [
        "id": "contract-1", "status": "active", "startedOn": "2026-01-04", "endsOn": "2027-01-04",
        "noticeDeadline": "2026-12-05", "usageInvoicedMonthly": true,
    ]
    private static let ticket: JSONObject = [
        "id": "ticket-1", "topic": "access", "status": "solved", "priority": "high",
        "queue": "support", "createdAt": "2026-11-19T10:00:00Z",
    ]

    /// The decline, and what else is told of the same customer.
    static func events(_ schemas: [String: ObjectSchema]) -> [JSON] {
        [
            event(
                "failure-1", "/billing", "payment.failed", ("billing", "customer", "acme-billing"),
                [
                    "payment": object(
                        "payment", schemas,
                        [
                            "id": "payment-1", "invoice": "invoice-1", "status": "failed",
                            "method": "card", "attempt": 1,
                        ]),
                    "invoice": object(
                        "invoice", schemas,
                        ["id": "invoice-1", "status": "open", "collection": "automatic"]),
                ]),
            event(
                "dispute-1", "/erp", "dispute.resolved", ("erp", "customer", "acme-erp"),
                [
                    "invoiceDispute": object(
                        "invoiceDispute", schemas,
                        ["id": "dispute-1", "receivable": "receivable-1", "status": "resolved"])
                ]),
            event(
                "chargeback-1", "/billing", "chargeback.opened",
                ("billing", "customer", "acme-billing"),
                [
                    "chargeback": object(
                        "chargeback", schemas, ["id": "chargeback-1", "payment": "payment-9"])
                ]),
        ]
    }

    /// The ids under which each type's object can be asked for.
    static let ids = [
        "account": "acme-crm", "contract": "contract-1", "receivable": "receivable-1",
        "unappliedCash": "cash-1", "creditHold": "hold-1", "paymentPromise": "promise-1",
        "ticket": "ticket-1", "payment": "payment-1", "invoice": "invoice-1",
        "invoiceDispute": "dispute-1", "chargeback": "chargeback-1", "subscription": "sub-1",
    ]

    /// `members`, with the sentinel of each field that has one.
    private static func object(
        _ type: String, _ schemas: [String: ObjectSchema], _ members: JSONObject
    ) -> JSON {
        var object = members
        for field in AccessMatrix.fields where field.type == type {
            guard let sentinel = field.sentinel else { continue }
            let isMoney = schemas[type]?.field(field.name)?.type == "money"
            object[field.name] =
                isMoney
                ? ["amount": .string(sentinel), "currency": "USD"] : .string(sentinel)
        }
        return .object(object)
    }

    private static func event(
        _ id: String, _ source: String, _ type: String,
        _ party: (system: String, kind: String, id: String), _ objects: JSONObject
    ) -> JSON {
        var data = objects
        data["aliases"] = [.string("\(type)/\(id)")]
        data["parties"] = [
            [
                "system": .string(party.system), "kind": .string(party.kind),
                "id": .string(party.id),
            ]
        ]
        return [
            "specversion": "1.0", "id": .string(id), "source": .string(source),
            "type": .string(type), "time": "2026-11-20T09:00:00Z", "data": .object(data),
        ]
    }
}
