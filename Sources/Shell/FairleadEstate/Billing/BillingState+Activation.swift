import FairleadCanonical

/// Collection that is paused while something is not settled, in Stripe's words: `pause_collection`
/// on the subscription, under which new invoices stay drafts.
extension BillingState {
    /// Sets `pause_collection[behavior]` and `pause_collection[resumes_at]`; an empty
    /// `pause_collection` resumes. Returns what was before, or nil if nothing changed.
    static func setPause(
        _ pause: inout BillingPause?, _ call: Call
    ) throws(Refusal) -> JSON? {
        let before = pause
        if call.fields["pause_collection"] == "" { pause = nil }
        if let behavior = call.fields["pause_collection[behavior]"] {
            guard behavior == "keep_as_draft" else {
                throw Refusal(
                    400, "parameter_invalid", "The only behavior here is keep_as_draft.")
            }
            var resumes: Int64?
            if let text = call.fields["pause_collection[resumes_at]"], !text.isEmpty {
                guard let moment = moment(text) else {
                    throw Refusal(400, "parameter_invalid", "resumes_at is a time.")
                }
                resumes = moment / 1_000
            }
            pause = BillingPause(resumesAt: resumes)
        }
        return pause == before ? nil : json(before)
    }

    static func json(_ pause: BillingPause?) -> JSON {
        guard let pause else { return .null }
        return ["behavior": "keep_as_draft", "resumes_at": .optional(pause.resumesAt)]
    }

    /// The first invoice of a subscription falls due: it is issued, and told, unless collection is
    /// paused; then it stays a draft. False where the subscription is not known.
    mutating func firstInvoice(of subscription: String) -> Bool {
        guard let known = subscriptions[subscription] else { return false }
        let isPaused = known.pause.map { ($0.resumesAt ?? .max) > seconds } ?? false
        let intent = id("pi_3", 23)
        var invoice = BillingInvoice(
            id: id("in_1", 23), number: "\(id("", 8).uppercased())-0001", customer: known.customer,
            subscription: known.id, paymentIntent: intent, cents: known.cents / 12,
            currency: known.currency, created: seconds, dueAt: seconds + 30 * 86_400,
            line: id("il_1", 23), invoiceItem: id("ii_1", 23), price: known.price,
            product: known.product, description: "First month",
            collectionMethod: known.collectionMethod)
        invoice.status = isPaused ? "draft" : "open"
        invoice.autoAdvance = !isPaused
        invoices[invoice.id] = invoice
        if !isPaused { tell(stripe: "invoice.finalized", json(invoice)) }
        return true
    }
}

/// That collection is paused; times in seconds.
struct BillingPause: Sendable, Equatable {
    /// When it resumes by itself; nil: when somebody says so.
    var resumesAt: Int64?
}
