import Crypto
import FairleadCanonical
import Testing

@testable import FairleadEstate

@Suite struct WebhookTests {
    private func code(_ secret: String, _ time: String, _ body: [UInt8]) -> String {
        let bytes = HMAC<SHA256>.authenticationCode(
            for: Array((time + ".").utf8) + body, using: SymmetricKey(data: Array(secret.utf8)))
        return bytes.map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }

    @Test func `signatures are those that another implementation computes`() {
        // Computed with Python's hmac and hashlib.
        let body = Array(#"{"id":"ev_1","type":"ticket.created"}"#.utf8)
        let first = "707996528a6d16132290b3015ddb95641ef19a925fdd647a0ce8fb85c12f1288"
        let second = "1622813397793308f467950ff8ef38a0dfd392506a3f992d43177d710629618f"
        let at = ManualClock.start + 999
        let generic = WebhookSignature.generic(body, secret: "whsec_first", at: at)
        #expect(generic.map(\.0) == ["X-Timestamp", "X-Signature"])
        #expect(generic.map(\.1) == ["1763683200", "sha256=\(first)"])
        let stripe = WebhookSignature.stripe(
            body, secrets: ["whsec_second", "whsec_first"], at: at)
        #expect(stripe.map(\.0) == ["Stripe-Signature"])
        #expect(stripe.map(\.1) == ["t=1763683200,v1=\(second),v1=\(first)"])
    }

    @Test func `webhooks arrive in order, signed, at their connector`() async throws {
        try await withReceiver { estate, client, receiver in
            let scenario = try #require(Scenario.named("failed-renewal"))
            for step in scenario.steps { try await estate.play(step, of: scenario) }
            await estate.settled()
            let billing = receiver.hooks.filter { $0.path == "/v1/hooks/billing" }
            #expect(
                billing.map { $0.body["type"]?.stringValue } == [
                    "charge.failed", "payment_intent.payment_failed", "invoice.payment_failed",
                    "customer.subscription.updated",
                ])
            for hook in billing {
                let secret = estate.secrets(of: .billing)[0]
                let expected = "t=1763683200,v1=\(code(secret, "1763683200", hook.bytes))"
                #expect(hook.headers["stripe-signature"] == expected)
            }
            for (path, system) in [("erp", EstateSystem.erp), ("helpdesk", .helpDesk)] {
                let hook = try #require(
                    receiver.hooks.first { $0.path == "/v1/hooks/\(path)" })
                let secret = estate.secrets(of: system)[0]
                let time = try #require(hook.headers["x-timestamp"])
                #expect(hook.headers["x-signature"] == "sha256=\(code(secret, time, hook.bytes))")
                #expect(hook.headers["x-event-id"] == hook.body["id"]?.stringValue)
            }
            #expect(estate.deliveries().allSatisfy { $0.outcome == .delivered })
            // What a sweep lists is what the webhook said, byte for byte.
            let swept = try await client.get(.billing, "/v1/events").items.reversed()
            #expect(swept.map(\.bytes) == billing.map(\.bytes))
        }
    }

    @Test func `a refused webhook is sent again until it is taken`() async throws {
        try await withReceiver { estate, _, receiver in
            receiver.answer(with: [503, 500, 404])
            let acme = try estate.account(of: "failed-renewal")
            try await estate.play(.featuresLocked, on: acme)
            await estate.settled()
            #expect(receiver.hooks.count == 4)
            #expect(Set(receiver.hooks.map(\.bytes)).count == 1)
            let delivery = try #require(estate.deliveries().first)
            #expect(delivery.attempts == 4)
            #expect(delivery.outcome == .delivered)
        }
    }

    @Test func `a webhook is given up after so many attempts, and the event stays listed`()
        async throws
    {
        try await withReceiver {
            $0.webhookAttemptsMax = 3
        } _: { estate, client, receiver in
            receiver.answer(with: [500, 500, 500, 500])
            try await estate.play(
                .featuresLocked, on: try estate.account(of: "failed-renewal"))
            await estate.settled()
            #expect(receiver.hooks.count == 3)
            #expect(estate.deliveries().map(\.outcome) == [.abandoned])
            #expect(try await client.get(.helpDesk, "/changes").items.count == 1)
        }
    }

    @Test func `duplicates, disorder and loss happen as asked`() async throws {
        try await withReceiver { estate, client, receiver in
            let acme = try estate.account(of: "failed-renewal")
            try await estate.inject(
                .duplicateWebhooks(copies: 4), at: .helpDesk, extent: .next(1))
            try await estate.play(.featuresLocked, on: acme)
            await estate.settled()
            #expect(receiver.hooks.count == 5)
            #expect(Set(receiver.hooks.map { $0.headers["x-event-id"] }).count == 1)

            try await estate.inject(
                .reorderWebhooks(window: 4), at: .billing, extent: .next(4))
            try await estate.play(.failPayment(.expiredCard, attempt: 1), on: acme)
            await estate.settled()
            let types = receiver.hooks.dropFirst(5).map { $0.body["type"]?.stringValue }
            #expect(
                types == [
                    "customer.subscription.updated", "invoice.payment_failed",
                    "payment_intent.payment_failed", "charge.failed",
                ])

            try await estate.inject(
                .loseWebhooks, at: .billing, only: "invoice.payment_failed", extent: .next(1))
            try await estate.play(.failPayment(.expiredCard, attempt: 2), on: acme)
            await estate.settled()
            let second = receiver.hooks.dropFirst(9).map { $0.body["type"]?.stringValue }
            #expect(second == ["charge.failed", "payment_intent.payment_failed"])
            #expect(estate.deliveries().filter { $0.outcome == .lost }.count == 1)
            let listed = try await client.get(
                .billing, "/v1/events?type=invoice.payment_failed")
            #expect(listed.items.count == 2)
        }
    }

    @Test func `what a reordering holds back is sent when one waits for the rest`() async throws {
        try await withReceiver { estate, _, receiver in
            let acme = try estate.account(of: "failed-renewal")
            try await estate.inject(
                .reorderWebhooks(window: 50), at: .billing, extent: .next(50))
            try await estate.play(.failPayment(.expiredCard, attempt: 1), on: acme)
            await estate.settled()
            #expect(receiver.hooks.count == 4)
            #expect(receiver.hooks.first?.body["type"] == "customer.subscription.updated")
        }
    }

    @Test func `while a secret is rotated both sign, afterwards only the new one`() async throws {
        try await withReceiver { estate, _, receiver in
            let acme = try estate.account(of: "failed-renewal")
            let old = estate.secrets(of: .helpDesk)[0]
            let new = estate.rotateSecret(of: .helpDesk)
            _ = estate.rotateSecret(of: .billing)
            for _ in 0..<2 { try await estate.play(.featuresLocked, on: acme) }
            try await estate.play(.failPayment(.expiredCard, attempt: 1), on: acme)
            await estate.settled()
            estate.retireOldSecrets(of: .helpDesk)
            for _ in 0..<2 { try await estate.play(.featuresLocked, on: acme) }
            await estate.settled()
            let signers = receiver.hooks.filter { $0.path == "/v1/hooks/helpdesk" }.map { hook in
                [old, new].firstIndex { secret in
                    let time = hook.headers["x-timestamp"] ?? ""
                    return hook.headers["x-signature"]
                        == "sha256=\(code(secret, time, hook.bytes))"
                }
            }
            #expect(Set(signers.prefix(2)) == [0, 1])
            #expect(signers.suffix(2) == [1, 1])
            let stripe = receiver.hooks.first { $0.path == "/v1/hooks/billing" }
            let marks = stripe?.headers["stripe-signature"]?.split(separator: ",")
            #expect(marks?.count == 3)
        }
    }

    @Test func `a skewed clock signs with its own time, and no target means no webhook`()
        async throws
    {
        try await withReceiver { estate, _, receiver in
            let acme = try estate.account(of: "failed-renewal")
            try await estate.inject(.clockSkew(milliseconds: 3_600_000), at: .helpDesk)
            try await estate.play(.featuresLocked, on: acme)
            await estate.settled()
            #expect(receiver.hooks.map { $0.headers["x-timestamp"] } == ["1763686800"])
            estate.setWebhookTarget(nil)
            try await estate.play(.featuresLocked, on: acme)
            await estate.settled()
            #expect(receiver.hooks.count == 1)
            #expect(estate.deliveries().map(\.outcome) == [.delivered, .untargeted])
        }
    }

    @Test func `a change asked for over the API is told too, unless echoes are off`() async throws {
        for (echoes, count) in [(true, 1), (false, 0)] {
            try await withEstate {
                $0.echoesChanges = echoes
            } _: { estate, client, _ in
                let acme = try estate.account(of: "failed-renewal")
                _ = try await client.form(
                    "/v1/subscriptions/\(acme.subscription)",
                    "metadata[grace_until]=2025-12-01T00:00:00Z")
                #expect(try await client.get(.billing, "/v1/events").items.count == count)
            }
        }
    }
}
