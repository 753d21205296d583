import FairleadTesting

/// Who may call what, and which field is for whose eyes: written by hand, beside the catalog and the
/// route table, so that a change of either is a decision and not an accident.
///
/// A call, a role or a classified field without its row here fails a test.
enum AccessMatrix {
    /// The labels that each shipped role sees, beside `internal`.
    static let sight: [String: Set<String>] = [
        "admin": [],
        "support-agent": ["personal", "conversation"],
        "retention-specialist": ["personal", "conversation", "commercial"],
        "support-lead": ["personal", "conversation", "commercial"],
        "head-of-cs": ["personal", "conversation", "commercial", "finance"],
        "account-owner": ["personal", "conversation", "commercial"],
        "revops-lead": ["personal", "conversation", "commercial", "finance"],
        "collections": ["personal", "finance"],
        "cash-application": ["finance"],
        "ar-manager": ["personal", "conversation", "commercial", "finance"],
        "billing-manager": ["personal", "conversation", "commercial", "finance"],
        "finance-controller": ["personal", "conversation", "commercial", "finance"],
        "vp-finance": ["personal", "conversation", "commercial", "finance"],
        "incident-manager": ["personal", "conversation", "commercial"],
        "communications-lead": ["personal", "conversation"],
        "vp-engineering": ["personal"],
        "cto": ["personal"],
        "implementation-manager": ["personal", "conversation", "commercial"],
        "service-delivery-manager": ["personal", "conversation", "commercial", "finance"],
        "vp-customer-success": ["personal", "conversation", "commercial", "finance"],
        "cfo": ["personal", "conversation", "commercial", "finance"],
        "auditor": ["personal", "conversation", "commercial", "finance"],
        "integration": [],
    ]

    private static let people = Set(sight.keys).subtracting(["integration"])
    private static let workers = people.subtracting(["admin", "auditor", "vp-finance", "cfo"])
    /// Who has time that he can be away from.
    private static let occupied = people.subtracting(["admin", "auditor"])
    private static let approvers: Set = [
        "ar-manager", "billing-manager", "finance-controller", "vp-finance", "cfo",
        "communications-lead", "service-delivery-manager", "vp-customer-success",
    ]
    private static let settlers: Set = [
        "admin", "support-lead", "head-of-cs", "revops-lead", "ar-manager", "finance-controller",
        "billing-manager", "incident-manager", "communications-lead", "vp-engineering", "cto",
        "implementation-manager", "service-delivery-manager", "vp-customer-success",
    ]
    private static let correlators: Set = [
        "admin", "support-lead", "head-of-cs", "revops-lead", "incident-manager",
    ]
    private static let ledgerReaders: Set = ["admin", "finance-controller", "auditor"]

    /// The roles that may make each call; nil: it asks for no role, but for nothing or a signature.
    static let calls: [String: Set<String>?] = [
        "POST /v1/events": ["integration"],
        "POST /v1/hooks/{connector}": nil,
        "GET /v1/cases": people,
        "GET /v1/cases/{id}": people,
        "GET /v1/cases/{id}/timeline": people,
        "POST /v1/cases/{id}/split": correlators,
        "POST /v1/cases/{id}/merge": correlators,
        "POST /v1/cases/migrate": ["admin", "revops-lead"],
        "GET /v1/queue": people,
        "GET /v1/tasks": people.subtracting(["vp-finance", "cfo"]),
        "POST /v1/tasks/{id}/claim": workers,
        "POST /v1/tasks/{id}/complete": workers,
        "POST /v1/tasks/{id}/release": workers,
        "POST /v1/tasks/{id}/assign": [
            "support-lead", "head-of-cs", "revops-lead", "ar-manager", "finance-controller",
        ],
        "POST /v1/tasks/{id}/delegate": workers,
        "POST /v1/tasks/{id}/hand-over": workers,
        "GET /v1/approvals": approvers.union([
            "admin", "head-of-cs", "account-owner", "revops-lead", "auditor", "incident-manager",
            "vp-engineering", "cto", "implementation-manager",
        ]),
        "POST /v1/approvals/{id}/grant": approvers,
        "POST /v1/approvals/{id}/refuse": approvers,
        "GET /v1/availability": occupied,
        "POST /v1/availability": occupied,
        "POST /v1/availability/{id}/end": occupied,
        "GET /v1/decisions/{id}": people.subtracting([
            "admin", "support-agent", "account-owner", "collections", "cash-application",
        ]),
        "GET /v1/objects/{type}/{id}": people.subtracting(["admin"]),
        "GET /v1/exceptions": settlers.union(["auditor"]),
        "POST /v1/exceptions/retry": settlers,
        "POST /v1/exceptions/{id}/retry": settlers,
        "POST /v1/exceptions/{id}/resolve": settlers,
        "GET /v1/continuity": people,
        "POST /v1/catalog/activate": ["admin", "revops-lead"],
        "POST /v1/continuity/declare": ["admin", "support-lead", "revops-lead"],
        "POST /v1/continuity/lift": ["admin", "support-lead", "revops-lead"],
        "GET /v1/ledger/entries": ledgerReaders,
        "GET /v1/ledger/checkpoint": ledgerReaders,
        "GET /v1/stream": people,
        "GET /v1/tokens": ["admin"],
        "POST /v1/tokens": ["admin"],
        "POST /v1/tokens/{id}/revoke": ["admin"],
        "POST /v1/identity/unlink": ["admin", "support-lead"],
        "GET /openapi.json": nil,
        "GET /metrics": ["admin", "auditor"],
        "GET /healthz": nil,
        "GET /readyz": nil,
    ]

