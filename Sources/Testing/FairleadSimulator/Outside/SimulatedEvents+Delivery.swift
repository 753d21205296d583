import FairleadCanonical
import FairleadDomain

// What is told of outages, of bringing customers to work, and of complaints; and what comes of it.
extension SimulatedEvents {
    /// Something that is yet to be told of a customer, for another thing happened.
    struct Following {
        let kind: String
        let number: Int
        let subject: Int
    }

    /// What comes of an event, or of what was done at a system: each so many times in a thousand.
    static let consequences: [String: [(kind: String, permille: Int)]] = [
        "chargeback.opened": [("chargeback.closed", 700), ("chargeback.opened", 200)],
        "dispute.opened": [("dispute.resolved", 300)],
        "payment.promised": [("promise.kept", 300), ("promise.broken", 300)],
        "incident.declared": [
            ("incident.severityChanged", 500), ("incident.mitigated", 900),
        ],
        "incident.severityChanged": [
            ("incident.severityChanged", 200), ("incident.mitigated", 400),
        ],
        "incident.mitigated": [("incident.resolved", 500)],
        "order.signed": [("order.cancelled", 60)],
        "provisioning.failed": [("provisioning.verified", 900), ("provisioning.failed", 150)],
        "complaint.received": [("ticket.updated", 300), ("creditMemo.issued", 150)],
        "identity.configureSSO": [
            ("provisioning.verified", 500), ("provisioning.failed", 500),
        ],
        "tracker.createIssue": [("issue.resolved", 700)],
        "erp.issueCreditMemo": [("creditMemo.issued", 800)],
        "psa.updateMilestone": [("milestone.changed", 300)],
    ]

    /// What is to be told later, for this happened to a customer.
    static func consequences(
        of cause: String, to number: Int, subject: Int, chance: inout Chance
    ) -> [Following] {
        var all: [Following] = []
        for next in consequences[cause] ?? [] where chance.permille(next.permille) {
            all.append(Following(kind: next.kind, number: number, subject: subject))
        }
        return all
    }

    /// Who tells of a thing of these kinds, and what; nil: it is of another kind.
    static func delivery(
        _ kind: String, of number: Int, _ subject: Int, _ id: Int, _ chance: inout Chance
    ) -> (source: String, data: JSONObject)? {
        func told(_ source: String, _ object: String, _ value: JSON) -> (String, JSONObject) {
            (source, [object: value, "aliases": [.string("\(kind)/\(subject)/\(id)")]])
        }
        switch kind {
        case "incident.declared", "incident.severityChanged", "incident.mitigated":
            return told("monitoring", "incident", outage(kind, subject, &chance))
        case "order.signed", "order.cancelled":
            return told("erp", "order", order(kind, subject, &chance))
        case "provisioning.failed", "provisioning.verified":
            return told("identity", "signInConnection", connection(kind, subject, &chance))
        case "issue.resolved":
            return told("tracker", "issue", issue(subject))
        case "milestone.changed":
            return told("psa", "milestone", milestone(subject))
        case "complaint.received", "ticket.updated":
            let requesters = ["bills", "admin", "user"]
            let requester = requesters[chance.below(requesters.count)]
            return told("helpDesk", "ticket", ticket(subject, from: requester))
        case "creditMemo.issued": return told("erp", "creditMemo", memo(number))
        case "receivable.updated": return told("erp", "receivable", receivable(&chance))
        case "subscription.updated":
            return told(
                "billing", "subscription",
                ["id": "sub-1", "status": "past_due", "collection": "automatic"])
        case "contract.noticeGiven": return told("crm", "contract", contract)
        default: return nil
        }
    }

    private static func outage(_ kind: String, _ subject: Int, _ chance: inout Chance) -> JSON {
        let isOver = kind == "incident.mitigated"
        // What is measured says now more, now less than what was declared.
        var outage: JSONObject = [
            "id": .string("outage-\(subject)"), "component": "api",
            "severity": .integer(chance.permille(700) ? 1 : 2),
            "status": .string(isOver ? "mitigated" : "active"),
            "startedAt": "2026-11-20T08:00:00Z",
        ]
        if chance.permille(800) {
            outage["errorPercent"] = .integer([4, 34, 64][chance.below(3)])
            outage["accountsAffected"] = .integer([20, 300][chance.below(2)])
        }
        if chance.permille(800) {
            outage["downtimeMinutes"] = .integer([12, 47, 300, 2_400][chance.below(4)])
        }
        if chance.permille(500) { outage["owningTeam"] = "platform" }
        return .object(outage)
    }

    private static func order(_ kind: String, _ subject: Int, _ chance: inout Chance) -> JSON {
        let kinds = ["new", "new", "expansion", "renewal"]
        let protocols = ["saml", "oidc", "ws-federation"]
        return [
            "id": .string("order-\(subject)"), "kind": .string(kinds[chance.below(kinds.count)]),
            "plan": "enterprise", "region": "eu-west",
            "ssoProtocol": .string(protocols[chance.below(protocols.count)]),
            "status": .string(kind == "order.signed" ? "signed" : "cancelled"),
            "amount": amount, "signedOn": "2026-11-20",
        ]
    }

    private static func connection(
        _ kind: String, _ subject: Int, _ chance: inout Chance
    ) -> JSON {
        let isVerified = kind == "provisioning.verified"
        var connection: JSONObject = [
            "id": .string("connection-\(subject)"), "tenant": .string("tenant-\(subject)"),
            "protocol": "ws-federation", "status": .string(isVerified ? "verified" : "failed"),
        ]
        let codes = ["unsupported_protocol", "metadata_missing", "quota_exceeded", "e_4711"]
        if !isVerified, chance.permille(850) {
            connection["errorCode"] = .string(codes[chance.below(codes.count)])
            connection["log"] = .string("\(Masked.mark)conversation-: no binding")
        }
        return .object(connection)
    }

    private static func issue(_ subject: Int) -> JSON {
        [
            "id": .string("issue-\(subject)"), "team": "identity", "severity": 3,
            "summary": "It does not work", "status": "resolved", "resolution": "delivered",
        ]
    }

    private static func milestone(_ subject: Int) -> JSON {
        [
            "id": .string("milestone-\(subject)"), "project": .string("project-\(subject)"),
            "kind": "goLive", "status": "delayed", "plannedOn": "2026-12-20",
            "updatedBy": .string("\(Masked.mark)personal-planner@fairlead.example"),
        ]
    }

    private static func memo(_ number: Int) -> JSON {
        [
            "id": .string("memo-\(number)"), "receivable": "receivable-1",
            "kind": "serviceCredit", "amount": amount, "status": "issued",
            "reason": .string("\(Masked.mark)finance-: the outage of last month"),
            "requestedOn": "2026-11-18",
        ]
    }

    private static func receivable(_ chance: inout Chance) -> JSON {
        [
            "id": "receivable-1", "invoice": "invoice-1", "amount": amount, "amountOpen": amount,
            "status": .string(["open", "disputed", "paid"][chance.below(3)]),
            "dueOn": "2026-11-17", "daysPastDue": 3, "entity": "US",
        ]
    }

    private static let contract: JSON = [
        "id": "contract-1", "status": "active", "startedOn": "2026-01-04",
        "endsOn": "2027-01-04", "noticeDeadline": "2026-12-05", "noticeGivenOn": "2026-11-20",
        "usageInvoicedMonthly": true, "value": ["amount": "240000.00", "currency": "USD"],
    ]
}
