import FairleadCanonical
import FairleadDomain
import FairleadRuntime

/// Outside systems without a network: every question is answered at once, for every account alike.
struct Outside: WorkCarrier {
    let tier: String
    let today: Instant

    func carry(_ work: WorkItem) async -> Answer { answer(work) }

    func answer(_ work: WorkItem) -> Answer {
        switch work.kind {
        case .effect:
            .done(value: ["id": .string(work.id)], records: [work.id], readBack: .matches)
        case .estimate:
            .done(
                value: [
                    "value": .number("0.4"), "low": .number("0.3"), "high": .number("0.5"),
                    "version": "bench-1",
                ], records: [], readBack: .notDeclared)
        case .lookup:
            .done(
                value: lookup(work.operation), records: ["record-1"], readBack: .notDeclared)
        }
    }

    private func day(_ days: Int64) -> JSON {
        .string(String(today.adding(milliseconds: days * 86_400_000).rfc3339.prefix(10)))
    }

    private func lookup(_ operation: String) -> JSON {
        switch operation {
        case "crm.account":
            [
                "id": "account-1", "name": "Acme Corp", "tier": .string(tier), "region": "EMEA",
                "timeZone": "Europe/Berlin", "regulated": false,
                "arr": ["amount": "240000.00", "currency": "USD"],
                "owner": "owner@fairlead.example", "billingContact": "bills@acme.example",
                "administratorContact": "admin@acme.example",
            ]
        case "crm.contract":
            [
                "id": "contract-1", "status": "active", "startedOn": day(-320),
                "endsOn": day(45), "noticeDeadline": day(15), "usageInvoicedMonthly": true,
                "value": ["amount": "240000.00", "currency": "USD"],
            ]
        case "billing.subscription":
            ["id": "sub-1", "status": "past_due", "collection": "automatic"]
        case "erp.receivables":
            [
                [
                    "id": "receivable-1", "invoice": "invoice-1", "status": "open",
                    "amount": ["amount": "4180.00", "currency": "USD"],
                    "amountOpen": ["amount": "4180.00", "currency": "USD"], "dueOn": day(-3),
                    "daysPastDue": 3, "entity": "US",
                ]
            ]
        case "billing.scheduledDowngrade": .null
        default: []
        }
    }
}
