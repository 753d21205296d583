import FEEL
import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadTesting
import Foundation
import Testing

/// One anchor under the shipped catalog, stepped by hand; every record is applied a second time
/// from what would be stored, and must come to the same state.
struct Bench {
    static let shipped = Result { () throws(CatalogError) in
        try Catalog.load(directory: packageRoot.appending(path: "Catalog").path).governance
    }

    let governance: Governance
    private(set) var state = AnchorState(anchor: "account-1", shard: 7)
    private(set) var rebuilt = AnchorState(anchor: "account-1", shard: 7)
    private(set) var records: [SteppedRecord] = []
    var time = Instant(rfc3339: "2026-11-20T09:30:00Z") ?? .earliest

    init() throws { governance = try Self.shipped.get() }

    func context(by principal: Principal) -> StepContext {
        StepContext(
            tenant: "test", time: time, principal: principal, lastNumber: Int64(records.count),
            governance: governance, governances: [:], zones: UTCOnly(), jitter: 500)
    }

    mutating func step(
        _ command: Command, by principal: Principal = .system
    ) throws -> Result<[SteppedRecord], Rejection> {
        let before = state
        let result = Engine.step(command, on: &state, in: context(by: principal))
        guard case .success(let stepped) = result else {
            #expect(state == before)
            return result
        }
        records += stepped
        for record in stepped {
            try Engine.apply(RecordReader(record.record), at: record.mark, to: &rebuilt)
        }
        #expect(rebuilt == state)
        return result
    }

    /// Answers everything that is ready, of one case or of all, until nothing is.
    mutating func settle(only id: String? = nil, _ answer: (WorkItem) -> Answer) throws {
        for _ in 0..<1_000 {
            let work = state.readyWork.filter { id == nil || $0.caseID == id }
            if work.isEmpty { return }
            let effects = work.filter { $0.kind == .effect }.map(\.id)
            if !effects.isEmpty { _ = try step(.begin(effects: effects)) }
            for item in work { _ = try step(.answer(work: item.id, answer(item))) }
        }
        Issue.record("the work does not end")
    }

    static let account = AccountContext(
        id: "account-1",
        references: ["billing", "crm", "erp", "helpDesk"].map {
            ExternalReference(system: $0, kind: "customer", id: "acme")
        })

    static func failure(
        _ id: String = "failure-1", invoice: String = "invoice-1", payment: String = "payment-1"
    ) -> Event {
        Event(
            source: "/billing", id: id, type: "payment.failed",
            time: Instant(rfc3339: "2026-11-20T09:00:00Z") ?? .earliest, subject: nil,
            data: [
                "payment": [
                    "id": .string(payment), "invoice": .string(invoice), "failure": "expiredCard",
                    "attempt": 1,
                ]
            ], aliases: ["\(invoice)/1"],
            parties: [ExternalReference(system: "billing", kind: "customer", id: "acme")],
            claims: [], mailDomains: [], connector: "billing", digest: .zero,
            labels: Labels(["finance"]), received: [])
    }

    /// What the outside knows of a customer with this much past due.
    static func outside(pastDue: String, _ work: WorkItem) -> Answer {
        func done(_ value: JSON) -> Answer {
            .done(value: value, records: ["1"], readBack: .notDeclared)
        }
        let sum: JSON = ["amount": .string(pastDue), "currency": "USD"]
        switch work.operation {
        case "crm.account":
            return done([
                "id": "acme", "name": "Acme", "tier": "strategic", "region": "EMEA",
                "timeZone": "UTC", "regulated": false,
                "arr": ["amount": "240000.00", "currency": "USD"], "owner": "owner",
                "billingContact": "b", "administratorContact": "a",
            ])
        case "crm.contract":
            return done([
                "id": "c", "status": "active", "startedOn": "2026-01-04", "endsOn": "2027-01-04",
                "noticeDeadline": "2026-12-05", "usageInvoicedMonthly": true, "value": sum,
            ])
        case "billing.subscription":
            return done(["id": "s", "status": "past_due", "collection": "automatic"])
        case "erp.receivables":
            return done([
                [
                    "id": "r", "invoice": "i", "status": "open", "amount": sum,
                    "amountOpen": sum, "dueOn": "2026-11-17", "daysPastDue": 3, "entity": "US",
                ]
            ])
        case "billing.scheduledDowngrade": return done(.null)
        default: return work.kind == .effect ? done(["id": "x"]) : done([])
        }
    }
}

extension AnchorState {
    /// All that is ready to be carried outside.
    var readyWork: [WorkItem] { readyLookups + readyEffects }
}
