import FairleadCanonical

extension BillingState {
    static var scheduleRoutes: [Route<BillingState>] {
        [
            read(
                "subscription_schedules", "subscription_schedule", { $0.schedules[$1] },
                { $0.json($1) }),
            Route("GET", "/v1/subscription_schedules", "billing.schedules") {
                (state, call) throws(Refusal) in
                let found = state.schedules.all.filter {
                    $0.customer == call.fields["customer"] ?? $0.customer
                }
                return try list("subscription_schedules", found.map { state.json($0) }, call)
            },
            Route("POST", "/v1/subscription_schedules/:id", "billing.updateSchedule", .key) {
                (state, call) throws(Refusal) in
                try state.updateSchedule(call)
            },
        ]
    }

    mutating func addSchedule(
        _ seed: AccountSeed, _ subscription: BillingSubscription, inDays days: Int
    ) -> String {
        let schedule = BillingSchedule(
            id: id("sub_sched_1", 23), customer: subscription.customer,
            subscription: subscription.id, created: seconds - 86_400,
            currentPrice: subscription.price, laterPrice: id("price_1", 23),
            periodStart: subscription.periodStart, changesAt: seconds + Int64(days) * 86_400,
            periodEnd: subscription.periodEnd, currency: seed.currency)
        schedules[schedule.id] = schedule
        return schedule.id
    }

    /// `metadata[hold_until]` holds the scheduled downgrade; an empty value resumes it.
    private mutating func updateSchedule(_ call: Call) throws(Refusal) -> Answer {
        let id = call.parameter("id")
        guard var schedule = schedules[id] else {
            throw Self.missing("subscription_schedule", id)
        }
        if let until = call.fields["metadata[hold_until]"], !until.isEmpty,
            Self.moment(until) == nil
        {
            throw Refusal(
                400, "parameter_invalid", "metadata[hold_until] is RFC 3339, or seconds.")
        }
        let previous = Self.setMetadata(&schedule.metadata, call)
        schedules[id] = schedule
        let json = json(schedule)
        if let previous, basis.configuration.echoesChanges {
            tell(
                stripe: "subscription_schedule.updated", json, previous: ["metadata": previous])
        }
        return Answer(json)
    }

    func json(_ schedule: BillingSchedule) -> JSON {
        // While it is held, the later phase starts when the hold ends.
        let hold = schedule.metadata["hold_until"].flatMap { Self.moment($0) }.map { $0 / 1_000 }
        let changesAt = max(schedule.changesAt, hold ?? 0)
        func phase(_ price: String, _ start: Int64, _ end: Int64, _ name: String) -> JSON {
            [
                "add_invoice_items": [], "currency": .string(schedule.currency.lowercased()),
                "start_date": .integer(start), "end_date": .integer(end),
                "items": [["price": .string(price), "quantity": 1, "metadata": [:]]],
                "metadata": ["plan": .string(name)], "proration_behavior": "none",
                "trial_end": .null,
            ]
        }
        return [
            "id": .string(schedule.id), "object": "subscription_schedule",
            "canceled_at": .null, "completed_at": .null, "created": .integer(schedule.created),
            "current_phase": [
                "start_date": .integer(schedule.periodStart), "end_date": .integer(changesAt),
            ],
            "customer": .string(schedule.customer), "end_behavior": "release",
            "livemode": false, "metadata": Self.json(schedule.metadata),
            "phases": [
                phase(schedule.currentPrice, schedule.periodStart, changesAt, "premium"),
                phase(schedule.laterPrice, changesAt, max(schedule.periodEnd, changesAt), "basic"),
            ],
            "released_at": .null, "released_subscription": .null,
            "status": .string(schedule.status), "subscription": .string(schedule.subscription),
        ]
    }
}
