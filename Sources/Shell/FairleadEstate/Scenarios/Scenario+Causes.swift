extension Scenario {
    private static let expired = ScenarioStep.failPayment(.expiredCard, attempt: 1)

    /// Variants by what stands behind the missing payment.
    static let causes = [
        Scenario(
            "ticket-first", "The ticket comes before the payment fails",
            account("Borealis Freight", "borealis.example"), [.featuresLocked, expired]),
        Scenario(
            "invoice-disputed", "The invoice is disputed",
            account("Everline Media", "everline.example") {
                $0.disputeReason = "Overage of two months counted twice"
            }, [expired, .reportFailureToERP]),
        Scenario(
            "chargeback", "A charge of last month is disputed at the bank",
            account("Foxglove Retail", "foxglove.example"),
            [.openChargeback(reason: "fraudulent"), expired]),
        Scenario(
            "unapplied-wire", "A wire that was not applied covers the invoice",
            account("Granite Health", "granite.example") { $0.unappliedCents = 418_000 },
            [expired, .reportFailureToERP, .applyCash]),
        Scenario(
            "outage-by-invoice", "An outage of ours explains that an invoice is not paid",
            account("Harbor Analytics", "harbor.example") {
                $0.paysByInvoice = true
                $0.incident = IncidentSeed(severity: 1, component: "platform", startedHoursAgo: 96)
            },
            [
                .invoiceOverdue,
                .createTicket(
                    subject: "The platform is down for us",
                    description: "Reports have failed for four days. We hold the invoice back "
                        + "until this works again.", topic: "outage"),
                .resolveIncident,
            ]),
        Scenario(
            "outage-expired-card", "An outage of ours does not explain an expired card",
            account("Ironwood Labs", "ironwood.example") {
                $0.incident = IncidentSeed(severity: 1, component: "platform", startedHoursAgo: 20)
            }, [expired, .featuresLocked]),
        Scenario(
            "authentication-required", "The bank wants the customer to authenticate",
            account("Juniper Systems", "juniper.example"),
            [.failPayment(.authenticationRequired, attempt: 1), .featuresLocked]),
        Scenario(
            "sepa-returned", "A direct debit is returned after it succeeded",
            account("Kestrel Mobility", "kestrel.example") {
                $0.currency = "EUR"
                $0.paymentMethod = "sepa_debit"
                $0.region = "EMEA"
                $0.timeZone = "Europe/Berlin"
            },
            [
                .failPayment(.insufficientFunds, attempt: 1), .payInvoice(method: "sepa_debit"),
                .timePasses(minutes: 2 * 24 * 60), .returnDebit,
            ]),
        Scenario(
            "stolen-card", "The card is reported stolen",
            account("Tamarack Travel", "tamarack.example"),
            [.failPayment(.stolenCard, attempt: 1), .featuresLocked]),
    ]

    /// Variants by what the account owes and has promised.
    static let exposures = [
        Scenario(
            "starter-account", "A starter account: routine dunning",
            account(
                "Cobalt Studio", "cobalt.example", tier: "starter", arrCents: 118_800,
                invoiceCents: 9_900
            ) {
                $0.segment = "small-business"
                $0.monthlyUsageInvoicing = false
                $0.downgradeInDays = nil
                $0.premiumFeatures = ["export"]
            }, [expired, .reportFailureToERP]),
        Scenario(
            "large-exposure", "USD 38,400 are past due",
            account(
                "Dunmore Logistics", "dunmore.example", arrCents: 96_000_000,
                invoiceCents: 3_840_000
            ) { $0.hasParent = true }, [expired, .reportFailureToERP, .featuresLocked]),
        Scenario(
            "very-large-exposure", "USD 128,000 are past due",
            account(
                "Birchwood Steel", "birchwood.example", arrCents: 240_000_000,
                invoiceCents: 12_800_000), [expired, .reportFailureToERP]),
        Scenario(
            "broken-promise", "An earlier promise to pay was broken",
            account("Umbra Security", "umbra.example") {
                $0.promise = PromiseSeed(state: "broken", madeDaysAgo: 60)
            }, [expired, .featuresLocked]),
        Scenario(
            "credit-hold", "The customer is on credit hold",
            account("Vantage Mining", "vantage.example") { $0.creditHold = true },
            [expired, .featuresLocked]),
    ]
}
