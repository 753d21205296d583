import FairleadCanonical
import FairleadDomain
import FairleadRuntime
import Synchronization

/// Outside systems without a network: every question is answered at once, for every account alike.
final class Outside: WorkCarrier {
    let tier: String
    let today: Instant
    private let held = Mutex<Held>(Held())

    private struct Held {
        var isHolding = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    init(tier: String, today: Instant) {
        self.tier = tier
        self.today = today
    }

    func carry(_ work: WorkItem) async -> Answer {
        if work.kind == .effect {
            await withCheckedContinuation { continuation in
                let goesOn = held.withLock { held in
                    if held.isHolding { held.waiting.append(continuation) }
                    return !held.isHolding
                }
                if goesOn { continuation.resume() }
            }
        }
        return answer(work)
    }

    /// Whether effects stay in the outbox: systems take no calls.
    func hold(_ isHolding: Bool) {
        let waiting = held.withLock { held in
            held.isHolding = isHolding
            defer { held.waiting = [] }
            return held.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

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
