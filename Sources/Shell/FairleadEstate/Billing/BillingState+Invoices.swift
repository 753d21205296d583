import FairleadCanonical

extension BillingState {
    static var invoiceRoutes: [Route<BillingState>] {
        [
            read("invoices", "invoice", { $0.invoices[$1] }, { $0.json($1) }),
            Route("GET", "/v1/invoices", "billing.invoices") { (state, call) throws(Refusal) in
                let found = state.invoices.all.reversed().filter {
                    $0.customer == call.fields["customer"] ?? $0.customer
                        && $0.subscription == call.fields["subscription"] ?? $0.subscription
                        && $0.status == call.fields["status"] ?? $0.status
                }
                return try list("invoices", found.map { state.json($0) }, call)
            },
            Route("POST", "/v1/invoices/:id", "billing.updateInvoice", .key) {
                (state, call) throws(Refusal) in
                try state.updateInvoice(call)
            },
            Route("GET", "/v1/invoice_payments", "billing.invoicePayments") {
                (state, call) throws(Refusal) in
                guard state.isAfter else {
                    throw Refusal(404, "url_invalid", "This API version has no invoice payments.")
                }
                let intent = call.fields["payment[payment_intent]"]
                let found = state.invoices.all.filter {
                    $0.id == call.fields["invoice"] ?? $0.id
                        && $0.paymentIntent == intent ?? $0.paymentIntent
                }
                return try list("invoice_payments", found.map { state.payment(of: $0) }, call)
            },
        ]
    }

    /// An open overage invoice with its payment intent; returns its id.
    mutating func addInvoice(
        _ seed: AccountSeed, _ customer: BillingCustomer, _ subscription: BillingSubscription,
        dueAt: Int64
    ) -> String {
        let intent = id("pi_3", 23)
        let invoice = BillingInvoice(
            id: id("in_1", 23), number: "\(id("", 8).uppercased())-0001", customer: customer.id,
            subscription: subscription.id, paymentIntent: intent, cents: seed.invoiceCents,
            currency: seed.currency, created: dueAt - 30 * 86_400, dueAt: dueAt,
            line: id("il_1", 23), invoiceItem: id("ii_1", 23), price: id("price_1", 23),
            product: subscription.product, description: "Usage overage",
            collectionMethod: subscription.collectionMethod)
        invoices[invoice.id] = invoice
        paymentIntents[intent] = BillingPaymentIntent(
            id: intent, customer: customer.id, invoice: invoice.id, cents: seed.invoiceCents,
            currency: seed.currency, created: dueAt, method: seed.paymentMethod,
            paymentMethod: customer.paymentMethod)
        return invoice.id
    }

    /// `auto_advance=false` stops automatic collection, `true` resumes it.
    private mutating func updateInvoice(_ call: Call) throws(Refusal) -> Answer {
        let id = call.parameter("id")
        guard var invoice = invoices[id] else { throw Self.missing("invoice", id) }
        var before: JSONObject = [:]
        if let text = call.fields["auto_advance"] {
            guard let advance = Bool(text) else {
                throw Refusal(400, "parameter_invalid", "auto_advance is true or false.")
            }
            if advance != invoice.autoAdvance {
                before["auto_advance"] = .bool(invoice.autoAdvance)
                before["next_payment_attempt"] = .optional(invoice.nextAttemptAt)
            }
            invoice.autoAdvance = advance
            invoice.nextAttemptAt =
                advance && invoice.status == "open" && invoice.attemptCount > 0
                ? seconds + 86_400 : nil
        }
        if let metadata = Self.setMetadata(&invoice.metadata, call) {
            before["metadata"] = metadata
        }
        invoices[id] = invoice
        let json = json(invoice)
        if !before.isEmpty, basis.configuration.echoesChanges {
            tell(stripe: "invoice.updated", json, previous: .object(before))
        }
        return Answer(json)
    }

    /// What links an invoice to its payment intent since 2025-03-31.
    func payment(of invoice: BillingInvoice) -> JSON {
        [
            "id": .string("inpay_\(invoice.id.dropFirst(3))"), "object": "invoice_payment",
            "amount_paid": invoice.status == "paid" ? .integer(invoice.cents) : .null,
            "amount_requested": .integer(invoice.cents), "created": .integer(invoice.created),
            "currency": .string(invoice.currency.lowercased()), "invoice": .string(invoice.id),
            "is_default": true, "livemode": false,
            "payment": [
                "type": "payment_intent", "payment_intent": .string(invoice.paymentIntent),
            ],
            "status": .string(invoice.status == "paid" ? "paid" : "open"),
            "status_transitions": ["canceled_at": .null, "paid_at": .optional(invoice.paidAt)],
        ]
    }

