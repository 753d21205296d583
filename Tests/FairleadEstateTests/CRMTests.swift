import FairleadCanonical
import FairleadEstate
import Testing

@Suite struct CRMTests {
    @Test func `an account is found by id, by another system's id and by domain`() async throws {
        try await withEstate { estate, client, _ in
            let acme = try estate.account(of: "failed-renewal")
            let byID = try await client.get(.crm, "/accounts/\(acme.crmAccount)")
            #expect(byID.body["name"] == "Acme Corp")
            #expect(byID.body["tier"] == "strategic")
            #expect(byID.body["arr"] == ["amount": "240000.00", "currency": "USD"])
            for (system, id) in [
                ("billing", acme.billingCustomer), ("erp", acme.erpCustomer),
                ("helpDesk", acme.organisation),
            ] {
                let found = try await client.get(
                    .crm, "/accounts?externalSystem=\(system)&externalId=\(id)")
                #expect(found.items.map { $0["id"] } == [.string(acme.crmAccount)])
            }
            let byDomain = try await client.get(.crm, "/accounts?domain=acme.example")
            #expect(byDomain.items == [byID.body])
            #expect(try await client.get(.crm, "/accounts/nobody").status == 404)
        }
    }

    @Test func `the contract ends in 45 days and its notice deadline is in 15`() async throws {
        try await withEstate { estate, client, _ in
            let acme = try estate.account(of: "failed-renewal")
            let contract = try await client.get(.crm, "/accounts/\(acme.crmAccount)/contract")
            #expect(contract.body["endsOn"] == "2026-01-05")
            #expect(contract.body["noticeDeadline"] == "2025-12-06")
            #expect(contract.body["monthlyUsageInvoicing"] == true)
            let renewal = try await client.get(.crm, "/accounts/\(acme.crmAccount)/opportunities")
            #expect(renewal.items.first?["type"] == "renewal")
        }
    }

    @Test func `a sweep lists what changed since a time, page by page`() async throws {
        try await withEstate { estate, client, clock in
            let acme = try estate.account(of: "failed-renewal")
            clock.advance(milliseconds: 60_000)
            let since = clock.now.rfc3339
            let none = try await client.get(.crm, "/accounts?changedSince=\(since)")
            #expect(none.items.isEmpty)
            try await estate.play(.changeTier("growth"), on: acme)
            let changed = try await client.get(.crm, "/accounts?changedSince=\(since)")
            #expect(changed.items.map { $0["id"] } == [.string(acme.crmAccount)])
            #expect(changed.items.first?["tier"] == "growth")

            let first = try await client.get(.crm, "/accounts?limit=2")
            let cursor = try #require(first.body["next"]?.stringValue)
            let second = try await client.get(.crm, "/accounts?limit=2&cursor=\(cursor)")
            #expect(first.items.count == 2 && second.items.count == 2)
            #expect(first.items != second.items)
        }
    }

    @Test func `a task is made once for one key, and refused for another body`() async throws {
        try await withEstate { estate, client, clock in
            let acme = try estate.account(of: "failed-renewal")
            let task: JSON = [
                "accountId": .string(acme.crmAccount), "subject": "Call Acme", "reference": "eff-1",
            ]
            let first = try await client.post(.crm, "/tasks", task, key: "k1")
            let again = try await client.post(.crm, "/tasks", task, key: "k1")
            #expect(first.status == 201)
            #expect(first.body == again.body)
            #expect(first.body["assignee"] == .string(acme.seed.owner.email))
            #expect(try await client.get(.crm, "/tasks?reference=eff-1").items.count == 1)
            let other = task.objectValue?.merging(["subject": "Another"]) ?? [:]
            #expect(try await client.post(.crm, "/tasks", .object(other), key: "k1").status == 422)

            clock.advance(milliseconds: 24 * 3_600_000 - 1)
            #expect(try await client.post(.crm, "/tasks", task, key: "k1").body == first.body)
            clock.advance(milliseconds: 1)
            #expect(try await client.post(.crm, "/tasks", task, key: "k1").body != first.body)
        }
    }
}
