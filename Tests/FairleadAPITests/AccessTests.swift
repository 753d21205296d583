import FairleadAPI
import FairleadAPITypes
import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadStore
import FairleadTesting
import HummingbirdTesting
import Testing

@Suite(.timeLimit(.minutes(15))) struct `Who may come in` {
    @Test(arguments: [nil, "nobody's", "Bearer", ""] as [String?])
    func `without a valid token there is no way in`(_ token: String?) async throws {
        let world = try await APIWorld()
        try await world.serve { client in
            for operation in APIOperation.allCases {
                let route = operation.route
                guard case .permission = route.access else { continue }
                let reply = try await client.call(route.method, Self.uri(of: route), token: token)
                #expect(reply.status == 401, "\(operation)")
                #expect(reply.code == "unauthenticated")
                #expect(reply.header("www-authenticate") == "Bearer")
            }
        }
        // Whoever is nobody is counted, and leaves nothing on the ledger.
        #expect(try world.store.counts(now: world.time.now()).entries == 0)
    }

    static func uri(of route: APIRoute) -> String {
        route.path.replacing("{id}", with: "c1-1").replacing("{type}", with: "invoice")
            .replacing("{connector}", with: "billing")
    }

    @Test func `a revoked token ends at once`() async throws {
        let world = try await APIWorld()
        let admin = try await world.token("admin")
        try await world.serve { client in
            let issued = try await client.post(
                "/v1/tokens", admin,
                ["principal": "Ada", "roles": ["auditor"], "kind": "person"])
            #expect(issued.status == 201)
            let token = try #require(issued.json["token"]?.stringValue)
            let id = try #require(issued.json["id"]?.stringValue)
            #expect(try await client.get("/v1/cases", token).status == 200)
            let revoked = try await client.post("/v1/tokens/\(id)/revoke", admin, nil)
            #expect(revoked.status == 200)
            #expect(try await client.get("/v1/cases", token).status == 401)
        }
    }

    @Test func `a token ends with its time`() async throws {
        let world = try await APIWorld()
        let admin = try await world.token("admin")
        try await world.serve { client in
            let issued = try await client.post(
                "/v1/tokens", admin,
                ["principal": "Ada", "roles": ["auditor"], "expires": "PT1H"])
            let token = try #require(issued.json["token"]?.stringValue)
            #expect(try await client.get("/v1/cases", token).status == 200)
            world.time.move(milliseconds: 3_600_000)
            #expect(try await client.get("/v1/cases", token).status == 401)
        }
    }

    @Test(.requirement("S4.26")) func `scopes narrow what a role grants, and never widen it`()
        async throws
    {
        let world = try await APIWorld()
        let admin = try await world.token("admin")
        let narrow = try await world.token("auditor", scopes: ["cases:read"])
        try await world.serve { client in
            #expect(try await client.get("/v1/cases", narrow).status == 200)
            let refused = try await client.get("/v1/tasks", narrow)
            #expect(refused.status == 403)
            #expect(refused.json["permission"] == "tasks:read")
            let wide = try await client.post(
                "/v1/tokens", admin,
                ["principal": "Ada", "roles": ["auditor"], "scopes": ["approvals:decide"]])
            #expect(wide.status == 400)
            #expect(wide.code == "scope-unknown")
        }
    }

    @Test func `the ledger and the lists never hold a token's secret`() async throws {
        let world = try await APIWorld()
        let admin = try await world.token("admin")
        let auditor = try await world.token("auditor")
        try await world.serve { client in
            let issued = try await client.post(
                "/v1/tokens", admin, ["principal": "Ada", "roles": ["auditor"]],
                headers: ["Idempotency-Key": "once"])
            let secret = try #require(issued.json["token"]?.stringValue)
            #expect(secret.utf8.count == 46)
            // The repetition names the token, and does not show it again.
            let again = try await client.post(
                "/v1/tokens", admin, ["principal": "Ada", "roles": ["auditor"]],
                headers: ["Idempotency-Key": "once"])
            #expect(again.json["id"] == issued.json["id"])
            #expect(again.json["token"] == nil)
            for uri in ["/v1/tokens", "/v1/ledger/entries"] {
                let token = uri == "/v1/tokens" ? admin : auditor
                let reply = try await client.get(uri, token)
                #expect(reply.status == 200)
                #expect(!reply.text.contains(secret))
            }
        }
    }

    @Test func `refusals of a known principal are on the ledger, at a bounded rate`()
        async throws
    {
        let world = try await APIWorld()
        let agent = try await world.token("support-agent")
        let auditor = try await world.token("auditor")
        try await world.serve { client in
            for _ in 0..<(APILimits.refusalsRecordedPerPrincipalPerMinuteMax + 5) {
                #expect(try await client.get("/v1/ledger/entries", agent).status == 403)
            }
            let entries = try await client.get("/v1/ledger/entries", auditor)
            let refused = (entries.json["items"]?.arrayValue ?? []).filter {
                $0["type"] == "access-refused"
            }
            #expect(refused.count == APILimits.refusalsRecordedPerPrincipalPerMinuteMax)
            #expect(refused.first?["body"]?["path"] == "GET /v1/ledger/entries")
        }
    }

    @Test func `the socket's operator issues tokens and decides nothing`() async throws {
        let world = try await APIWorld()
        let matter = try await world.openCase()
        let approval = try #require(matter.approvals.first { $0.status == .open })
        try await world.serve(.socket) { client in
            let issued = try await client.post(
                "/v1/tokens", nil, ["principal": "Ada", "roles": ["auditor"]])
            #expect(issued.status == 201)
            let refused = try await client.post(
                "/v1/approvals/\(approval.id)/grant", nil, ["reason": "because I can"])
            #expect(refused.status == 403)
        }
    }

    @Test(arguments: [
        ("127.0.0.1:8080", true), ("localhost:0", true), ("[::1]:443", true),
        ("0.0.0.0:8080", false), ("192.168.1.4:80", false), ("[::]:80", false),
        ("127.example.org:80", false),
    ])
    func `loopback is known`(_ text: String, _ isLoopback: Bool) throws {
        #expect(try #require(ListenAddress(text)).isLoopback == isLoopback)
    }

    @Test(arguments: ["", "8080", "host:", "host:70000", ":80"])
    func `an address that is none is refused`(_ text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test(arguments: ["P0D", "P", "PT", "1D", "P1H", "PT1D", "P9999999D", "P4000D", "x"])
    func `a token's time is a duration`(_ text: String) {
        #expect(throws: Problem.self) {
            _ = try TokenRequest(
                ["principal": "a", "roles": ["admin"], "expires": .string(text)],
                roles: ["admin": Role(name: "admin", permissions: [], sees: .none)],
                now: Instant(milliseconds: 0))
        }
    }
}
