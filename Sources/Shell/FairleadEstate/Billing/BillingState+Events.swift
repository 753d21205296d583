import FairleadCanonical

extension BillingState {
    static var eventRoutes: [Route<BillingState>] {
        [
            // The sweep. Stripe lists the newest first; so does this.
            Route("GET", "/v1/events", "billing.events") { (state, call) throws(Refusal) in
                var since: Int64 = 0
                for (field, more) in [("created[gte]", Int64(0)), ("created[gt]", 1)] {
                    guard let text = call.fields[field] else { continue }
                    guard let seconds = Int64(text) else {
                        throw Refusal(
                            400, "parameter_invalid_integer", "\(field) is in seconds.")
                    }
                    since = max(since, seconds + more)
                }
                let type = call.fields["type"]
                let found = state.basis.events.reversed().filter { event in
                    event.at / 1_000 >= since && (type == nil || type == event.type)
                }
                return try list("events", found.map(\.body), call)
            },
            Route("GET", "/v1/events/:id", "billing.event") { (state, call) throws(Refusal) in
                let id = call.parameter("id")
                guard let event = state.basis.events.first(where: { $0.id == id }) else {
                    throw missing("event", id)
                }
                return Answer(event.body)
            },
        ]
    }
}
