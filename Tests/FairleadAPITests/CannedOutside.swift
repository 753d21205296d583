import FairleadCanonical
import FairleadDomain
import FairleadRuntime
import Synchronization

/// Answers what the shipped catalog asks of outside systems, for one customer in trouble.
final class CannedOutside: WorkCarrier {
    private let carried = Mutex<[WorkItem]>([])
    let today: Instant
    /// Answers of look-ups, by operation, in place of its own.
    private let told: [String: JSON]

    init(today: Instant, told: [String: JSON] = [:]) {
        self.today = today
        self.told = told
    }

    /// Effects that left, in order.
    var effects: [WorkItem] { carried.withLock { $0.filter { $0.kind == .effect } } }

    func carry(_ work: WorkItem) async -> Answer {
        carried.withLock { $0.append(work) }
        switch work.kind {
        case .effect: return .done(value: ["id": "done-1"], records: ["done-1"], readBack: .matches)
        case .estimate:
            return .done(
                value: [
                    "value": .number("0.4"), "low": .number("0.3"), "high": .number("0.5"),
                    "version": "churn-1",
                ], records: [], readBack: .notDeclared)
        case .lookup:
            let value = told[work.operation] ?? lookup(work.operation)
            return .done(value: value, records: ["record-1"], readBack: .notDeclared)
        }
    }

    private func day(_ days: Int64) -> JSON {
        .string(String(today.adding(milliseconds: days * 86_400_000).rfc3339.prefix(10)))
    }

    private func lookup(_ operation: String) -> JSON {
        switch operation {
        case "crm.account":
            [
                "id": "acme-crm", "name": "Acme Corp", "tier": "strategic", "region": "EMEA",
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
                    "amount": ["amount": "38400.00", "currency": "USD"],
                    "amountOpen": ["amount": "38400.00", "currency": "USD"], "dueOn": day(-3),
                    "daysPastDue": 3, "entity": "US",
                ]
            ]
        case "billing.scheduledDowngrade": .null
        default: []
        }
    }
}

/// A clock that stands still until it is moved.
final class SetTime: TimeSource {
    private let instant: Mutex<Instant>

    init(_ instant: Instant) { self.instant = Mutex(instant) }

    func now() -> Instant { instant.withLock { $0 } }

    func move(milliseconds: Int64) {
        instant.withLock { $0 = $0.adding(milliseconds: milliseconds) }
    }
}
