import FairleadCanonical

extension BillingState {
    static var paymentRoutes: [Route<BillingState>] {
        [
            read(
                "payment_intents", "payment_intent", { $0.paymentIntents[$1] }, { $0.json($1) }),
            read("charges", "charge", { $0.charges[$1] }, { $0.json($1) }),
        ]
    }

    func json(_ intent: BillingPaymentIntent) -> JSON {
        let customer = customers[intent.customer]
        var error = JSON.null
        if let decline = intent.decline {
            error = [
                "charge": .optional(intent.latestCharge), "code": .string(decline.errorCode),
                "decline_code": .string(decline.rawValue), "message": .string(decline.message),
                "payment_method": [
                    "id": .string(intent.paymentMethod), "object": "payment_method",
                    "type": .string(intent.method), "livemode": false,
                ],
                "type": "card_error",
            ]
        }
        let json: JSON = [
            "id": .string(intent.id), "object": "payment_intent",
            "amount": .integer(intent.cents), "amount_capturable": 0,
            "amount_received": .integer(intent.status == "succeeded" ? intent.cents : 0),
            "canceled_at": .null, "cancellation_reason": .null, "capture_method": "automatic",
            "confirmation_method": "automatic", "created": .integer(intent.created),
            "currency": .string(intent.currency.lowercased()),
            "customer": .string(intent.customer), "description": "Payment for an invoice",
            "last_payment_error": error, "latest_charge": .optional(intent.latestCharge),
            "livemode": false, "metadata": [:],
            "next_action": intent.status == "requires_action"
                ? ["type": "use_stripe_sdk"] : .null,
            "payment_method": intent.status == "requires_payment_method"
                ? .null : .string(intent.paymentMethod),
            "payment_method_types": [.string(intent.method)],
            "receipt_email": .optional(customer?.email), "setup_future_usage": .null,
            "status": .string(intent.status),
        ]
        return isAfter ? json : json.with(["invoice": .string(intent.invoice)])
    }

    func json(_ charge: BillingCharge) -> JSON {
        let customer = customers[charge.customer]
        let decline = charge.decline
        let isPaid = decline == nil
        let method: JSON =
            charge.method == "card"
            ? [
                "type": "card",
                "card": [
                    "brand": "visa", "country": "US", "exp_month": 10, "exp_year": 2026,
                    "funding": "credit", "last4": "4242", "network": "visa",
                ],
            ]
            : [
                "type": "sepa_debit",
                "sepa_debit": ["bank_code": "37040044", "country": "DE", "last4": "3000"],
            ]
        let json: JSON = [
            "id": .string(charge.id), "object": "charge", "amount": .integer(charge.cents),
            "amount_captured": .integer(isPaid ? charge.cents : 0),
            "amount_refunded": .integer(charge.refundedCents),
            "billing_details": [
                "email": .optional(customer?.email), "name": .optional(customer?.name),
            ],
            "captured": .bool(isPaid), "created": .integer(charge.created),
            "currency": .string(charge.currency.lowercased()),
            "customer": .string(charge.customer), "description": "Payment for an invoice",
            "disputed": .bool(charge.disputed),
            "failure_code": .optional(decline?.errorCode),
            "failure_message": .optional(decline?.message), "livemode": false, "metadata": [:],
            "outcome": [
                "network_status": .string(isPaid ? "approved_by_network" : "declined_by_network"),
                "reason": .optional(decline?.rawValue),
                "seller_message": .string(
                    isPaid ? "Payment complete." : "The bank declined the payment."),
                "type": .string(isPaid ? "authorized" : "issuer_declined"),
            ],
            "paid": .bool(isPaid), "payment_intent": .string(charge.paymentIntent),
            "payment_method": .string(charge.paymentMethod), "payment_method_details": method,
            "refunded": .bool(charge.refundedCents == charge.cents && charge.cents > 0),
            "status": .string(isPaid ? "succeeded" : "failed"),
        ]
        return isAfter ? json : json.with(["invoice": .string(charge.invoice)])
    }
}
