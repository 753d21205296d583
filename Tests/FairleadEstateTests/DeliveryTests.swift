import FairleadCanonical
import FairleadEstate
import Testing

/// The systems of incidents and onboardings.
@Suite struct DeliveryTests {
    @Test func `an incident counts its minutes until service is restored`() async throws {
        try await withEstate { estate, client, clock in
            let account = try estate.account(of: "severity-1")
            try await estate.play(
                .declareIncident(severity: 1, service: "platform", minutesAgo: 35), on: account)
            func incident() async throws -> JSON {
                let path = "/incidents?account=\(account.crmAccount)"
                return try #require(try await client.get(.monitoring, path).items.first)
            }
            #expect(try await incident()["downtimeMinutes"] == 35)
            clock.advance(milliseconds: 600_000)
            #expect(try await incident()["downtimeMinutes"] == 45)
            try await estate.play(.mitigateIncident, on: account)
            clock.advance(milliseconds: 600_000)
            #expect(try await incident()["downtimeMinutes"] == 45)
            try await estate.play(.endIncident, on: account)
            await #expect(throws: EstateError.self) {
                try await estate.play(.changeSeverity(2), on: account)
            }
            let told = try await client.get(.monitoring, "/changes").items.map { $0["type"] }
            #expect(told == ["incident.declared", "incident.mitigated", "incident.resolved"])
        }
    }

    @Test func `an incident's severity is set once, and only to what there is`() async throws {
        try await withEstate { estate, client, _ in
            let account = try estate.account(of: "severity-1")
            try await estate.play(
                .declareIncident(severity: 2, service: "reports", minutesAgo: 1), on: account)
            let known = try await client.get(.monitoring, "/incidents").items.first
            let path = "/incidents/\(try #require(known?["id"]?.stringValue))"
            for severity in [1, 1] {
                let body = JSON.object(["severity": .integer(Int64(severity))]).bytes
                let set = try await client.call(.monitoring, "PUT", path, body: body)
                #expect(set.body["severity"] == 1)
            }
            let wrong = try await client.call(
                .monitoring, "PUT", path, body: JSON.object(["severity": 5]).bytes)
            #expect(wrong.status == 422)
            let journal = estate.journal().filter { $0.operation == "monitoring.updateIncident" }
            #expect(journal.map(\.result) == [.done, .repeated, .refused])
        }
    }

    @Test func `one issue of an alias, one notice of a status`() async throws {
        try await withEstate { estate, client, _ in
            func issue(_ reference: String) -> JSON {
                [
                    "team": "identity", "severity": 3, "summary": "Sign-in", "alias": "con-1",
                    "account": "001", "reference": .string(reference),
                ]
            }
            let first = try await client.post(.tracker, "/issues", issue("a"))
            let second = try await client.post(.tracker, "/issues", issue("b"))
            #expect(first.status == 201 && second.body == first.body)
            #expect(try await client.get(.tracker, "/issues?reference=a").items.count == 1)
            let notice: JSON = [
                "incident": "INC-1", "component": "platform", "status": "investigating",
                "text": "We are looking.",
            ]
            let word = try await client.post(.statusPage, "/notices", notice, key: "k1")
            let again = try await client.post(.statusPage, "/notices", notice, key: "k2")
            #expect(word.status == 201 && again.body == word.body)
            #expect(try await client.get(.statusPage, "/notices").items.count == 1)
            let done = estate.effects().map(\.done).reduce(0, +)
            #expect(done == 2)
        }
    }

    @Test func `a connection of an unknown protocol fails by itself, until it is delivered`()
        async throws
    {
        try await withEstate { estate, client, _ in
            let account = try estate.account(of: "onboarding-delay")
            for (name, status) in [("oidc", "verified"), ("ws-federation", "failed")] {
                let made = try await client.post(
                    .identity, "/connections",
                    [
                        "tenant": "tnt_1", "account": .string(account.crmAccount),
                        "protocol": .string(name),
                    ], key: name)
                #expect(made.status == 201 && made.body["status"] == "verifying")
                let id = try #require(made.body["id"]?.stringValue)
                let found = try await client.get(.identity, "/connections/\(id)").body
                #expect(found["status"]?.stringValue == status)
            }
            try await estate.play(.deliverSignIn, on: account)
            let all = try await client.get(.identity, "/connections?tenant=tnt_1").items
            #expect(all.map { $0["status"] } == ["verified", "verified"])
            let told = try await client.get(.identity, "/changes").items.map { $0["type"] }
            #expect(
                told == ["connection.verified", "connection.failed", "connection.verified"])
        }
    }

    @Test func `while collection is paused a first invoice stays a draft`() async throws {
        try await withEstate { estate, client, clock in
            let account = try estate.account(of: "onboarding-delay")
            let path = "/v1/subscriptions/\(account.subscription)"
            let paused = try await client.form(
                path, "pause_collection[behavior]=keep_as_draft&metadata[pause_reference]=x")
            #expect(paused.body[path: "pause_collection.behavior"] == "keep_as_draft")
            try await estate.play(.firstInvoiceDue, on: account)
            _ = try await client.form(path, "pause_collection=")
            try await estate.play(.firstInvoiceDue, on: account)
            let invoices = try await client.get(
                .billing, "/v1/invoices?customer=\(account.billingCustomer)")
            #expect(invoices.items.map { $0["status"] } == ["open", "draft"])
            #expect(try await client.form(path, "pause_collection[behavior]=void").status == 400)
            // A pause that ends by itself.
            let end = clock.now.milliseconds / 1_000 + 60
            _ = try await client.form(
                path,
                "pause_collection[behavior]=keep_as_draft&pause_collection[resumes_at]=\(end)")
            clock.advance(milliseconds: 60_000)
            try await estate.play(.firstInvoiceDue, on: account)
            let later = try await client.get(
                .billing, "/v1/invoices?customer=\(account.billingCustomer)&status=open")
            #expect(later.items.count == 2)
        }
    }

    @Test func `a project comes with milestones, and is cancelled once`() async throws {
        try await withEstate { estate, client, _ in
            let account = try estate.account(of: "onboarding")
            let made = try await client.post(
                .psa, "/projects",
                [
                    "account": .string(account.crmAccount), "order": "SO-1",
                    "template": "highTouch", "goLiveOn": "2025-12-12",
                ], key: "k")
            let project = try #require(made.body["id"]?.stringValue)
            let milestones = try await client.get(.psa, "/milestones?project=\(project)").items
            #expect(milestones.map { $0["kind"] } == ["environment", "access", "goLive"])
            #expect(made.body["goLiveMilestone"] == milestones.last?["id"])
            let path = "/milestones/\(try #require(milestones.last?["id"]?.stringValue))"
            for result in ["delayed", "delayed", "completed"] {
                let body = JSON.object(["status": .string(result), "reason": "sign-in"])
                let set = try await client.call(.psa, "PUT", path, body: body.bytes)
                #expect(set.body["status"]?.stringValue == result)
            }
            for _ in 0..<2 {
                let cancelled = try await client.post(.psa, "/projects/\(project)/cancel", [:])
                #expect(cancelled.body["status"] == "cancelled")
            }
            let journal = estate.journal().filter { $0.system == .psa }.map(\.result)
            #expect(journal == [.done, .done, .repeated, .done, .done, .repeated])
        }
    }

    @Test func `an order is signed once, and its customer has terms and no invoice`()
        async throws
    {
        try await withEstate { estate, client, _ in
            let account = try estate.account(of: "onboarding-standard-terms")
            let terms = try await client.get(.erp, "/customers/\(account.erpCustomer)/terms").body
            #expect(terms["billingStartRule"] == "orderDate")
            #expect(terms["monthlyFee"] == ["amount": "20000.00", "currency": "USD"])
            try await estate.play(.signOrder, on: account)
            await #expect(throws: EstateError.self) {
                try await estate.play(.signOrder, on: account)
            }
            let orders = try await client.get(.erp, "/orders?customer=\(account.erpCustomer)")
            #expect(orders.items.map { $0["status"] } == ["signed"])
            let owed = try await client.get(.erp, "/receivables?customer=\(account.erpCustomer)")
            #expect(owed.items.isEmpty && account.invoice.isEmpty)
        }
    }

    @Test func `an accrual is found by its reference, and reversed once`() async throws {
        try await withEstate { estate, client, clock in
            let account = try estate.account(of: "severity-1")
            let accrual: JSON = [
                "customer": .string(account.erpCustomer), "incident": "INC-1",
                "amount": ["amount": "2000.00", "currency": "USD"], "reference": "eff-8",
            ]
            let made = try await client.post(.erp, "/accruals", accrual)
            clock.advance(milliseconds: 2_000)
            #expect(try await client.get(.erp, "/accruals?reference=eff-8").items == [made.body])
            let path = "/accruals/\(try #require(made.body["id"]?.stringValue))/reverse"
            for _ in 0..<2 {
                #expect(try await client.post(.erp, path, [:]).body["status"] == "reversed")
            }
            let journal = estate.journal().filter { $0.operation == "erp.reverseAccrual" }
            #expect(journal.map(\.result) == [.done, .repeated])
        }
    }

    @Test func `a tenant is found by its reference, and deleted once`() async throws {
        try await withEstate { estate, client, _ in
            let tenant: JSON = [
                "account": "001", "region": "EMEA", "plan": "enterprise", "reference": "eff-9",
            ]
            let made = try await client.post(.cloud, "/tenants", tenant, key: "ignored")
            #expect(try await client.get(.cloud, "/tenants?reference=eff-9").items == [made.body])
            let path = "/tenants/\(try #require(made.body["id"]?.stringValue))"
            for _ in 0..<2 {
                let gone = try await client.call(.cloud, "DELETE", path)
                #expect(gone.body["status"] == "deleted")
            }
            let moon = try await client.post(.cloud, "/tenants", tenant.inRegion("MOON"))
            #expect(moon.status == 422)
            #expect(estate.effects().filter { $0.operation == "cloud.deleteTenant" }.count == 1)
        }
    }
}

extension JSON {
    fileprivate func inRegion(_ region: String) -> JSON {
        var object = objectValue ?? [:]
        object["region"] = .string(region)
        return .object(object)
    }
}
