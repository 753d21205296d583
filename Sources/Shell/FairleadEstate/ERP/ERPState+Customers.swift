import FairleadCanonical

extension ERPState {
    /// The ids that the ERP gave an account.
    struct AccountIDs: Sendable {
        let customer: String
        let receivable: String
    }

    static var customerRoutes: [Route<ERPState>] {
        [
            read("customers", "customer") { $0.customers },
            Route("GET", "/customers", "erp.customers") { (state, call) throws(Refusal) in
                let reference = call.fields["ref"]
                return try Listing.page(
                    state.customers.all().filter { customer in
                        reference == nil || customer["references"]?.text("billing") == reference
                    }, call)
            },
            list("unapplied", by: listedBy) { $0.unapplied },
            list("disputes", by: listedBy) { $0.disputes },
            list("holds", by: listedBy) { $0.creditHolds },
            list("promises", by: listedBy) { $0.promises },
            Route("GET", "/approval-limits", "erp.approvalLimits") {
                (state, call) throws(Refusal) in
                try Listing.page(approvalLimits(entity: call.fields["entity"]), call)
            },
        ]
    }

    /// Makes the customer with everything that the seed says of it.
    mutating func add(
        _ seed: AccountSeed, billingCustomer: String, billingInvoice: String
    ) -> AccountIDs {
        let customer = number("C")
        customers[customer] = [
            "id": .string(customer), "number": .string(customer), "name": .string(seed.name),
            "entity": .string(seed.currency == "EUR" ? "DE01" : "US01"),
            "currency": .string(seed.currency), "status": "active",
            "references": ["billing": .string(billingCustomer)],
            "creditLimit": .money(max(seed.arrCents / 2, 500_000), seed.currency),
            "paymentTerms": "NET30", "updatedAt": .time(now),
        ]
        addTerms(seed, customer: customer)
        if billingInvoice.isEmpty { return AccountIDs(customer: customer, receivable: "") }
        let receivable = addReceivable(seed, customer: customer, billingInvoice: billingInvoice)
        if let cents = seed.unappliedCents {
            let id = number("W")
            unapplied[id] = [
                "id": .string(id), "customer": .string(customer), "method": "wire",
                "amount": .money(cents, seed.currency),
                "receivedOn": .date(now - dayMilliseconds),
                "remittance": .string("\(seed.name) overage"), "status": "unapplied",
                "updatedAt": .time(now),
            ]
        }
        if seed.creditHold {
            let id = number("CH")
            creditHolds[id] = [
                "id": .string(id), "customer": .string(customer), "status": "active",
                "reason": "Over the credit limit", "since": .date(now - 20 * dayMilliseconds),
                "updatedAt": .time(now),
            ]
        }
        if let promise = seed.promise {
            _ = addPromise(
                customer: customer, receivable: receivable, state: promise.state,
                madeAt: now - Int64(promise.madeDaysAgo) * dayMilliseconds,
                money: .money(seed.invoiceCents, seed.currency))
        }
        if let reason = seed.disputeReason { _ = setDispute(receivable, reason) }
        if let memo = seed.creditMemo {
            _ = addCreditMemo(
                memo, customer: customer, receivable: receivable, currency: seed.currency)
        }
        return AccountIDs(customer: customer, receivable: receivable)
    }

    mutating func addPromise(
        customer: String, receivable: String, state: String, madeAt: Int64, money: JSON
    ) -> JSON {
        let id = number("P")
        let promise: JSON = [
            "id": .string(id), "customer": .string(customer), "receivable": .string(receivable),
            "amount": money, "madeOn": .date(madeAt),
            "dueOn": .date(madeAt + 7 * dayMilliseconds), "status": .string(state),
            "approver": "ar.manager@fairlead.example", "updatedAt": .time(now),
        ]
        promises[id] = promise
        return promise
    }

    private static func approvalLimits(entity: String?) -> [JSON] {
        let ladder: [(String, Int64)] = [
            ("ar-manager", 2_500_000), ("finance-controller", 10_000_000),
        ]
        return [("US01", "USD"), ("DE01", "EUR")].filter { entity == nil || $0.0 == entity }
            .flatMap { entity, currency in
                ladder.map { role, cents in
                    [
                        "entity": .string(entity), "role": .string(role),
                        "kind": "service-grace", "upTo": .money(cents, currency),
                    ]
                }
            }
    }
}
