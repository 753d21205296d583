import FairleadCanonical
import FairleadEstate
import Testing

@Suite struct BillingTests {
    private func features(_ client: EstateClient, _ customer: String) async throws -> [String] {
        try await client.get(.billing, "/v1/entitlements/active_entitlements?customer=\(customer)")
            .items.compactMap { $0["lookup_key"]?.stringValue }
    }

    @Test(arguments: [
        (EstateConfiguration.BillingDialect.before20250331, true), (.after20250331, false),
    ])
    func `one declined card is four events of their own ids`(
        dialect: EstateConfiguration.BillingDialect, linked: Bool
    ) async throws {
        try await withEstate {
            $0.billingDialect = dialect
        } _: { estate, client, _ in
            let acme = try estate.account(of: "failed-renewal")
            try await estate.play(.failPayment(.expiredCard, attempt: 1), on: acme)
            let events = try await client.get(.billing, "/v1/events").items.reversed()
            #expect(
                events.map { $0["type"]?.stringValue } == [
                    "charge.failed", "payment_intent.payment_failed", "invoice.payment_failed",
                    "customer.subscription.updated",
                ])
            #expect(Set(events.map { $0["id"] }).count == 4)
            #expect(events.allSatisfy { $0["api_version"] == .string(dialect.rawValue) })
            let objects = events.compactMap { $0[path: "data.object"] }
            let (charge, intent, invoice) = (objects[0], objects[1], objects[2])
            #expect(charge["failure_code"] == "expired_card")
            #expect(charge["payment_intent"] == intent["id"])
            #expect(intent[path: "last_payment_error.decline_code"] == "expired_card")
            #expect(invoice["attempt_count"] == 1)
            #expect(invoice["amount_remaining"] == 418_000)
            #expect(objects[3]["status"] == "past_due")
            #expect(events.last?[path: "data.previous_attributes.status"] == "active")
            // Before 2025-03-31 charge and intent named the invoice; since then only the
            // invoice's payment does.
            #expect((charge["invoice"] == .string(acme.invoice)) == linked)
            #expect((intent["invoice"] == .string(acme.invoice)) == linked)
            #expect((invoice["payment_intent"] == intent["id"]) == linked)
            let subscription = JSON.string(acme.subscription)
            #expect((invoice["subscription"] == subscription) == linked)
            #expect(
                (invoice[path: "parent.subscription_details.subscription"] == subscription)
                    != linked)
            let payments = try await client.get(
                .billing, "/v1/invoice_payments?invoice=\(acme.invoice)")
            #expect(payments.status == (linked ? 404 : 200))
            if !linked {
                #expect(
                    payments.items.first?[path: "payment.payment_intent"] == intent["id"])
            }
        }
    }

    @Test func `a second attempt is another charge of the same payment intent`() async throws {
        try await withEstate { estate, client, _ in
            let acme = try estate.account(of: "failed-renewal")
            try await estate.play(.failPayment(.expiredCard, attempt: 1), on: acme)
            try await estate.play(.failPayment(.insufficientFunds, attempt: 2), on: acme)
            let failed = try await client.get(.billing, "/v1/events?type=charge.failed").items
            let charges = failed.compactMap { $0[path: "data.object"] }
            #expect(Set(charges.map { $0["id"] }).count == 2)
            #expect(Set(charges.map { $0["payment_intent"] }).count == 1)
            #expect(charges.first?["failure_code"] == "card_declined")
            #expect(charges.first?[path: "outcome.reason"] == "insufficient_funds")
            let invoice = try await client.get(.billing, "/v1/invoices/\(acme.invoice)").body
            #expect(invoice["attempt_count"] == 2)
        }
    }

    @Test func `authentication required is told as an action, without a charge`() async throws {
        try await withEstate { estate, client, _ in
            let account = try estate.account(of: "authentication-required")
            try await estate.play(.failPayment(.authenticationRequired, attempt: 1), on: account)
            let types = try await client.get(.billing, "/v1/events").items.reversed()
                .map { $0["type"]?.stringValue }
            #expect(
                types == [
                    "payment_intent.requires_action", "invoice.payment_action_required",
                    "invoice.payment_failed", "customer.subscription.updated",
                ])
        }
    }

    @Test func `past due locks premium features, grace restores them, its end locks them`()
        async throws
    {
        try await withEstate { estate, client, clock in
            let acme = try estate.account(of: "failed-renewal")
            let all = ["core", "premium_analytics", "audit_export", "sso"]
            let path = "/v1/subscriptions/\(acme.subscription)"
            #expect(try await features(client, acme.billingCustomer) == all)
            try await estate.play(.failPayment(.expiredCard, attempt: 1), on: acme)
            #expect(try await features(client, acme.billingCustomer) == ["core"])

            let until = clock.now.adding(milliseconds: 7 * 86_400_000).rfc3339
            let fields = "metadata[grace_until]=\(until)&metadata[grace_reference]=eff-9"
            let granted = try await client.form(path, fields, key: "g1")
            #expect(granted.body[path: "metadata.grace_reference"] == "eff-9")
            #expect(try await features(client, acme.billingCustomer) == all)
            clock.advance(milliseconds: 7 * 86_400_000)
            #expect(try await features(client, acme.billingCustomer) == ["core"])

            clock.advance(milliseconds: -1)
            #expect(try await features(client, acme.billingCustomer) == all)
            _ = try await client.form(path, "metadata[grace_until]=", key: "g2")
            #expect(try await features(client, acme.billingCustomer) == ["core"])
            #expect(try await client.form(path, "metadata[grace_until]=soon").status == 400)
        }
    }

    @Test func `a downgrade is held and resumed, and collection stopped and resumed`()
        async throws
    {
        try await withEstate { estate, client, clock in
            let acme = try estate.account(of: "failed-renewal")
            try await estate.play(.failPayment(.expiredCard, attempt: 1), on: acme)
            let list = "/v1/subscription_schedules?customer=\(acme.billingCustomer)"
            let before = try #require(try await client.get(.billing, list).items.first)
            let changes = try #require(before[path: "phases.1.start_date"]?.integerValue)
            let hold = changes + 10 * 86_400
            let path = "/v1/subscription_schedules/\(try #require(acme.schedule))"
            let held = try await client.form(path, "metadata[hold_until]=\(hold)", key: "h1").body
            #expect(held[path: "phases.1.start_date"] == .integer(hold))
            let resumed = try await client.form(path, "metadata[hold_until]=", key: "h2").body
            #expect(resumed[path: "phases.1.start_date"] == .integer(changes))

            let invoice = "/v1/invoices/\(acme.invoice)"
            let stopped = try await client.form(
                invoice, "auto_advance=false&metadata[collection_hold_until]=2026-01-01",
                key: "c1")
            #expect(stopped.body["auto_advance"] == false)
            #expect(stopped.body["next_payment_attempt"] == .null)
            let running = try await client.form(invoice, "auto_advance=true", key: "c2")
            #expect(running.body["next_payment_attempt"]?.integerValue != nil)
        }
    }

    @Test func `a call is done once for one key, and refused for other parameters`() async throws {
        try await withEstate { estate, client, _ in
            let acme = try estate.account(of: "failed-renewal")
            let path = "/v1/billing_portal/sessions"
            let fields = "customer=\(acme.billingCustomer)"
            let first = try await client.form(path, fields, key: "p1")
            #expect(first.body["url"]?.stringValue?.hasPrefix("https://") == true)
            #expect(try await client.form(path, fields, key: "p1").body == first.body)
            #expect(try await client.form(path, fields, key: "p2").body != first.body)
            let other = try await client.form(path, "customer=cus_other", key: "p1")
            #expect(other.status == 400)
            #expect(other.body[path: "error.type"] == "idempotency_error")
        }
    }

    @Test func `a paid invoice ends the past due, and a returned debit brings it back`()
        async throws
    {
        try await withEstate { estate, client, _ in
            let account = try estate.account(of: "sepa-returned")
            let scenario = try #require(Scenario.named("sepa-returned"))
            var statuses: [JSON?] = []
            for step in scenario.steps {
                try await estate.play(step, of: scenario)
                let path = "/v1/subscriptions/\(account.subscription)"
                statuses.append(try await client.get(.billing, path).body["status"])
            }
            #expect(statuses == ["past_due", "active", "active", "past_due"], "days pass, too")
            let closed = try await client.get(
                .billing, "/v1/events?type=charge.dispute.closed")
            let dispute = closed.items.first?[path: "data.object"]
            #expect(dispute?["reason"] == "insufficient_funds")
            #expect(dispute?["status"] == "lost")
            #expect(dispute?[path: "payment_method_details.type"] == "sepa_debit")
            let receivable = try await client.get(.erp, "/receivables/\(account.receivable)").body
            #expect(receivable["status"] == "open")
            #expect(receivable["paymentStatus"] == "returned")
            #expect(receivable[path: "ageing.daysPastDue"] == 3)
        }
    }

    @Test func `a chargeback disputes last month's charge, and a refund pays back once`()
        async throws
    {
        try await withEstate { estate, client, _ in
            let account = try estate.account(of: "chargeback")
            try await estate.play(.openChargeback(reason: "fraudulent"), on: account)
            let created = try await client.get(
                .billing, "/v1/events?type=charge.dispute.created")
            let dispute = try #require(created.items.first?[path: "data.object"])
            #expect(dispute["reason"] == "fraudulent")
            let charge = try #require(dispute["charge"]?.stringValue)
            #expect(
                try await client.get(.billing, "/v1/charges/\(charge)").body["disputed"] == true)
            #expect(
                try await client.get(.billing, "/v1/disputes?charge=\(charge)").items
                    == [dispute])
            let refund = try await client.form("/v1/refunds", "charge=\(charge)", key: "r1")
            #expect(refund.body["amount"] == 418_000)
            #expect(
                try await client.form("/v1/refunds", "charge=\(charge)", key: "r2").status == 400)
        }
    }

    @Test func `lists page by the last object, newest events first`() async throws {
        try await withEstate { estate, client, _ in
            let acme = try estate.account(of: "failed-renewal")
            try await estate.play(.failPayment(.expiredCard, attempt: 1), on: acme)
            let first = try await client.get(.billing, "/v1/events?limit=3")
            #expect(first.body["has_more"] == true)
            let last = try #require(first.items.last?["id"]?.stringValue)
            let rest = try await client.get(.billing, "/v1/events?limit=3&starting_after=\(last)")
            #expect(rest.body["has_more"] == false)
            #expect(rest.items.map { $0["type"] } == ["charge.failed"])
            let since = try await client.get(.billing, "/v1/events?created%5Bgte%5D=1763683201")
            #expect(since.items.isEmpty)
        }
    }
}
