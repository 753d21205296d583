import FairleadEstate
import FairleadTesting
import Testing

@testable import fairlead

@Suite("Variants of the failed payment", .serialized, .timeLimit(.minutes(15))) struct VariantTests
{
    /// Those that prove a requirement of their own.
    private static let named = [
        "unapplied-wire", "invoice-disputed", "credit-memo-complaint", "credit-against-collection",
    ]

    @Test(.requirement("S4.41", part: "cash that was not applied stops reminders"))
    func `cash that arrived and was not applied is no reason to remind`() async throws {
        try await self.`each variant comes out as it should, and nothing is done twice`(
            scenario: "unapplied-wire")
    }

    @Test(.requirement("S4.17", part: "a disputed invoice near a renewal, told by the ERP"))
    func `a disputed invoice near a renewal goes to people who settle disputes`() async throws {
        try await self.`each variant comes out as it should, and nothing is done twice`(
            scenario: "invoice-disputed")
    }

    @Test(
        .requirement("S4.20", "S4.21", part: "the variants, over the simulated estate"),
        arguments: Scenario.all.map(\.name).filter { !named.contains($0) })
    func `each variant comes out as it should, and nothing is done twice`(
        scenario: String
    ) async throws {
        try await EstateInstallation.during(isPatient: scenario != "model-slow") { world in
            let unmet = try await world.play(scenario)
            #expect(unmet == [])
        }
    }

    @Test func `what is expected is of scenarios that exist`() {
        for scenario in Scenario.all { #expect(ExpectedOutcome.of(scenario.name) != nil) }
    }
}
