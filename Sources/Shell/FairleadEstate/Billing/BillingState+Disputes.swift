import FairleadCanonical

extension BillingState {
    static var disputeRoutes: [Route<BillingState>] {
        [
            read("disputes", "dispute", { $0.disputes[$1] }, { $0.json($1) }),
            Route("GET", "/v1/disputes", "billing.disputes") { (state, call) throws(Refusal) in
                let intent = call.fields["payment_intent"]
                let found = state.disputes.all.filter {
                    $0.charge == call.fields["charge"] ?? $0.charge
                        && $0.paymentIntent == intent ?? $0.paymentIntent
                }
                return try list("disputes", found.map { state.json($0) }, call)
            },
            Route("POST", "/v1/refunds", "billing.createRefund", .key) {
                (state, call) throws(Refusal) in
                try state.createRefund(call)
            },
            read("refunds", "refund", { $0.refunds[$1] }, { $0.json($1) }),
            Route("GET", "/v1/refunds", "billing.refunds") { (state, call) throws(Refusal) in
                let found = state.refunds.all.filter {
                    $0.charge == call.fields["charge"] ?? $0.charge
                }
                return try list("refunds", found.map { state.json($0) }, call)
            },
        ]
    }

    /// The cardholder's bank disputes the charge of a paid invoice. False where there is none.
    mutating func openChargeback(_ invoiceID: String, reason: String) -> Bool {
        guard let dispute = addDispute(invoiceID, reason, status: "needs_response") else {
            return false
        }
        tell(stripe: "charge.dispute.created", json(dispute))
        tell(stripe: "charge.dispute.funds_withdrawn", json(dispute))
        return true
    }

    /// The bank takes a direct debit back after it succeeded: to Stripe this is a dispute, final
    /// from the start. The invoice stays paid in billing; the ERP opens its receivable again.
    mutating func returnDebit(_ invoiceID: String) -> Bool {
        guard var dispute = addDispute(invoiceID, "insufficient_funds", status: "needs_response")
        else { return false }
        dispute.status = "lost"
        disputes[dispute.id] = dispute
        tell(stripe: "charge.dispute.created", json(dispute))
        tell(stripe: "charge.dispute.funds_withdrawn", json(dispute))
        tell(stripe: "charge.dispute.closed", json(dispute))
        if let invoice = invoices[invoiceID] { setStatus(invoice.subscription, "past_due") }
        return true
    }

    private mutating func addDispute(
        _ invoiceID: String, _ reason: String, status: String
    ) -> BillingDispute? {
        guard let invoice = invoices[invoiceID], invoice.status == "paid",
            var charge = invoice.charge.flatMap({ charges[$0] }), !charge.disputed
        else { return nil }
        charge.disputed = true
        charges[charge.id] = charge
        let dispute = BillingDispute(
            id: id("dp_1", 23), charge: charge.id, paymentIntent: charge.paymentIntent,
            cents: charge.cents, currency: charge.currency, created: seconds,
            method: charge.method, reason: reason, status: status)
        disputes[dispute.id] = dispute
        return dispute
    }

    private mutating func createRefund(_ call: Call) throws(Refusal) -> Answer {
        let id = call.fields["charge"] ?? ""
        guard var charge = charges[id], charge.decline == nil else {
            throw Self.missing("charge", id)
        }
        let rest = charge.cents - charge.refundedCents
        let cents = call.fields["amount"].map { Int64($0) ?? -1 } ?? rest
        guard (1...max(rest, 1)).contains(cents), rest > 0 else {
            throw Refusal(400, "charge_already_refunded", "\(rest) are left to refund.")
        }
        charge.refundedCents += cents
        charges[id] = charge
        let refund = BillingRefund(
            id: self.id("re_3", 23), charge: id, paymentIntent: charge.paymentIntent,
            cents: cents, currency: charge.currency, created: seconds)
        refunds[refund.id] = refund
        if basis.configuration.echoesChanges {
            tell(
                stripe: "charge.refunded", json(charge),
                previous: ["amount_refunded": .integer(charge.refundedCents - cents)])
        }
        return Answer(json(refund))
    }

    func json(_ dispute: BillingDispute) -> JSON {
        let details: JSON =
            dispute.method == "card"
            ? [
                "type": "card",
                "card": [
                    "brand": "visa", "case_type": "chargeback", "network_reason_code": "10.4",
                ],
            ]
            : ["type": .string(dispute.method)]
        return [
            "id": .string(dispute.id), "object": "dispute", "amount": .integer(dispute.cents),
            "balance_transactions": [], "charge": .string(dispute.charge),
            "created": .integer(dispute.created),
            "currency": .string(dispute.currency.lowercased()), "evidence": [:],
            "evidence_details": [
                "due_by": .integer(dispute.created + 7 * 86_400), "has_evidence": false,
                "past_due": false, "submission_count": 0,
            ],
            "is_charge_refundable": false, "livemode": false, "metadata": [:],
            "payment_intent": .string(dispute.paymentIntent),
            "payment_method_details": details, "reason": .string(dispute.reason),
            "status": .string(dispute.status),
        ]
    }

    func json(_ refund: BillingRefund) -> JSON {
        [
            "id": .string(refund.id), "object": "refund", "amount": .integer(refund.cents),
            "balance_transaction": .null, "charge": .string(refund.charge),
            "created": .integer(refund.created),
            "currency": .string(refund.currency.lowercased()), "metadata": [:],
            "payment_intent": .string(refund.paymentIntent), "reason": .null,
            "receipt_number": .null, "status": "succeeded",
        ]
    }
}
