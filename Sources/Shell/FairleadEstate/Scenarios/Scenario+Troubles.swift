extension Scenario {
    private static let expired = ScenarioStep.failPayment(.expiredCard, attempt: 1)

    /// Variants by what people do.
    static let people = [
        Scenario(
            "paid-before-action", "The invoice is paid before anyone acted",
            account(
                "Larkspur Energy", "larkspur.example", arrCents: 96_000_000,
                invoiceCents: 3_840_000),
            [expired, .reportFailureToERP, .payInvoice(method: "card")]),
        Scenario(
            "credit-promised", "An agent has promised a credit already",
            account("Meridian Foods", "meridian.example"),
            [.featuresLocked, .promiseCredit(cents: 50_000), expired]),
        Scenario(
            "approval-refused", "The approval is refused",
            account("Northgate Insurance", "northgate.example", invoiceCents: 1_250_000),
            [expired, .featuresLocked]),
        Scenario(
            "approval-expired", "Nobody answers the approval",
            account("Oakridge Software", "oakridge.example", invoiceCents: 1_250_000),
            [expired, .featuresLocked]),
        Scenario(
            "approval-by-interest", "The approval is asked of someone with an interest",
            account("Pinnacle Robotics", "pinnacle.example", invoiceCents: 1_250_000),
            [expired, .featuresLocked]),
        Scenario(
            "notice-given", "The customer has given notice",
            account("Cedar Publishing", "cedar.example"),
            [.giveNotice, expired, .featuresLocked]),
    ]

    /// Variants by what goes wrong at the systems.
    static let troubles = [
        Scenario(
            "erp-down", "The ERP is down for a while",
            account("Quarry Aerospace", "quarry.example"),
            [
                .fault(.erp, .unavailable, only: nil, .always), expired, .featuresLocked,
                .timePasses(minutes: 10), .lift(.erp), .reportFailureToERP,
                .timePasses(minutes: 15),
            ]),
        Scenario(
            "erp-error-after-work", "The ERP does the work and answers with an error",
            account("Redwood Biotech", "redwood.example"),
            [
                .fault(.erp, .failAfter(status: 500), only: "erp.createTask", .next(1)), expired,
                .featuresLocked,
            ]),
        Scenario(
            "unknown-customer", "Only the mail domain says who the customer is",
            account("Silverlake Design", "silverlake.example") { $0.linkedToHelpDesk = false },
            [.featuresLocked, expired]),
        Scenario(
            "lost-webhooks", "Billing's webhooks are lost; the sweep finds the events",
            account("Alder Books", "alder.example"),
            [.fault(.billing, .loseWebhooks, only: nil, .next(4)), expired, .featuresLocked]),
    ]

    /// Variants by how the model answers.
    static let models = [
        ("model-slow", "The model answers late", "Wexford Telecom", "wexford", ModelMode.slow),
        ("model-wrong", "The model answers garbage", "Xanadu Gaming", "xanadu", .wrong),
        ("model-down", "The model is down", "Yarrow Pharma", "yarrow", .down),
        (
            "model-over-confident", "The model is sure of everything", "Zephyr Airlines",
            "zephyr", .overConfident
        ),
    ].map { name, title, company, domain, mode in
        Scenario(
            name, title,
            account(company, "\(domain).example", tier: "enterprise"),
            [.model(mode), expired, .featuresLocked, .model(.right)])
    }
}
