import FairleadCanonical
import FairleadEngine
import FairleadTesting
import Testing

@testable import FairleadEstate
@testable import fairlead

@Suite(.serialized, .timeLimit(.minutes(15))) struct OnboardingTests {
    @Test(
        .requirement(
            "S0.32", part: "the failed event, its cause by the system's code, and what follows"),
        .requirement("S0.34", part: "the issue and the milestone; they bear our reference"),
        .requirement("S0.35"),
        .requirement("S0.36", part: "by a clock that runs from the order on"))
    func `a nonstandard sign-in pauses billing, calls engineering, and escalates after days`()
        async throws
    {
        try await EstateInstallation.played("onboarding-delay") { _, matter in
            let cause = try #require(matter.decisions.first { $0.model == "provisioningCause" })
            #expect(cause.outputs["label"] == "configurationDependency")
            // Engineering and the project know what it is, each by the account that both know.
            let issue = try #require(matter.effects.first { $0.operation == "tracker.createIssue" })
            let milestones = matter.effects.filter { $0.operation == "psa.updateMilestone" }
            #expect(issue.status == .done && issue.arguments["team"] == "identity")
            #expect(milestones.map { $0.arguments["status"] } == ["delayed", "completed"])
            #expect(milestones.first?.arguments["reason"] == "configurationDependency")
            // A draft for a person: nothing went to the customer by itself.
            let draft = try #require(matter.effects.first { $0.operation == "crm.createTask" })
            let text = try #require(draft.arguments["text"]?.stringValue)
            #expect(text.contains("Draft for Saffron Analytics") && text.contains("no invoice"))
            #expect(!matter.effects.contains { $0.operation == "helpDesk.reply" })
            let told = ["service-delivery-manager", "finance-controller"]
            for role in told { #expect(matter.tasks.contains { $0.queue == role }, "\(role)") }
        }
    }

    @Test(.requirement("S0.33"))
    func `while activation is paused no invoice is issued, and afterwards the next one is`()
        async throws
    {
        try await EstateInstallation.played("onboarding-delay") { world, _ in
            let account = try world.estate.account(of: "onboarding-delay")
            #expect(world.invoices(of: account) == ["draft"])
            try await world.estate.play(.firstInvoiceDue, on: account)
            #expect(world.invoices(of: account) == ["draft", "open"])
        }
    }

    @Test(.requirement("S0.38"))
    func `premium terms absorb what standard terms charge, and a person approves either`()
        async throws
    {
        for (name, way) in [
            ("onboarding-delay", "absorb"), ("onboarding-standard-terms", "changeOrder"),
        ] {
            try await EstateInstallation.played(name) { _, matter in
                let recommended = matter.decisions.last { $0.model == "changeOrderOrAbsorb" }
                #expect(recommended?.outputs["recommendation"]?.stringValue == way)
                let order = try #require(matter.effects.first { $0.operation == "erp.createTask" })
                #expect(order.level == "approval" && order.arguments["kind"]?.stringValue == way)
                let consent = try #require(matter.approvals.first { $0.effect == order.id })
                #expect(consent.by == "ruth.okafor@fairlead.example")
            }
        }
    }

    @Test(.requirement("S0.14", part: "the eight stages are visited"))
    func `an onboarding by the plan visits its eight stages`() async throws {
        try await EstateInstallation.played("onboarding") { _, matter in
            for stage in [
                "orderValidation", "environment", "access", "integration", "migration", "testing",
                "customerNotification", "billingActivation",
            ] {
                #expect(matter.stages[stage]?.status == .completed, "\(stage)")
            }
        }
    }
}

extension EstateInstallation {
    /// The states of a customer's invoices at billing, oldest first.
    fileprivate func invoices(of account: EstateAccount) -> [String] {
        estate.billing.change { billing in
            billing.invoices.all.filter { $0.customer == account.billingCustomer }.map(\.status)
        }
    }
}