    func json(_ invoice: BillingInvoice) -> JSON {
        let customer = customers[invoice.customer]
        let isPaid = invoice.status == "paid"
        let json: JSON = [
            "id": .string(invoice.id), "object": "invoice", "account_country": "US",
            "amount_due": .integer(invoice.cents),
            "amount_paid": .integer(isPaid ? invoice.cents : 0),
            "amount_remaining": .integer(isPaid ? 0 : invoice.cents),
            "attempt_count": .integer(invoice.attemptCount),
            "attempted": .bool(invoice.attemptCount > 0),
            "auto_advance": .bool(invoice.autoAdvance),
            "billing_reason": "subscription_cycle",
            "collection_method": .string(invoice.collectionMethod),
            "created": .integer(invoice.created),
            "currency": .string(invoice.currency.lowercased()),
            "customer": .string(invoice.customer),
            "customer_email": .optional(customer?.email),
            "customer_name": .optional(customer?.name), "default_payment_method": .null,
            "description": .string(invoice.description), "discounts": [],
            "due_date": .integer(invoice.dueAt),
            "hosted_invoice_url": .string("https://billing.example/i/\(invoice.id)"),
            "lines": [
                "object": "list", "data": [line(of: invoice)], "has_more": false,
                "url": .string("/v1/invoices/\(invoice.id)/lines"),
            ],
            "livemode": false, "metadata": Self.json(invoice.metadata),
            "next_payment_attempt": .optional(invoice.nextAttemptAt),
            "number": .string(invoice.number), "period_end": .integer(invoice.created),
            "period_start": .integer(invoice.created - 30 * 86_400), "starting_balance": 0,
            "status": .string(invoice.status),
            "status_transitions": [
                "finalized_at": .integer(invoice.created), "marked_uncollectible_at": .null,
                "paid_at": .optional(invoice.paidAt), "voided_at": .null,
            ],
            "subtotal": .integer(invoice.cents), "total": .integer(invoice.cents),
        ]
        if isAfter {
            return json.with([
                "parent": [
                    "type": "subscription_details", "quote_details": .null,
                    "subscription_details": [
                        "metadata": [:], "subscription": .string(invoice.subscription),
                    ],
                ]
            ])
        }
        return json.with([
            "charge": .optional(invoice.charge), "paid": .bool(isPaid),
            "paid_out_of_band": .bool(invoice.paidOutOfBand),
            "payment_intent": .string(invoice.paymentIntent),
            "subscription": .string(invoice.subscription),
            "subscription_details": ["metadata": [:]], "tax": .null,
        ])
    }

    private func line(of invoice: BillingInvoice) -> JSON {
        let line: JSON = [
            "id": .string(invoice.line), "object": "line_item",
            "amount": .integer(invoice.cents),
            "currency": .string(invoice.currency.lowercased()),
            "description": .string(invoice.description), "discounts": [],
            "invoice": .string(invoice.id), "livemode": false, "metadata": [:],
            "period": [
                "end": .integer(invoice.created),
                "start": .integer(invoice.created - 30 * 86_400),
            ],
            "quantity": 1,
        ]
        if isAfter {
            return line.with([
                "parent": [
                    "type": "invoice_item_details", "subscription_item_details": .null,
                    "invoice_item_details": [
                        "invoice_item": .string(invoice.invoiceItem), "proration": false,
                        "subscription": .string(invoice.subscription),
                    ],
                ],
                "pricing": [
                    "type": "price_details",
                    "price_details": [
                        "price": .string(invoice.price), "product": .string(invoice.product),
                    ],
                    "unit_amount_decimal": .string(String(invoice.cents)),
                ],
                "subtotal": .integer(invoice.cents), "taxes": [],
            ])
        }
        return line.with([
            "invoice_item": .string(invoice.invoiceItem),
            "price": [
                "id": .string(invoice.price), "object": "price",
                "product": .string(invoice.product), "type": "one_time",
                "unit_amount": .integer(invoice.cents),
            ],
            "proration": false, "subscription": .string(invoice.subscription),
            "tax_amounts": [], "type": "invoiceitem",
        ])
    }
}
