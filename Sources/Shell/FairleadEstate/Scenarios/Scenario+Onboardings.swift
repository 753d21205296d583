extension Scenario {
    /// New customers, by how their people sign in and what was agreed. Each failing one has a
    /// protocol of its own: what engineering delivers for one works for all.
    static let onboardings = [
        Scenario(
            "onboarding-delay", "An onboarding that fails at a nonstandard sign-in",
            newcomer("Saffron Analytics", "saffron.example") {
                $0.ssoProtocol = "ws-federation"
                $0.hoursWorked = 6
            }, [.signOrder, .timePasses(minutes: 1), .firstInvoiceDue]),
        Scenario(
            "onboarding-standard-terms", "The same under standard terms, billed from the order on",
            newcomer("Thistle Logistics", "thistle.example") {
                $0.ssoProtocol = "cas"
                $0.billingStartRule = "orderDate"
                $0.tier = "standard"
                $0.includedHours = 8
            }, [.signOrder, .timePasses(minutes: 1)]),
        Scenario(
            "onboarding-cancelled", "An order is cancelled while it is set up",
            newcomer("Willow Museums", "willow.example") { $0.ssoProtocol = "kerberos" },
            [.signOrder, .timePasses(minutes: 1), .cancelOrder]),
        Scenario(
            "onboarding", "An onboarding by the plan, from the signed order to billed service",
            newcomer("Verbena Schools", "verbena.example") { $0.ssoProtocol = "saml2" },
            [.signOrder, .timePasses(minutes: 1)]),
    ]

    private static func newcomer(
        _ name: String, _ domain: String, _ adjust: (inout OnboardingSeed) -> Void
    ) -> AccountSeed {
        var onboarding = OnboardingSeed(ssoProtocol: "saml2")
        adjust(&onboarding)
        return account(name, domain, tier: "enterprise") {
            $0.onboarding = onboarding
            $0.downgradeInDays = nil
            $0.contractEndsInDays = 365
            $0.noticeDeadlineInDays = 275
        }
    }
}
