import FairleadCanonical

/// Billing, in Stripe's dialect: form-encoded calls, JSON answers, events, Stripe's objects as
/// they were before or after API version 2025-03-31.
struct BillingState: SystemState {
    static let system = EstateSystem.billing

    var basis: SystemBasis
    var dialect: EstateConfiguration.BillingDialect
    var customers = Table<BillingCustomer>()
    var subscriptions = Table<BillingSubscription>()
    var schedules = Table<BillingSchedule>()
    var invoices = Table<BillingInvoice>()
    var paymentIntents = Table<BillingPaymentIntent>()
    var charges = Table<BillingCharge>()
    var disputes = Table<BillingDispute>()
    var refunds = Table<BillingRefund>()

    init(basis: SystemBasis) {
        self.basis = basis
        dialect = basis.configuration.billingDialect
    }

    static func routes(_ configuration: EstateConfiguration) -> [Route<BillingState>] {
        customerRoutes + subscriptionRoutes + scheduleRoutes + invoiceRoutes + paymentRoutes
            + disputeRoutes + eventRoutes
    }

    static func body(of refusal: Refusal) -> JSON {
        let type =
            switch refusal.code {
            case "idempotency_error": "idempotency_error"
            case _ where refusal.status >= 500: "api_error"
            default: "invalid_request_error"
            }
        return [
            "error": [
                "code": .string(refusal.code), "message": .string(refusal.message),
                "type": .string(type),
            ]
        ]
    }

    /// Whether objects have the form of API version 2025-03-31 and later.
    var isAfter: Bool { dialect == .after20250331 }

    /// Billing's times are in seconds.
    var seconds: Int64 { now / 1_000 }

    /// Tells an event in Stripe's form.
    mutating func tell(stripe type: String, _ object: JSON, previous: JSON? = nil) {
        let id = basis.generator.identifier("evt_1", length: 23)
        var data: JSON = ["object": object]
        if let previous { data = data.with(["previous_attributes": previous]) }
        let body: JSON = [
            "id": .string(id), "object": "event", "api_version": .string(dialect.rawValue),
            "created": .integer(seconds), "data": data, "livemode": false,
            "pending_webhooks": 1, "request": ["id": .null, "idempotency_key": .null],
            "type": .string(type),
        ]
        basis.tell(SystemEvent(id: id, type: type, at: now, body: body))
    }

    /// Reads one object of a kind.
    static func read<Object: Sendable>(
        _ path: String, _ name: String,
        _ find: @escaping @Sendable (BillingState, String) -> Object?,
        _ render: @escaping @Sendable (BillingState, Object) -> JSON
    ) -> Route<BillingState> {
        Route("GET", "/v1/\(path)/:id", "billing.\(name)") { (state, call) throws(Refusal) in
            let id = call.parameter("id")
            guard let object = find(state, id) else { throw missing(name, id) }
            return Answer(render(state, object))
        }
    }

    static func missing(_ name: String, _ id: String) -> Refusal {
        Refusal(404, "resource_missing", "No such \(name): '\(id)'")
    }

    /// A list as Stripe answers it, with `limit` and `starting_after`.
    static func list(_ path: String, _ items: [JSON], _ call: Call) throws(Refusal) -> Answer {
        var rest = items[...]
        if let last = call.fields["starting_after"] {
            guard let index = items.firstIndex(where: { $0.text("id") == last }) else {
                throw missing("object", last)
            }
            rest = items[(index + 1)...]
        }
        let limit = Int(call.fields["limit"] ?? "10") ?? 0
        guard (1...100).contains(limit) else {
            throw Refusal(400, "parameter_invalid_integer", "limit is from 1 to 100.")
        }
        return Answer([
            "object": "list", "url": .string("/v1/\(path)"),
            "has_more": .bool(rest.count > limit), "data": .array(Array(rest.prefix(limit))),
        ])
    }

    /// Sets `metadata[name]=value` fields; an empty value takes the name out. Returns what those
    /// names held before, in Stripe's form of previous attributes, or nil if nothing changed.
    static func setMetadata(_ metadata: inout [String: String], _ call: Call) -> JSON? {
        var before: JSONObject = [:]
        for (field, value) in call.fields.sorted(by: { $0.key < $1.key }) {
            guard field.hasPrefix("metadata["), field.hasSuffix("]") else { continue }
            let name = String(field.dropFirst("metadata[".count).dropLast())
            let new = value.isEmpty ? nil : value
            if metadata[name] == new { continue }
            before[name] = .optional(metadata[name])
            metadata[name] = new
        }
        return before.isEmpty ? nil : .object(before)
    }

    static func json(_ metadata: [String: String]) -> JSON {
        .object(
            JSONObject(
                uniqueMembers: metadata.sorted { $0.key < $1.key }.map {
                    ($0.key, .string($0.value))
                }
            ))
    }
}
