/// Billing's customer.
struct BillingCustomer: Sendable {
    let id: String
    let name: String
    let email: String
    let currency: String
    let created: Int64
    let paymentMethod: String
    var delinquent = false
    var metadata: [String: String] = [:]
}

/// Billing's subscription; times in seconds.
struct BillingSubscription: Sendable {
    let id: String
    let customer: String
    let item: String
    let price: String
    let product: String
    let cents: Int64
    let currency: String
    let created: Int64
    let periodStart: Int64
    let periodEnd: Int64
    let features: [String]
    let premiumFeatures: [String]
    let collectionMethod: String
    var status = "active"
    var cancelAt: Int64?
    var schedule: String?
    var latestInvoice: String?
    var pause: BillingPause?
    var metadata: [String: String] = [:]
}

/// Billing's subscription schedule: what is and what will be; times in seconds.
struct BillingSchedule: Sendable {
    let id: String
    let customer: String
    let subscription: String
    let created: Int64
    let currentPrice: String
    let laterPrice: String
    let periodStart: Int64
    let changesAt: Int64
    let periodEnd: Int64
    let currency: String
    var status = "active"
    var metadata: [String: String] = [:]
}

/// Billing's invoice; times in seconds.
struct BillingInvoice: Sendable {
    let id: String
    let number: String
    let customer: String
    let subscription: String
    let paymentIntent: String
    let cents: Int64
    let currency: String
    let created: Int64
    let dueAt: Int64
    let line: String
    let invoiceItem: String
    let price: String
    let product: String
    let description: String
    let collectionMethod: String
    var status = "open"
    var attemptCount: Int64 = 0
    var autoAdvance = true
    var charge: String?
    var nextAttemptAt: Int64?
    var paidAt: Int64?
    var paidOutOfBand = false
    var metadata: [String: String] = [:]
}

/// Billing's payment intent; one for each invoice, whatever the number of attempts.
struct BillingPaymentIntent: Sendable {
    let id: String
    let customer: String
    let invoice: String
    let cents: Int64
    let currency: String
    let created: Int64
    let method: String
    let paymentMethod: String
    var status = "requires_payment_method"
    var latestCharge: String?
    var decline: Decline?
}

/// Billing's charge: one attempt to take the money.
struct BillingCharge: Sendable {
    let id: String
    let customer: String
    let invoice: String
    let paymentIntent: String
    let cents: Int64
    let currency: String
    let created: Int64
    let method: String
    let paymentMethod: String
    var decline: Decline?
    var disputed = false
    var refundedCents: Int64 = 0
}

/// Billing's dispute: a chargeback, or a direct debit that the bank took back.
struct BillingDispute: Sendable {
    let id: String
    let charge: String
    let paymentIntent: String
    let cents: Int64
    let currency: String
    let created: Int64
    let method: String
    let reason: String
    var status: String
}

/// Billing's refund of a charge.
struct BillingRefund: Sendable {
    let id: String
    let charge: String
    let paymentIntent: String
    let cents: Int64
    let currency: String
    let created: Int64
}
