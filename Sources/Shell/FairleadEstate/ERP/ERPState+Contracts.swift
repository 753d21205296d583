import FairleadCanonical

/// What was ordered and agreed: orders, and the terms by which a customer is billed and credited.
extension ERPState {
    static var contractRoutes: [Route<ERPState>] {
        [
            read("orders", "order") { $0.orders },
            list("orders", by: listedBy) { $0.orders },
            Route("GET", "/customers/:id/terms", "erp.terms") { (state, call) throws(Refusal) in
                let customer = call.parameter("id")
                guard let terms = state.terms.first(["customer": customer]) else {
                    throw .notFound("terms of customer \(customer)")
                }
                return Answer(terms)
            },
            Route("POST", "/milestones", "erp.completeMilestone", .find) {
                (state, call) throws(Refusal) in
                try state.completeMilestone(call)
            },
            read("milestones", "milestone") { $0.milestones },
            find("milestones") { $0.milestones },
        ]
    }

    /// The terms of a customer; and the order that opens its onboarding, where it has one.
    mutating func addTerms(_ seed: AccountSeed, customer: String) {
        let onboarding = seed.onboarding
        let isPremium = ["enterprise", "strategic"].contains(seed.tier)
        let id = number("CT")
        terms[id] = [
            "id": .string(id), "customer": .string(customer),
            "billingStartRule": .string(onboarding?.billingStartRule ?? "orderDate"),
            "goLiveOn": .date(now + Int64(onboarding?.goLiveInDays ?? 0) * dayMilliseconds),
            "onboardingTier": .string(onboarding?.tier ?? "standard"),
            "includedHours": .integer(Int64(onboarding?.includedHours ?? 0)),
            "supportPlan": .string(isPremium ? "premium" : "standard"),
            "monthlyFee": .money(seed.arrCents / 12, seed.currency),
            "creditCap": .money(seed.arrCents / 24, seed.currency), "claimDays": 30,
            "updatedAt": .time(now),
        ]
        guard let onboarding else { return }
        let order = number("SO")
        orders[order] = [
            "id": .string(order), "customer": .string(customer), "kind": "new",
            "plan": .string(seed.tier), "region": .string(seed.region),
            "ssoProtocol": .string(onboarding.ssoProtocol), "status": "draft",
            "amount": .money(seed.arrCents, seed.currency), "signedOn": .null,
            "updatedAt": .time(now),
        ]
    }

    /// The customer's order is signed, and told; false where there is none to sign.
    mutating func signOrder(of customer: String) -> Bool {
        let draft = orders.first(["customer": customer, "status": "draft"])
        guard let order = draft, let id = order.text("id") else { return false }
        let signed = order.with([
            "status": "signed", "signedOn": .date(now), "updatedAt": .time(now),
        ])
        orders[id] = signed
        tell("order.signed", signed, previous: ["status": "draft"])
        return true
    }

    /// The customer's signed order is cancelled, and told; false where there is none.
    mutating func cancelOrder(of customer: String) -> Bool {
        let known = orders.first(["customer": customer, "status": "signed"])
        guard let order = known, let id = order.text("id") else { return false }
        let cancelled = order.with(["status": "cancelled", "updatedAt": .time(now)])
        orders[id] = cancelled
        tell("order.cancelled", cancelled, previous: ["status": "signed"])
        return true
    }

    private mutating func completeMilestone(_ call: Call) throws(Refusal) -> Answer {
        let customer = try requireCustomer(call)
        let project = try call.text("project")
        let name = try call.text("milestone")
        let reference = try call.text("reference")
        let id = number("ML")
        let milestone: JSON = [
            "id": .string(id), "customer": .string(customer), "project": .string(project),
            "milestone": .string(name), "completedOn": .date(now), "period": .string(openPeriod),
            "reference": .string(reference), "createdAt": .time(now),
        ]
        milestones[id] = milestone
        index(id)
        return Answer(milestone, status: 201)
    }
}
