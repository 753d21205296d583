import FairleadCanonical
import FairleadEstate
import FairleadTesting
import Testing

/// Billing's objects against the examples that Stripe publishes.
@Suite struct BillingShapeTests {
    @Test(
        .sharedMaterial("data/stripe"),
        arguments: [
            (EstateConfiguration.BillingDialect.before20250331, "before-2025-03-31.json"),
            (.after20250331, "after-2025-03-31.json"),
        ])
    func `no object has a field that the published one has not, and both versions differ`(
        dialect: EstateConfiguration.BillingDialect, file: String
    ) async throws {
        let published = try JSON.parse(
            Array(try SharedMaterial.data("data/stripe/\(file)")),
            limits: JSONLimits(documentBytesMax: 10_000_000))
        try await withEstate {
            $0.billingDialect = dialect
        } _: { estate, client, _ in
            let account = try estate.account(of: "sepa-returned")
            let scenario = try #require(Scenario.named("sepa-returned"))
            for step in scenario.steps { try await estate.play(step, of: scenario) }
            try await estate.play(
                .openChargeback(reason: "general"), on: try estate.account(of: "chargeback"))
            var objects = try await client.get(.billing, "/v1/events?limit=100").items
            objects += objects.compactMap { $0[path: "data.object"] }
            for path in [
                "subscription_schedules/\(try #require(account.schedule))",
                "customers/\(account.billingCustomer)",
            ] {
                objects.append(try await client.get(.billing, "/v1/\(path)").body)
            }
            var seen: Set<String> = []
            for object in objects {
                let kind = try #require(object["object"]?.stringValue)
                let example = try #require(published[kind], "Stripe publishes no \(kind)")
                let known = Set(try #require(example.objectValue).keys)
                let own = Set(try #require(object.objectValue).keys)
                #expect(own.subtracting(known) == [], "fields of \(kind)")
                seen.insert(kind)
            }
            let expected: Set<String> = [
                "event", "invoice", "charge", "payment_intent", "subscription", "dispute",
                "customer", "subscription_schedule",
            ]
            #expect(seen.isSuperset(of: expected))
            #expect(seen.contains("invoice_payment") == (dialect == .after20250331))
        }
    }
}
