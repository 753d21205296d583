import FairleadCanonical
import FairleadEstate
import Testing

@Suite struct HelpDeskTests {
    private func ticket(
        _ estate: Estate, _ client: EstateClient, _ scenario: String = "failed-renewal"
    ) async throws -> JSON {
        let account = try estate.account(of: scenario)
        try await estate.play(.featuresLocked, on: account)
        let tickets = try await client.get(
            .helpDesk, "/tickets?organisation=\(account.organisation)&status=new")
        return try #require(tickets.items.last)
    }

    @Test func `a ticket names a requester who is not the billing contact`() async throws {
        try await withEstate { estate, client, _ in
            let acme = try estate.account(of: "failed-renewal")
            let ticket = try await ticket(estate, client)
            #expect(ticket["topic"] == "access")
            #expect(ticket["priority"] == "high")
            let user = try await client.get(
                .helpDesk, "/users/\(try #require(ticket["requesterId"]?.stringValue))")
            #expect(user.body["email"] == .string(acme.seed.requester.email))
            #expect(user.body["email"] != .string(acme.seed.billingContact.email))
            let organisation = try await client.get(
                .helpDesk, "/organisations/\(acme.organisation)")
            #expect(organisation.body["externalRef"] == .string(acme.crmAccount))
        }
    }

    @Test func `an unknown customer is linked by nothing but the mail domain`() async throws {
        try await withEstate { estate, client, _ in
            let account = try estate.account(of: "unknown-customer")
            let organisation = try await client.get(
                .helpDesk, "/organisations/\(account.organisation)"
            ).body
            #expect(organisation["externalRef"] == .null)
            let crm = try await client.get(
                .crm, "/accounts?externalSystem=helpDesk&externalId=\(account.organisation)")
            #expect(crm.items.isEmpty)
            let domain = try #require(organisation["domain"]?.stringValue)
            #expect(try await client.get(.crm, "/accounts?domain=\(domain)").items.count == 1)
        }
    }

    @Test func `setting queue and priority twice changes the ticket once`() async throws {
        try await withEstate { estate, client, _ in
            let id = try #require(try await ticket(estate, client)["id"]?.stringValue)
            let body = JSON.object(["priority": "urgent", "queue": "retention"])
            for _ in 0..<2 {
                let put = try await client.call(
                    .helpDesk, "PUT", "/tickets/\(id)", body: body.bytes)
                #expect(put.body["queue"] == "retention")
            }
            #expect(estate.journal().map(\.result) == [.done, .repeated])
            let bad = JSON.object(["priority": "whatever"])
            let refused = try await client.call(
                .helpDesk, "PUT", "/tickets/\(id)", body: bad.bytes)
            #expect(refused.status == 422)
        }
    }

    @Test func `a note is found by its reference, a reply is not`() async throws {
        try await withEstate { estate, client, _ in
            let id = try #require(try await ticket(estate, client)["id"]?.stringValue)
            let note: JSON = ["text": "Payment matter", "reference": "eff-6"]
            #expect(try await client.post(.helpDesk, "/tickets/\(id)/notes", note).status == 201)
            let found = try await client.get(
                .helpDesk, "/tickets/\(id)/notes?reference=eff-6")
            #expect(found.items.count == 1)
            let reply: JSON = ["text": "Access is back.", "reference": "eff-7"]
            for _ in 0..<2 {
                _ = try await client.post(.helpDesk, "/tickets/\(id)/replies", reply, key: "k")
            }
            let replies = try await client.get(.helpDesk, "/tickets/\(id)/replies")
            #expect(replies.items.count == 2)
            #expect(replies.items.allSatisfy { $0["reference"] == nil })
            #expect(estate.effects().first { $0.reference == "eff-7" }?.done == 2)
        }
    }

    @Test func `an incident is active until it is resolved, and an agent's promise is noted`()
        async throws
    {
        try await withEstate { estate, client, _ in
            let account = try estate.account(of: "outage-by-invoice")
            let path = "/incidents?organisation=\(account.organisation)&active=true"
            let active = try await client.get(.helpDesk, path)
            #expect(active.items.map { $0["severity"] } == [1])
            try await estate.play(.resolveIncident, on: account)
            #expect(try await client.get(.helpDesk, path).items.isEmpty)
            await #expect(throws: EstateError.self) {
                try await estate.play(.resolveIncident, on: account)
            }
            try await estate.play(.openIncident(severity: 2, component: "exports"), on: account)
            #expect(try await client.get(.helpDesk, path).items.map { $0["severity"] } == [2])

            let promised = try estate.account(of: "credit-promised")
            _ = try await ticket(estate, client, "credit-promised")
            try await estate.play(.promiseCredit(cents: 50_000), on: promised)
            let changes = try await client.get(.helpDesk, "/changes?since=0")
            #expect(
                changes.items.map { $0["type"] } == [
                    "incident.resolved", "incident.created", "ticket.created", "ticket.updated",
                ])
            let commitment = changes.items.last?[path: "data.commitments.0"]
            #expect(commitment?["kind"] == "credit")
            #expect(commitment?["amount"] == ["amount": "500.00", "currency": "USD"])
        }
    }
}
