import FairleadCanonical

extension BillingState {
    static var subscriptionRoutes: [Route<BillingState>] {
        [
            read("subscriptions", "subscription", { $0.subscriptions[$1] }, { $0.json($1) }),
            Route("GET", "/v1/subscriptions", "billing.subscriptions") {
                (state, call) throws(Refusal) in
                let found = state.subscriptions.all.filter {
                    $0.customer == call.fields["customer"] ?? $0.customer
                        && $0.status == call.fields["status"] ?? $0.status
                }
                return try list("subscriptions", found.map { state.json($0) }, call)
            },
            Route("POST", "/v1/subscriptions/:id", "billing.updateSubscription", .key) {
                (state, call) throws(Refusal) in
                try state.updateSubscription(call)
            },
            Route(
                "GET", "/v1/entitlements/active_entitlements", "billing.activeEntitlements"
            ) { (state, call) throws(Refusal) in
                guard let customer = call.fields["customer"] else {
                    throw Refusal(400, "parameter_missing", "Missing required param: customer.")
                }
                return try list(
                    "entitlements/active_entitlements", state.entitlements(of: customer), call)
            },
        ]
    }

    mutating func addSubscription(
        _ seed: AccountSeed, customer: String
    ) -> BillingSubscription {
        let end = seconds + Int64(seed.contractEndsInDays) * 86_400
        return BillingSubscription(
            id: id("sub_1", 23), customer: customer, item: id("si_", 14), price: id("price_1", 23),
            product: id("prod_", 14), cents: seed.arrCents, currency: seed.currency,
            created: end - 365 * 86_400, periodStart: end - 365 * 86_400, periodEnd: end,
            features: ["core"], premiumFeatures: seed.premiumFeatures,
            collectionMethod: seed.paysByInvoice ? "send_invoice" : "charge_automatically")
    }

    /// Grace (`metadata[grace_until]`, with `metadata[grace_reference]`) restores the premium
    /// features until its end; an empty value revokes it. Collection may be paused and resumed.
    private mutating func updateSubscription(_ call: Call) throws(Refusal) -> Answer {
        let id = call.parameter("id")
        guard var subscription = subscriptions[id] else { throw Self.missing("subscription", id) }
        if let until = call.fields["metadata[grace_until]"], !until.isEmpty,
            Self.moment(until) == nil
        {
            throw Refusal(
                400, "parameter_invalid", "metadata[grace_until] is RFC 3339, or seconds.")
        }
        var previous: JSONObject = [:]
        if let pause = try Self.setPause(&subscription.pause, call) {
            previous["pause_collection"] = pause
        }
        if let metadata = Self.setMetadata(&subscription.metadata, call) {
            previous["metadata"] = metadata
        }
        subscriptions[id] = subscription
        let json = json(subscription)
        if !previous.isEmpty, basis.configuration.echoesChanges {
            tell(stripe: "customer.subscription.updated", json, previous: .object(previous))
        }
        return Answer(json)
    }

    /// Sets the status and tells it, if it changes.
    mutating func setStatus(_ id: String, _ status: String) {
        guard var subscription = subscriptions[id], subscription.status != status else { return }
        let before = subscription.status
        subscription.status = status
        subscriptions[id] = subscription
        if var customer = customers[subscription.customer] {
            customer.delinquent = status == "past_due"
            customers[customer.id] = customer
        }
        tell(
            stripe: "customer.subscription.updated", json(subscription),
            previous: ["status": .string(before)])
    }

    /// What the customer may use now: premium features are locked while the subscription is past
    /// due, unless a service grace runs.
    private func entitlements(of customer: String) -> [JSON] {
        subscriptions.all.filter { $0.customer == customer }.flatMap { subscription in
            let grace = subscription.metadata["grace_until"].flatMap { Self.moment($0) }
            let isOpen =
                ["active", "trialing"].contains(subscription.status) || (grace ?? 0) > now
            let features =
                subscription.features + (isOpen ? subscription.premiumFeatures : [])
            return features.map { feature -> JSON in
                [
                    "id": .string("ent_\(subscription.item.dropFirst(3))\(feature)"),
                    "object": "entitlements.active_entitlement",
                    "feature": .string("feat_\(feature)"), "livemode": false,
                    "lookup_key": .string(feature),
                ]
            }
        }
    }

    /// Milliseconds of a time that is RFC 3339 or seconds since 1970.
    static func moment(_ text: String) -> Int64? {
        if let seconds = Int64(text) { return seconds.multipliedReportingOverflow(by: 1_000).0 }
        return Instant(rfc3339: text)?.milliseconds
    }

    func json(_ subscription: BillingSubscription) -> JSON {
        var item: JSON = [
            "id": .string(subscription.item), "object": "subscription_item",
            "created": .integer(subscription.created), "discounts": [], "metadata": [:],
            "price": [
                "id": .string(subscription.price), "object": "price", "active": true,
                "currency": .string(subscription.currency.lowercased()), "livemode": false,
                "metadata": [:], "product": .string(subscription.product),
                "recurring": ["interval": "year", "interval_count": 1, "usage_type": "licensed"],
                "type": "recurring", "unit_amount": .integer(subscription.cents),
                "unit_amount_decimal": .string(String(subscription.cents)),
            ],
            "quantity": 1, "subscription": .string(subscription.id), "tax_rates": [],
        ]
        let period: KeyValuePairs<String, JSON> = [
            "current_period_start": .integer(subscription.periodStart),
            "current_period_end": .integer(subscription.periodEnd),
        ]
        if isAfter { item = item.with(period) }
        let json: JSON = [
            "id": .string(subscription.id), "object": "subscription", "application": .null,
            "automatic_tax": ["enabled": false],
            "billing_cycle_anchor": .integer(subscription.periodStart),
            "cancel_at": .optional(subscription.cancelAt), "cancel_at_period_end": false,
            "canceled_at": .null, "collection_method": .string(subscription.collectionMethod),
            "created": .integer(subscription.created),
            "currency": .string(subscription.currency.lowercased()),
            "customer": .string(subscription.customer), "default_payment_method": .null,
            "description": .null, "discounts": [], "ended_at": .null,
            "items": [
                "object": "list", "data": [item], "has_more": false,
                "url": .string("/v1/subscription_items?subscription=\(subscription.id)"),
            ],
            "latest_invoice": .optional(subscription.latestInvoice), "livemode": false,
            "metadata": Self.json(subscription.metadata),
            "pause_collection": Self.json(subscription.pause),
            "schedule": .optional(subscription.schedule),
            "start_date": .integer(subscription.created),
            "status": .string(subscription.status), "trial_end": .null, "trial_start": .null,
        ]
        return isAfter ? json : json.with(period)
    }
}
