import FairleadCanonical
import FairleadDomain

/// The outside systems: what they know of each customer, and what was really done there.
struct SimulatedOutside {
    let today: Instant
    /// How often each operation was done for a reference; `none` has none, and counts by effect.
    private(set) var done: [String: Int] = [:]
    /// How often a request of an effect arrived, by its id.
    private(set) var arrived: [String: Int] = [:]
    /// The reference under which each effect went.
    private(set) var references: [String: String] = [:]

    /// How a system takes a request.
    enum Fate {
        /// It does it and says so.
        case well
        /// It does it, and the answer is lost.
        case answerLost
        /// It does nothing, and says so.
        case refusesForNow
        case refuses
    }

    /// Answers a piece of work, doing it as often as its way of being once lets it.
    mutating func take(_ work: WorkItem, _ once: Once, _ fate: Fate) -> Answer {
        switch fate {
        case .refusesForNow: return .retry(code: "unavailable", afterMilliseconds: nil)
        case .refuses: return .failed(code: "refused", message: "")
        case .well, .answerLost: break
        }
        guard work.kind == .effect else {
            return fate == .well ? read(work) : .unknown(code: "timeout")
        }
        arrived[work.id, default: 0] += 1
        references[work.id] = work.reference
        let key = work.operation + " " + work.reference
        switch once {
        case .key where done[key] != nil: break
        case .find where work.mode == .findFirst && done[key] != nil: break
        default: done[key, default: 0] += 1
        }
        guard fate == .well else { return .unknown(code: "timeout") }
        return .done(
            value: ["id": .string("done-\(work.reference)")], records: [work.reference],
            readBack: .matches)
    }

    // MARK: What they know

    private func day(_ days: Int64) -> JSON {
        .string(String(today.adding(milliseconds: days * 86_400_000).rfc3339.prefix(10)))
    }

    private func read(_ work: WorkItem) -> Answer {
        if work.kind == .estimate {
            return .done(
                value: [
                    "value": .number("0.4"), "low": .number("0.3"), "high": .number("0.5"),
                    "version": "sim-1",
                ], records: [], readBack: .notDeclared)
        }
        let (value, records) = known(work)
        return .done(value: value, records: records, readBack: .notDeclared)
    }

    private func known(_ work: WorkItem) -> (JSON, [String]) {
        let id = work.arguments["id"]?.stringValue ?? ""
        switch work.operation {
        case "crm.findAccounts":
            guard let number = id.split(separator: "-").last else { return ([], []) }
            return ([["id": .string("crm-\(number)")]], ["crm-\(number)"])
        case "crm.account":
            return (account(id), [id])
        case "crm.contract":
            return (
                [
                    "id": "contract", "status": "active", "startedOn": day(-320),
                    "endsOn": day(45), "noticeDeadline": day(15), "usageInvoicedMonthly": true,
                    "value": ["amount": "240000.00", "currency": "USD"],
                ], ["contract"]
            )
        case "billing.subscription":
            return (
                ["id": "sub", "status": "past_due", "collection": "automatic"], ["sub"]
            )
        case "erp.receivables": return (receivables(work), ["receivable"])
        case "billing.scheduledDowngrade": return (.null, [])
        default: return ([], [])
        }
    }

    /// Tiers by account, so that each playbook is met.
    private func account(_ id: String) -> JSON {
        let tiers = ["strategic", "starter", "growth", "enterprise"]
        let number = Int(id.split(separator: "-").last ?? "0") ?? 0
        return [
            "id": .string(id), "name": .string("Customer \(number)"),
            "tier": .string(tiers[number % tiers.count]), "region": "EMEA",
            "timeZone": "Europe/Berlin", "regulated": false,
            "arr": ["amount": "240000.00", "currency": "USD"],
            "owner": "owner@fairlead.example", "billingContact": "bills@customer.example",
            "administratorContact": "admin@customer.example",
        ]
    }

    /// Amounts by account, so that each step of the ladder is met.
    private func receivables(_ work: WorkItem) -> JSON {
        let text = work.arguments.map { $0.value.stringValue ?? "" }.joined()
        let number = Int(text.split(separator: "-").last ?? "0") ?? 0
        let amount = ["4180.00", "12500.00", "38400.00", "128000.00"][number % 4]
        return [
            [
                "id": "receivable", "invoice": "invoice", "status": "open",
                "amount": ["amount": .string(amount), "currency": "USD"],
                "amountOpen": ["amount": .string(amount), "currency": "USD"], "dueOn": day(-3),
                "daysPastDue": 3, "entity": "US",
            ]
        ]
    }
}
