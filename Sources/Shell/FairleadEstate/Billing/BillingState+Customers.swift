import FairleadCanonical

extension BillingState {
    /// The ids that billing gave an account.
    struct AccountIDs: Sendable {
        let customer: String
        let subscription: String
        let schedule: String?
        let invoice: String
        let paidInvoice: String
    }

    static var customerRoutes: [Route<BillingState>] {
        [
            read("customers", "customer", { $0.customers[$1] }, { $0.json($1) }),
            Route("POST", "/v1/billing_portal/sessions", "billing.createPortalSession", .key) {
                (state, call) throws(Refusal) in
                try state.createPortalSession(call)
            },
        ]
    }

    func json(_ customer: BillingCustomer) -> JSON {
        [
            "id": .string(customer.id), "object": "customer", "address": .null, "balance": 0,
            "created": .integer(customer.created),
            "currency": .string(customer.currency.lowercased()), "default_source": .null,
            "delinquent": .bool(customer.delinquent), "description": .null,
            "email": .string(customer.email),
            "invoice_settings": ["default_payment_method": .string(customer.paymentMethod)],
            "livemode": false, "metadata": Self.json(customer.metadata),
            "name": .string(customer.name), "phone": .null, "tax_exempt": "none",
        ]
    }

    /// A link by which the customer renews the means of payment.
    private mutating func createPortalSession(_ call: Call) throws(Refusal) -> Answer {
        guard let customer = call.fields["customer"] else {
            throw Refusal(400, "parameter_missing", "Missing required param: customer.")
        }
        guard customers[customer] != nil else { throw Self.missing("customer", customer) }
        let id = id("bps_1", 23)
        return Answer([
            "id": .string(id), "object": "billing_portal.session", "created": .integer(seconds),
            "customer": .string(customer), "livemode": false,
            "return_url": .optional(call.fields["return_url"]),
            "url": .string("https://billing.example/p/session/\(id)"),
        ])
    }

    /// Makes the customer with subscription, schedule, last month's paid invoice and the open one;
    /// a new customer has no invoices yet.
    mutating func add(_ seed: AccountSeed) -> AccountIDs {
        let customer = BillingCustomer(
            id: id("cus_", 14), name: seed.name, email: seed.billingContact.email,
            currency: seed.currency, created: seconds - 400 * 86_400,
            paymentMethod: id("pm_1", 23))
        customers[customer.id] = customer
        var subscription = addSubscription(seed, customer: customer.id)
        if let days = seed.downgradeInDays {
            subscription.schedule = addSchedule(seed, subscription, inDays: days)
        }
        subscriptions[subscription.id] = subscription
        if seed.onboarding != nil {
            return AccountIDs(
                customer: customer.id, subscription: subscription.id,
                schedule: subscription.schedule, invoice: "", paidInvoice: "")
        }
        let paid = addInvoice(
            seed, customer, subscription, dueAt: seconds - Int64(seed.dueDaysAgo + 30) * 86_400)
        let open = addInvoice(
            seed, customer, subscription, dueAt: seconds - Int64(seed.dueDaysAgo) * 86_400)
        subscription.latestInvoice = open
        subscriptions[subscription.id] = subscription
        settle(paid, method: seed.paymentMethod, at: seconds - Int64(seed.dueDaysAgo + 30) * 86_400)
        return AccountIDs(
            customer: customer.id, subscription: subscription.id,
            schedule: subscription.schedule, invoice: open, paidInvoice: paid)
    }
}
