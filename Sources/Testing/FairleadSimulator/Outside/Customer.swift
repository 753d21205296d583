public import FairleadCanonical
public import FairleadDomain

/// What the outside systems say of one customer, as far as the shipped catalog asks.
public struct Customer: Sendable {
    /// The account's id in the master, "acme-crm"; others call it by what stands before the "-".
    public var account = "acme-crm"
    public var name = "Acme Corp"
    public var tier = "strategic"
    public var region = "EMEA"
    /// USD past due.
    public var pastDue = "4180.00"
    public var timeZone = "Europe/Berlin"
    public var daysToEnd: Int64 = 45
    public var daysToNotice: Int64 = 15
    public var owner = "owner@fairlead.example"
    public var billingContact = "bills@acme.example"
    public var administratorContact = "admin@acme.example"
    public var downgrade: JSON = .null
    public var severeIncident: Int64?
    /// A share of one.
    public var churn = "0.4"
    /// What else its systems answer, by operation.
    public var answers: [String: JSON] = [:]
    public let today: Instant

    public init(today: Instant) { self.today = today }

    /// The systems whose answers are known here.
    static let systems: Set = [
        "billing", "chat", "cloud", "crm", "erp", "helpDesk", "identity", "model", "monitoring",
        "psa", "statusPage", "tracker",
    ]

    /// What the systems answer when all goes well.
    public func answer(_ work: WorkItem) -> Answer {
        switch work.kind {
        case .effect:
            return .done(
                value: ["id": .string("done-\(work.id)")], records: ["done-\(work.id)"],
                readBack: .matches)
        case .estimate:
            return .done(
                value: [
                    "value": .number(churn), "low": .number(churn), "high": .number(churn),
                    "version": "churn-1",
                ], records: [], readBack: .notDeclared)
        case .lookup:
            let (value, records) = lookup(work)
            return .done(value: value, records: records, readBack: .notDeclared)
        }
    }

    func day(_ days: Int64) -> JSON {
        .string(String(today.adding(milliseconds: days * 86_400_000).rfc3339.prefix(10)))
    }

    private func lookup(_ work: WorkItem) -> (JSON, [String]) {
        if let known = answers[work.operation] {
            let all = known.arrayValue ?? [known]
            return (known, all.compactMap { $0["id"]?.stringValue })
        }
        switch work.operation {
        case "crm.findAccounts":
            let isKnown = work.arguments["id"]?.stringValue?.hasPrefix("acme") == true
            return isKnown ? ([["id": .string(account)]], [account]) : ([], [])
        case "crm.account": return (master, [account])
        case "crm.contract": return (contract, ["contract-1"])
        case "billing.subscription":
            return (
                ["id": "sub-1", "status": "past_due", "collection": "automatic"], ["sub-1"]
            )
        case "billing.scheduledDowngrade": return (downgrade, [])
        case "erp.receivables": return (receivables, ["receivable-1"])
        case "helpDesk.incidents": return (incidents, [])
        default: return ([], [])
        }
    }

    private var master: JSON {
        [
            "id": .string(account), "name": .string(name), "tier": .string(tier),
            "region": .string(region), "timeZone": .string(timeZone), "regulated": false,
            "arr": ["amount": "240000.00", "currency": "USD"], "owner": .string(owner),
            "billingContact": .string(billingContact),
            "administratorContact": .string(administratorContact),
        ]
    }

    private var contract: JSON {
        [
            "id": "contract-1", "status": "active", "startedOn": day(-320),
            "endsOn": day(daysToEnd), "noticeDeadline": day(daysToNotice),
            "usageInvoicedMonthly": true, "value": ["amount": "240000.00", "currency": "USD"],
        ]
    }

    private var receivables: JSON {
        [
            [
                "id": "receivable-1", "invoice": "invoice-1", "status": "open",
                "amount": ["amount": .string(pastDue), "currency": "USD"],
                "amountOpen": ["amount": .string(pastDue), "currency": "USD"], "dueOn": day(-3),
                "daysPastDue": 3, "entity": "US",
            ]
        ]
    }

    private var incidents: JSON {
        guard let severeIncident else { return [] }
        return [
            [
                "id": "incident-1", "severity": .integer(severeIncident), "component": "api",
                "status": "active", "startedAt": "2026-11-20T08:00:00Z",
            ]
        ]
    }
}
