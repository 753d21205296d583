import FairleadCanonical
import FairleadEstate
import Foundation
import Testing

@Suite struct EstateTests {
    private func snapshot(seed: UInt64) async throws -> [[UInt8]] {
        let clock = ManualClock()
        let estate = Estate(seed: seed, now: { clock.now })
        try await estate.start()
        let client = EstateClient(estate: estate)
        for scenario in [Scenario.all[0], Scenario.all[3]] {
            for step in scenario.steps { try await estate.play(step, of: scenario) }
        }
        var bytes: [[UInt8]] = []
        for (system, path) in [
            (EstateSystem.crm, "/accounts"), (.billing, "/v1/events?limit=100"),
            (.erp, "/receivables"), (.helpDesk, "/tickets"),
        ] {
            bytes.append(try await client.get(system, path).body.bytes)
        }
        await estate.stop()
        return bytes + EstateSystem.allCases.map { Array(estate.token(of: $0).utf8) }
    }

    @Test func `the same seed gives the same ids, data, events and tokens`() async throws {
        let first = try await snapshot(seed: 11)
        #expect(try await snapshot(seed: 11) == first)
        let other = try await snapshot(seed: 12)
        #expect(zip(first, other).allSatisfy { $0 != $1 })
    }

    @Test(arguments: EstateSystem.allCases)
    func `without its own bearer token a system answers 401`(system: EstateSystem) async throws {
        try await withEstate { estate, client, _ in
            let path = try #require(
                estate.operations.first { $0.system == system && $0.method == "GET" }?.path)
            let other = system == .crm ? EstateSystem.erp : .crm
            for token in ["", "wrong", estate.token(of: other)] {
                for path in [path, "/_estate/journal"] {
                    let answer = try await client.call(system, "GET", path, token: token)
                    #expect(answer.status == 401)
                }
            }
        }
    }

    @Test func `every scenario has an account of its own, and its steps fit`() async throws {
        let clock = ManualClock()
        let estate = Estate(seed: 3, now: { clock.now })
        try await estate.start()
        var customers: Set<String> = []
        for scenario in Scenario.all {
            let account = try estate.account(of: scenario.name)
            #expect(customers.insert(account.crmAccount).inserted)
            #expect(customers.insert(account.billingCustomer).inserted)
            #expect(customers.insert(account.erpCustomer).inserted)
            #expect(customers.insert(account.organisation).inserted)
            for step in scenario.steps { try await estate.play(step, of: scenario) }
            for system in EstateSystem.allCases { try await estate.lift(system) }
        }
        await estate.stop()
        #expect(Set(Scenario.all.map(\.name)).count == Scenario.all.count)
        #expect(Set(Scenario.all.map(\.account.domain)).count == Scenario.all.count)
        #expect(Set(Scenario.all.map(\.account.name)).count == Scenario.all.count)
    }

    @Test func `a step that does not fit is refused`() async throws {
        let estate = Estate(seed: 3, now: { Instant(milliseconds: ManualClock.start) })
        let acme = try estate.account(of: "failed-renewal")
        try await estate.play(.payInvoice(method: "card"), on: acme)
        await #expect(throws: EstateError.self) {
            try await estate.play(.failPayment(.expiredCard, attempt: 1), on: acme)
        }
        #expect(throws: EstateError.self) { try estate.account(of: "no-such") }
    }

    @Test func `accounts for load are generated from the seed`() throws {
        let now = Instant(milliseconds: ManualClock.start)
        let one = Estate(seed: 5, now: { now }).generate(accounts: 50)
        let two = Estate(seed: 5, now: { now }).generate(accounts: 50)
        #expect(one == two)
        #expect(Set(one.map(\.crmAccount)).count == 50)
        #expect(Set(one.map(\.seed.tier)).count == 4)
    }

    @Test func `scenarios are listed and played over HTTP`() async throws {
        try await withEstate { estate, client, _ in
            let listed = try await client.get(.crm, "/_estate/scenarios").body
            #expect(listed.arrayValue?.count == Scenario.all.count)
            #expect(listed[0]?["name"] == "failed-renewal")
            let path = "/_estate/scenarios/failed-renewal"
            let one = try await client.post(.crm, path, ["step": 0])
            #expect(one.body["played"]?.arrayValue?.count == 1)
            #expect(try await client.get(.billing, "/v1/events").items.count == 4)
            #expect(try await client.post(.crm, path, ["step": 9]).status == 422)
            let paid = "/_estate/scenarios/paid-before-action"
            #expect(try await client.post(.crm, paid, [:]).status == 200)
            #expect(try await client.post(.crm, paid, [:]).status == 409)
        }
    }

    @Test func `malformed, oversized and duplicate-key bodies get a problem with its place`()
        async throws
    {
        try await withEstate {
            $0.requestBytesMax = 1_000
        } _: { estate, client, _ in
            for (body, status) in [
                (#"{"a":1,"a":2}"#, 400), ("{", 400), ("[]", 400), (#"{"accountId":7}"#, 422),
                (String(repeating: " ", count: 1_001), 413),
            ] {
                let answer = try await client.call(
                    .crm, "POST", "/tasks", body: Array(body.utf8))
                #expect(answer.status == status, "\(body.prefix(20))")
            }
            let refused = try await client.call(.crm, "POST", "/tasks", body: Array("{\n?".utf8))
            #expect(refused.body["message"]?.stringValue?.hasPrefix("2:1:") == true)
        }
    }

    @Test func `the guide names every operation and its way of being once`() throws {
        let page = try String(
            contentsOfFile: #filePath.replacing(
                "Tests/FairleadEstateTests/EstateTests.swift", with: "Documentation/estate.md"),
            encoding: .utf8)
        let estate = Estate(seed: 1, now: { Instant(milliseconds: 0) })
        for operation in estate.operations {
            let row =
                "| \(operation.method) | `\(operation.path)` | `\(operation.name)` "
                + "| \(operation.way) |"
            #expect(page.contains(row), "\(row)")
        }
    }
}
