import FairleadCanonical

extension BillingState {
    /// One failed attempt, told in four events: of the charge (or, where the customer must
    /// authenticate, of the action that this takes), the payment intent, the invoice, and the
    /// subscription, which is past due from then on. False where the invoice is not open.
    mutating func failPayment(_ invoiceID: String, _ decline: Decline, attempt: Int) -> Bool {
        guard var invoice = invoices[invoiceID], invoice.status == "open",
            var intent = paymentIntents[invoice.paymentIntent]
        else { return false }
        invoice.attemptCount = Int64(attempt)
        invoice.nextAttemptAt = invoice.autoAdvance ? seconds + 3 * 86_400 : nil
        intent.decline = decline
        if decline == .authenticationRequired {
            intent.status = "requires_action"
            paymentIntents[intent.id] = intent
            invoices[invoiceID] = invoice
            tell(stripe: "payment_intent.requires_action", json(intent))
            tell(stripe: "invoice.payment_action_required", json(invoice))
            tell(stripe: "invoice.payment_failed", json(invoice))
        } else {
            let charge = addCharge(invoice, intent, decline: decline, at: seconds)
            intent.status = "requires_payment_method"
            intent.latestCharge = charge.id
            invoice.charge = charge.id
            paymentIntents[intent.id] = intent
            invoices[invoiceID] = invoice
            tell(stripe: "charge.failed", json(charge))
            tell(stripe: "payment_intent.payment_failed", json(intent))
            tell(stripe: "invoice.payment_failed", json(invoice))
        }
        setStatus(invoice.subscription, "past_due")
        return true
    }

    /// The invoice's payment succeeds, and everything that tells of it. False where it is not open.
    mutating func payInvoice(_ invoiceID: String, method: String) -> Bool {
        guard let open = invoices[invoiceID], open.status == "open" else { return false }
        settle(invoiceID, method: method, at: seconds)
        guard let invoice = invoices[invoiceID],
            let intent = paymentIntents[invoice.paymentIntent],
            let charge = invoice.charge.flatMap({ charges[$0] })
        else { return false }
        tell(stripe: "charge.succeeded", json(charge))
        tell(stripe: "payment_intent.succeeded", json(intent))
        tellPaid(invoice)
        return true
    }

    /// Money that came another way, as the ERP reports it. False where the invoice is not open.
    mutating func markPaidOutOfBand(_ invoiceID: String) -> Bool {
        guard var invoice = invoices[invoiceID], invoice.status == "open" else { return false }
        invoice.status = "paid"
        invoice.paidOutOfBand = true
        invoice.paidAt = seconds
        invoice.nextAttemptAt = nil
        invoices[invoiceID] = invoice
        tellPaid(invoice)
        return true
    }

    /// The due date of an invoice that is sent, not charged, has passed. False where it is not
    /// open.
    mutating func invoiceOverdue(_ invoiceID: String) -> Bool {
        guard let invoice = invoices[invoiceID], invoice.status == "open" else { return false }
        tell(stripe: "invoice.overdue", json(invoice))
        setStatus(invoice.subscription, "past_due")
        return true
    }

    /// Puts an invoice, its intent and a new charge into the state of a payment that succeeded.
    mutating func settle(_ invoiceID: String, method: String, at time: Int64) {
        guard var invoice = invoices[invoiceID],
            var intent = paymentIntents[invoice.paymentIntent]
        else { return }
        let charge = addCharge(invoice, intent, method: method, at: time)
        intent.status = "succeeded"
        intent.decline = nil
        intent.latestCharge = charge.id
        paymentIntents[intent.id] = intent
        invoice.status = "paid"
        invoice.attemptCount += 1
        invoice.charge = charge.id
        invoice.paidAt = time
        invoice.nextAttemptAt = nil
        invoices[invoiceID] = invoice
    }

    private mutating func tellPaid(_ invoice: BillingInvoice) {
        if isAfter { tell(stripe: "invoice_payment.paid", payment(of: invoice)) }
        tell(stripe: "invoice.paid", json(invoice))
        tell(stripe: "invoice.payment_succeeded", json(invoice))
        setStatus(invoice.subscription, "active")
    }

    private mutating func addCharge(
        _ invoice: BillingInvoice, _ intent: BillingPaymentIntent, method: String? = nil,
        decline: Decline? = nil, at time: Int64
    ) -> BillingCharge {
        let charge = BillingCharge(
            id: id("ch_3", 23), customer: invoice.customer, invoice: invoice.id,
            paymentIntent: intent.id, cents: invoice.cents, currency: invoice.currency,
            created: time, method: method ?? intent.method,
            paymentMethod: intent.paymentMethod, decline: decline)
        charges[charge.id] = charge
        return charge
    }
}
