import FairleadAPI
import FairleadAPITypes
import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import FairleadTesting
import HummingbirdTesting
import Testing

@Suite(.timeLimit(.minutes(15))) struct `Roles, calls and fields` {
    /// Every role of the catalog against every route of the table.
    @Test(.requirement("S0.53", part: "over HTTP"))
    func `what a role may not do is refused`() async throws {
        let world = try await APIWorld()
        let matter = try await world.openCase()
        let ids = Self.ids(of: matter)
        let roles = world.catalog.governance.roles
        var tokens: [String: String] = [:]
        for role in roles.keys.sorted() { tokens[role] = try await world.token(role) }
        let issued = tokens
        try await world.serve { client in
            for (name, role) in roles.sorted(by: { $0.key < $1.key }) {
                for operation in APIOperation.allCases {
                    let route = operation.route
                    guard case .permission(let permission) = route.access,
                        operation != .stream
                    else { continue }
                    // A body that no call takes: who may come in is told so before anything else.
                    let reply = try await client.call(
                        route.method, Self.uri(of: operation, ids), token: issued[name],
                        route.method == .post ? Array("!".utf8) : nil,
                        headers: ["Content-Type": "text/plain"])
                    let isRefused = reply.code == "permission-missing"
                    #expect(
                        isRefused == !role.permissions.contains(permission),
                        "\(name) \(operation) \(reply.status)")
                    if isRefused { #expect(reply.status == 403) }
                }
            }
        }
    }

    /// Values that stand for a label: whoever lacks the label finds them nowhere.
    private static let secrets: [(label: String, texts: [String])] = [
        ("finance", ["38400.00", "expiredCard", "daysPastDue\":3"]),
        ("commercial", ["240000"]),
        ("personal", ["bills@acme.example", "owner@fairlead.example", "admin@acme.example"]),
    ]

    @Test(.requirement("S0.53", part: "over HTTP"))
    func `what a role may not see is nowhere in any answer`() async throws {
        let world = try await APIWorld()
        let matter = try await world.openCase()
        let ids = Self.ids(of: matter)
        let roles = world.catalog.governance.roles
        var tokens: [String: String] = [:]
        for role in roles.keys.sorted() { tokens[role] = try await world.token(role) }
        let issued = tokens
        try await world.serve { client in
            for (name, role) in roles.sorted(by: { $0.key < $1.key }) {
                var seenAll = ""
                for operation in APIOperation.allCases
                where operation.route.method == .get && operation != .stream {
                    let reply = try await client.get(Self.uri(of: operation, ids), issued[name])
                    if let schema = operation.route.answer, reply.status == 200 {
                        let findings = SchemaCheck.findings(reply.json, schema)
                        #expect(findings == [], "\(name) \(operation)")
                    }
                    for (label, texts) in Self.secrets where !role.sees.names.contains(label) {
                        for text in texts {
                            #expect(
                                !reply.text.contains(text), "\(name) \(operation) shows \(text)")
                        }
                    }
                    seenAll += reply.text
                }
                // The test would find them: who may see them does.
                for (label, texts) in Self.secrets
                where role.sees.names.contains(label) && role.permissions.contains("objects:read") {
                    #expect(texts.contains { seenAll.contains($0) }, "\(name) sees no \(label)")
                }
            }
        }
    }

    private static func ids(of matter: CaseState) -> [String: String] {
        [
            "case": matter.id, "decision": matter.decisions[0].id,
            "approval": matter.approvals[0].id, "task": matter.tasks[0].id,
        ]
    }

    private static func uri(of operation: APIOperation, _ ids: [String: String]) -> String {
        let kind =
            switch operation {
            case .getCase, .getTimeline: "case"
            case .getDecision: "decision"
            case .grantApproval, .refuseApproval: "approval"
            case .claimTask, .completeTask: "task"
            default: ""
            }
        let isObject = operation == .getObject
        let path = operation.route.path
            .replacing("{id}", with: isObject ? "acme-crm" : ids[kind] ?? "x1-1")
            .replacing("{type}", with: "account")
        return operation == .listEntries ? path + "?limit=1000" : path
    }

    @Test(.requirement("S4.25", part: "over the API")) func `a masked field is absent and named`()
        async throws
    {
        let world = try await APIWorld()
        let matter = try await world.openCase()
        let agent = try await world.token("support-agent")
        try await world.serve { client in
            let reply = try await client.get("/v1/cases/\(matter.id)", agent)
            let masked = Set(
                (reply.json["masked"]?.arrayValue ?? []).compactMap(\.stringValue))
            #expect(masked.contains("facts.account.value.arr"))
            #expect(masked.contains("priority.components"))
            #expect(masked.contains("approvals[0].shown"))
            #expect(reply.json["facts"]?["account"]?["value"]?["arr"] == nil)
            #expect(reply.json["facts"]?["account"]?["value"]?["tier"] == "strategic")
            #expect(reply.json["priority"]?["score"] != nil)
            #expect(reply.json["approvals"]?[0]?["shown"] == nil)
            for path in masked {
                let steps = path.replacing("[", with: ".").replacing("]", with: "")
                #expect(reply.json[path: steps] == nil, "\(path)")
            }
        }
    }

    @Test func `filtering by a field needs the sight of it`() async throws {
        let world = try await APIWorld()
        _ = try await world.openCase()
        let agent = try await world.token("support-agent")
        let auditor = try await world.token("auditor")
        try await world.serve { client in
            let refused = try await client.get("/v1/cases?queue=retention", agent)
            #expect(refused.status == 403)
            #expect(refused.code == "filter-unseen")
            #expect(try await client.get("/v1/cases?queue=retention", auditor).status == 200)
            let rows = try await client.get("/v1/queue?queue=retention", agent)
            #expect(rows.json["items"]?.arrayValue?.allSatisfy { $0["kind"] == "task" } == true)
        }
    }

    @Test func `payloads of an entry go to those who may see all of them`() async throws {
        let world = try await APIWorld()
        let matter = try await world.openCase()
        let admin = try await world.token("admin")
        let auditor = try await world.token("auditor")
        try await world.serve { client in
            let uri = "/v1/ledger/entries?case=\(matter.id)&limit=1000"
            for (token, seesAll) in [(admin, false), (auditor, true)] {
                let reply = try await client.get(uri, token)
                let facts = (reply.json["items"]?.arrayValue ?? []).filter {
                    $0["type"] == "fact-recorded" && $0["body"]?["name"] == "account"
                }
                let payloads = try #require(facts.first?["payloads"]?.arrayValue)
                #expect(payloads.allSatisfy { ($0["value"] != nil) == seesAll })
                #expect(payloads.allSatisfy { $0["digest"]?.stringValue?.count == 64 })
                #expect((facts[0]["masked"] == []) == seesAll)
            }
        }
    }
}
