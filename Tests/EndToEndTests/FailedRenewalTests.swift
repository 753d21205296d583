import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import FairleadStore
import FairleadTesting
import Testing

@testable import fairlead

@Suite(.serialized, .timeLimit(.minutes(15))) struct FailedRenewalTests {
    @Test(
        .requirement("S4.20", part: "the failed payment, over the simulated estate"),
        .requirement("S4.7", "S4.42", part: "four billing events, the ERP and the help desk"),
        arguments: ["failed-renewal", "ticket-first"])
    func `events of three systems become one case, and each effect is done`(
        scenario: String
    ) async throws {
        try await EstateInstallation.during { world in
            let unmet = try await world.play(scenario)
            #expect(unmet == [])
            let declines = try await world.cases(of: scenario).first?.happened.count {
                $0.type == "payment.failed"
            }
            #expect(declines == 3, "a charge, a payment intent and an invoice tell of the decline")
        }
    }

    @Test(
        .requirement("S3.10", part: "the decisions of the failed payment"),
        .requirement("S4.27", part: "chains and projections of the failed payment"))
    func `what came out verifies, and every decision is derived again`() async throws {
        try await EstateInstallation.during { world in
            #expect(try await world.play("failed-renewal") == [])
            let store = world.installation.store
            let governance = world.installation.catalog.governance
            let known: @Sendable (Digest) -> Governance? = {
                $0 == governance.digest ? governance : nil
            }
            let verified = try Verifier(tenant: store.tenant, governance: known).run(store)
            #expect(verified.findings.map(\.text) == [])
            let replayed = try Replayer(governance: known, zones: SystemZones()).run(store)
            #expect(replayed.decisions >= 8)
            #expect(replayed.identical == replayed.decisions)
        }
    }

    @Test(.requirement("S0.28", part: "at intake"))
    func `what a second sweep brings adds nothing`() async throws {
        try await EstateInstallation.during { world in
            #expect(try await world.play("failed-renewal") == [])
            let now = world.installation.time.now()
            let before = try world.installation.store.counts(now: now).entries
            await world.player.bring()
            #expect(try world.installation.store.counts(now: now).entries == before)
        }
    }
}