    /// A classified field of a canonical object.
    struct Field: Sendable {
        let type: String
        let name: String
        let label: String
        /// What the test's world puts there and nowhere else, where the field can hold such a
        /// thing: whoever lacks the label finds it in no answer.
        let sentinel: String?

        init(_ path: String, _ label: String, _ sentinel: String? = nil) {
            let parts = path.split(separator: ".").map(String.init)
            type = parts[0]
            name = parts[1]
            self.label = label
            self.sentinel = sentinel
        }
    }

    static let fields: [Field] = [
        Field("account.arr", "commercial", "271828.00"),
        Field("account.owner", "personal", "olga.owner@fairlead.example"),
        Field("account.billingContact", "personal", "bill.payer@acme.example"),
        Field("account.administratorContact", "personal", "ada.admin@acme.example"),
        Field("accrual.amount", "finance"),
        Field("accrual.period", "finance"),
        Field("accrual.status", "finance"),
        Field("chargeback.reason", "finance", "sentinel-chargeback-reason"),
        Field("chargeback.amount", "finance", "38421.07"),
        Field("chargeback.status", "finance", "sentinel-chargeback-status"),
        Field("contract.usageInvoicedMonthly", "commercial"),
        Field("contract.value", "commercial", "314159.00"),
        Field("creditHold.status", "finance"),
        Field("creditHold.reason", "finance", "sentinel-hold-reason"),
        Field("creditHold.since", "finance", "2025-02-17"),
        Field("creditMemo.kind", "finance"),
        Field("creditMemo.reason", "finance"),
        Field("creditMemo.amount", "finance"),
        Field("creditMemo.status", "finance"),
        Field("creditMemo.requestedOn", "finance"),
        Field("dunningHold.until", "finance"),
        Field("dunningHold.status", "finance"),
        Field("invoice.number", "finance", "sentinel-invoice-number"),
        Field("invoice.status", "finance"),
        Field("invoice.amountDue", "finance", "38422.08"),
        Field("invoice.dueOn", "finance", "2025-02-18"),
        Field("invoice.collection", "finance"),
        Field("invoiceDispute.reason", "finance", "sentinel-dispute-reason"),
        Field("invoiceDispute.amount", "finance", "423.09"),
        Field("invoiceDispute.status", "finance"),
        Field("milestone.updatedBy", "personal"),
        Field("opportunity.stage", "commercial"),
        Field("opportunity.amount", "commercial"),
        Field("opportunity.closeOn", "commercial"),
        Field("order.amount", "commercial"),
        Field("payment.amount", "finance", "38424.10"),
        Field("payment.status", "finance"),
        Field("payment.method", "finance"),
        Field("payment.failure", "finance", "expiredCard"),
        Field("payment.attempt", "finance"),
        Field("paymentPromise.amount", "finance", "425.11"),
        Field("paymentPromise.madeOn", "finance", "2025-02-19"),
        Field("paymentPromise.dueOn", "finance", "2025-02-20"),
        Field("paymentPromise.status", "finance"),
        Field("receivable.status", "finance"),
        Field("receivable.amount", "finance", "38426.12"),
        Field("receivable.amountOpen", "finance", "38427.13"),
        Field("receivable.dueOn", "finance", "2025-02-21"),
        Field("receivable.daysPastDue", "finance"),
        Field("receivable.disputeReason", "finance", "sentinel-receivable-dispute"),
        Field("receivable.entity", "finance"),
        Field("signInConnection.log", "conversation"),
        Field("subscription.collection", "finance"),
        Field("terms.billingStartRule", "commercial"),
        Field("terms.goLiveOn", "commercial"),
        Field("terms.onboardingTier", "commercial"),
        Field("terms.includedHours", "commercial"),
        Field("terms.supportPlan", "commercial"),
        Field("terms.monthlyFee", "commercial"),
        Field("terms.creditCap", "commercial"),
        Field("terms.claimDays", "commercial"),
        Field("ticket.subject", "conversation", "sentinel-ticket-subject"),
        Field("ticket.requester", "personal", "rita.requester@acme.example"),
        Field("timeEntry.hours", "commercial"),
        Field("timeEntry.workedOn", "commercial"),
        Field("unappliedCash.amount", "finance", "428.14"),
        Field("unappliedCash.receivedOn", "finance", "2025-02-22"),
        Field("unappliedCash.method", "finance", "sentinel-cash-method"),
        Field("unappliedCash.status", "finance"),
    ]

    /// Objects that nothing in the test's world tells of.
    static let untoldTypes: Set = [
        "accrual", "creditMemo", "dunningHold", "milestone", "opportunity", "order",
        "signInConnection", "terms", "timeEntry",
    ]

    static func may(_ role: String, _ call: String) -> Bool {
        guard let roles = calls[call] ?? nil else { return true }
        return roles.contains(role)
    }

    static func sees(_ role: String, _ label: String) -> Bool {
        sight[role]?.contains(label) == true
    }
}
