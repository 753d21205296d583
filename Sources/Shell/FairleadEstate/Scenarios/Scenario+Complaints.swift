extension Scenario {
    /// Someone who may know of invoices complains of one.
    private static let complaint = ScenarioStep.createTicket(
        subject: "Your invoice is wrong",
        description: "We were billed in full for a month in which your platform was down for "
            + "most of a day. This is not acceptable. Please correct the invoice.",
        topic: "billing")

    /// Complaints about invoices, by what stands behind them.
    static let complaints = [
        Scenario(
            "credit-memo-complaint", "A billing complaint while a credit memo is pending",
            complainant("Bramble Hotels", "bramble.example") {
                $0.creditMemo = CreditMemoSeed(
                    cents: 185_000, reason: "Outage of 4 hours 10 minutes", incident: "INC-2041")
            }, [complaint]),
        Scenario(
            "credit-memo-by-hand", "Finance posts the credit memo while consent to it is asked",
            complainant("Fennel Airways", "fennel.example") {
                $0.creditMemo = CreditMemoSeed(
                    cents: 95_000, reason: "Outage of 4 hours 10 minutes", incident: "INC-2041")
            }, [complaint]),
        Scenario(
            "complaint-invoice-differs", "A billing complaint: the invoice is not what was booked",
            complainant("Hazel Clinics", "hazel.example") { $0.bookedCents = 398_000 },
            [complaint]),
        Scenario(
            "complaint-invoice-correct", "A billing complaint by somebody who may not know",
            account("Linden Theatres", "linden.example"), [complaint]),
        Scenario(
            "credit-against-collection", "A credit is to be posted while payment is demanded",
            complainant("Mulberry Prints", "mulberry.example") {
                $0.tier = "starter"
                $0.arrCents = 118_800
                $0.invoiceCents = 99_000
                $0.downgradeInDays = nil
                $0.creditMemo = CreditMemoSeed(
                    cents: 20_000, reason: "Outage of 4 hours 10 minutes", incident: "INC-2041")
            },
            [.failPayment(.expiredCard, attempt: 1), .reportFailureToERP, complaint]),
    ]

    /// An account whose complaints come from its own billing contact.
    private static func complainant(
        _ name: String, _ domain: String, _ adjust: (inout AccountSeed) -> Void
    ) -> AccountSeed {
        account(name, domain) {
            $0.requester = $0.billingContact
            adjust(&$0)
        }
    }
}
