/// One account with its history, and what happens to it, step by step.
public struct Scenario: Sendable, Hashable {
    /// The name on the command line, such as `failed-renewal`.
    public let name: String
    public let title: String
    public let account: AccountSeed
    public let steps: [ScenarioStep]

    /// Creates a scenario; its account's name and domain are to be its own.
    public init(_ name: String, _ title: String, _ account: AccountSeed, _ steps: [ScenarioStep]) {
        self.name = name
        self.title = title
        self.account = account
        self.steps = steps
    }

    /// The scenario of this name, or nil.
    public static func named(_ name: String) -> Scenario? {
        all.first { $0.name == name }
    }

    /// Every shipped scenario: the failed payment near a renewal, then its variants; then
    /// complaints about invoices, severe incidents, and onboardings.
    public static let all =
        [failedRenewal] + causes + exposures + people + troubles + models
        + complaints + incidents + onboardings

    /// The account of the failed payment near a renewal: strategic, ARR USD 240,000, contract
    /// ends in 45 days, notice in 15, an overage invoice of USD 4,180.00 three days past due.
    static func account(
        _ name: String, _ domain: String, tier: String = "strategic",
        arrCents: Int64 = 24_000_000, invoiceCents: Int64 = 418_000,
        _ adjust: (inout AccountSeed) -> Void = { _ in }
    ) -> AccountSeed {
        var seed = AccountSeed(
            name: name, domain: domain, tier: tier, arrCents: arrCents,
            invoiceCents: invoiceCents)
        adjust(&seed)
        return seed
    }

    static let failedRenewal = Scenario(
        "failed-renewal", "A failed payment near a renewal",
        account("Acme Corp", "acme.example"),
        [.failPayment(.expiredCard, attempt: 1), .reportFailureToERP, .featuresLocked])
}
