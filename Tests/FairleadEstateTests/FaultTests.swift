import FairleadCanonical
import FairleadEstate
import Synchronization
import Testing

@Suite struct FaultTests {
    private func task(_ estate: Estate, _ reference: String) throws -> JSON {
        let acme = try estate.account(of: "failed-renewal")
        return [
            "customer": .string(acme.erpCustomer), "kind": "followUp",
            "reference": .string(reference),
        ]
    }

    @Test func `a failure before the work leaves nothing done`() async throws {
        try await withEstate { estate, client, _ in
            try await estate.inject(.failBefore(status: 502), at: .erp, extent: .next(2))
            let body = try task(estate, "eff-1")
            #expect(try await client.post(.erp, "/tasks", body).status == 502)
            #expect(try await client.get(.erp, "/tasks?reference=eff-1").status == 502)
            #expect(try await client.post(.erp, "/tasks", body).status == 201)
            let effect = estate.effects().first { $0.reference == "eff-1" }
            #expect(effect?.done == 1)
            #expect(effect?.arrived == 1)
            #expect(estate.journal().map(\.result) == [.faulted, .done])
        }
    }

    @Test func `a failure after the work leaves it done, and the journal knows`() async throws {
        try await withEstate {
            $0.erpIndexLagMilliseconds = 0
        } _: { estate, client, _ in
            try await estate.inject(
                .failAfter(status: 500), at: .erp, only: "erp.createTask", extent: .next(1))
            #expect(try await client.post(.erp, "/tasks", try task(estate, "eff-1")).status == 500)
            #expect(try await client.get(.erp, "/tasks?reference=eff-1").items.count == 1)
            #expect(estate.journal().map(\.result) == [.done])
            #expect(estate.journal().map(\.answered) == [false])
            #expect(try await client.post(.erp, "/tasks", try task(estate, "eff-2")).status == 201)
        }
    }

    @Test func `a dropped answer closes the connection, and the same key gives it later`()
        async throws
    {
        try await withEstate { estate, client, _ in
            let acme = try estate.account(of: "failed-renewal")
            try await estate.inject(.dropAfter, at: .billing, extent: .next(1))
            let fields = "customer=\(acme.billingCustomer)"
            await #expect(throws: (any Error).self) {
                try await client.form("/v1/billing_portal/sessions", fields, key: "k1")
            }
            let later = try await client.form("/v1/billing_portal/sessions", fields, key: "k1")
            #expect(later.status == 200)
            let effects = estate.effects()
            #expect(effects.map(\.reference) == ["k1"])
            #expect(effects.map(\.arrived) == [2])
            #expect(effects.map(\.done) == [1])
        }
    }

    @Test func `down is 503 until the clock passes its end`() async throws {
        try await withEstate { estate, client, clock in
            let end = clock.now.adding(milliseconds: 600_000).milliseconds
            try await estate.inject(.unavailable, at: .erp, extent: .until(end))
            #expect(try await client.get(.erp, "/changes").status == 503)
            #expect(try await client.get(.crm, "/changes").status == 200)
            clock.advance(milliseconds: 599_999)
            #expect(try await client.get(.erp, "/changes").status == 503)
            clock.advance(milliseconds: 1)
            #expect(try await client.get(.erp, "/changes").status == 200)
        }
    }

    @Test func `refused is refused, and lifting listens on the same port again`() async throws {
        try await withEstate { estate, client, _ in
            let endpoint = estate.endpoint(of: .erp)
            try await estate.inject(.refused, at: .erp)
            await #expect(throws: (any Error).self) { try await client.get(.erp, "/changes") }
            try await estate.lift(.erp)
            #expect(estate.endpoint(of: .erp) == endpoint)
            #expect(try await client.get(.erp, "/changes").status == 200)
        }
    }

    @Test func `latency holds the answer back, for one call of one operation`() async throws {
        let waits = Mutex<[Int64]>([])
        try await withEstate {
            $0.sleep = { milliseconds in waits.withLock { $0.append(milliseconds) } }
        } _: { estate, client, _ in
            try await estate.inject(
                .latency(milliseconds: 150), at: .crm, only: "crm.accounts", extent: .next(1))
            #expect(try await client.get(.crm, "/changes").status == 200)
            #expect(waits.withLock { $0 } == [])
            #expect(try await client.get(.crm, "/accounts?limit=1").items.count == 1)
            #expect(try await client.get(.crm, "/accounts?limit=1").items.count == 1)
            #expect(waits.withLock { $0 } == [150])
        }
    }

    @Test func `probabilities come from the seed`() async throws {
        var outcomes: [[Int]] = []
        for _ in 0..<2 {
            try await withEstate { estate, client, _ in
                try await estate.inject(
                    .failBefore(status: 500), at: .crm, extent: .permille(400))
                var statuses: [Int] = []
                for _ in 0..<20 {
                    statuses.append(try await client.get(.crm, "/accounts?limit=1").status)
                }
                outcomes.append(statuses)
            }
        }
        #expect(outcomes[0] == outcomes[1])
        #expect(Set(outcomes[0]) == [200, 500])
    }

    @Test func `a skewed clock shows in the system's times`() async throws {
        try await withEstate { estate, client, _ in
            try await estate.inject(.clockSkew(milliseconds: -600_000), at: .erp)
            let made = try await client.post(.erp, "/tasks", try task(estate, "eff-1"))
            #expect(made.body["createdAt"] == "2025-11-20T23:50:00.000Z")
        }
    }

    @Test func `faults are set, listed and lifted over HTTP, from any port`() async throws {
        try await withEstate { estate, client, _ in
            let fault: JSON = [
                "system": "erp", "kind": "failAfter", "status": 500,
                "operation": "erp.createTask", "next": 1,
            ]
            #expect(try await client.post(.chat, "/_estate/faults", fault).status == 201)
            let listed = try await client.get(.erp, "/_estate/faults").body
            #expect(
                listed == [
                    [
                        "kind": "failAfter", "operation": "erp.createTask", "extent": ["next": 1],
                    ]
                ])
            #expect(try await client.post(.erp, "/tasks", try task(estate, "e")).status == 500)
            #expect(try await client.get(.erp, "/_estate/faults").body == [])
            let bad: JSON = ["kind": "failAfter", "status": 404]
            #expect(try await client.post(.erp, "/_estate/faults", bad).status == 422)
            _ = try await client.post(.erp, "/_estate/faults", ["kind": "unavailable"])
            #expect(try await client.call(.erp, "DELETE", "/_estate/faults").status == 200)
            #expect(try await client.get(.erp, "/changes").status == 200)
        }
    }

    @Test func `a system refuses more faults than it can hold`() async throws {
        let estate = Estate(seed: 1, now: { Instant(milliseconds: 0) })
        for _ in 0..<100 { try await estate.inject(.loseWebhooks, at: .crm) }
        await #expect(throws: EstateError.self) {
            try await estate.inject(.loseWebhooks, at: .crm)
        }
    }
}
