import AsyncHTTPClient
import FairleadAPI
import FairleadAPITypes
import FairleadCanonical
import FairleadCatalog
import FairleadClient
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import FairleadTesting
import Foundation
import Hummingbird
import HummingbirdTesting
import Testing

@Suite(.timeLimit(.minutes(30))) struct `Roles, calls and fields: the matrix` {
    // MARK: The rows are all there

    private static func key(_ route: APIRoute) -> String {
        "\(route.method.rawValue) \(route.path)"
    }

    @Test func `every call and every role has its row`() async throws {
        let world = try await APIWorld()
        let calls = Set(APIOperation.allCases.map { Self.key($0.route) })
        #expect(calls.symmetricDifference(AccessMatrix.calls.keys) == [])
        let roles = world.catalog.governance.roles
        #expect(Set(roles.keys).symmetricDifference(AccessMatrix.sight.keys) == [])
        for (name, role) in roles {
            let seen = Set(role.sees.names).subtracting(["internal"])
            #expect(seen == AccessMatrix.sight[name], "\(name)")
        }
        // An open door is open on purpose.
        for operation in APIOperation.allCases {
            let isGuarded = AccessMatrix.calls[Self.key(operation.route)] != .some(nil)
            if case .permission = operation.route.access { #expect(isGuarded, "\(operation)") }
            if case .open = operation.route.access { #expect(!isGuarded, "\(operation)") }
        }
    }

    @Test func `every classified field has its row`() async throws {
        let schemas = try await APIWorld().catalog.governance.schemas
        var declared: Set<String> = []
        for (type, schema) in schemas {
            for field in schema.fields {
                let labels = field.labels.names.filter { $0 != "internal" }
                if !labels.isEmpty {
                    declared.insert("\(type).\(field.name) \(labels.joined(separator: "+"))")
                }
            }
        }
        let rows = AccessMatrix.fields.map { "\($0.type).\($0.name) \($0.label)" }
        #expect(declared.symmetricDifference(rows) == [])
        #expect(Set(rows).count == rows.count)
        let told = Set(ToldObjects.ids.keys).union(AccessMatrix.untoldTypes)
        #expect(Set(AccessMatrix.fields.map(\.type)).subtracting(told) == [])
    }

    /// The table of calls in the contract: `GET /a`, `/b` and `POST /c/{id}/x\|y`.
    @Test(.sharedMaterial("contract.md")) func `every call of the contract has its row`() throws {
        let text = String(decoding: try SharedMaterial.data("contract.md"), as: UTF8.self)
        var method = ""
        var found: Set<String> = []
        for line in text.split(separator: "\n")
        where line.hasPrefix("| `GET ") || line.hasPrefix("| `POST ") {
            let cell = line.replacing("\\|", with: "¦").split(separator: "|")[0]
            for code in cell.split(separator: "`") {
                var path = code
                for name in ["GET ", "POST "] where code.hasPrefix(name) {
                    method = name
                    path = code.dropFirst(name.count)
                }
                guard path.hasPrefix("/") else { continue }
                let steps = path.split(separator: "/", omittingEmptySubsequences: false)
                for last in (steps.last ?? "").split(separator: "¦") {
                    found.insert(method + (steps.dropLast() + [last]).joined(separator: "/"))
                }
            }
        }
        #expect(found.count > 20)
        #expect(found.subtracting(AccessMatrix.calls.keys) == [])
    }

    // MARK: What a role may not do

    @Test(.requirement("S0.53", part: "over HTTP, calls of every role"))
    func `what a role may do is let in, and all else is refused`() async throws {
        let world = try await APIWorld()
        let matter = try await world.openCase()
        let tokens = try await Self.tokens(world)
        try await world.serve { client in
            for (role, token) in tokens {
                for operation in APIOperation.allCases {
                    let route = operation.route
                    guard case .permission = route.access else { continue }
                    let may = AccessMatrix.may(role, Self.key(route))
                    // A stream that lets in has no end; a place that is none shows that it does.
                    let headers = ["Content-Type": "text/plain", "Last-Event-ID": "!"]
                    // A body that no call takes: who may come in is told before anything else.
                    let reply = try await client.call(
                        route.method, Self.uri(of: operation, matter), token: token,
                        route.method == .post ? Array("!".utf8) : nil, headers: headers)
                    let isRefused = reply.code == "permission-missing"
                    #expect(isRefused == !may, "\(role) \(operation) \(reply.status)")
                    #expect(reply.status != 401, "\(role) \(operation)")
                    if !may { #expect(reply.status == 403, "\(role) \(operation)") }
                }
            }
        }
        // A claim needs no body, so the first who may has it; nothing else was done.
        let after = try await world.matter { $0.id == matter.id }
        #expect(after.approvals.map(\.status) == matter.approvals.map(\.status))
        #expect(after.tasks.map(\.status) == [.claimed])
    }

    // MARK: What a role may not see

    @Test(.requirement("S0.53", part: "over HTTP and the stream, fields of every role"))
    func `what a role may not see is nowhere in any answer`() async throws {
        let world = try await APIWorld(tellsAll: true)
        let matter = try await world.tellAll()
        let tokens = try await Self.tokens(world)
        try await world.serve { client in
            let auditor = tokens.first { $0.role == "auditor" }?.token
            let entries = try await client.get("/v1/ledger/entries?limit=1000", auditor)
            let types = (entries.json["items"]?.arrayValue ?? []).compactMap { $0["type"] }
            let told = types.count { !Self.ofLedgerReaders.contains($0.stringValue ?? "") }
            for (role, token) in tokens {
                var answers = try await Self.answers(client, role, token, matter)
                if AccessMatrix.may(role, "GET /v1/stream") {
                    let port = try #require(client.port)
                    answers += try await Self.stream(port, token, told)
                }
                for field in AccessMatrix.fields where !AccessMatrix.sees(role, field.label) {
                    guard let sentinel = field.sentinel else { continue }
                    for (what, text) in answers {
                        #expect(
                            !text.contains(sentinel),
                            "\(role) sees \(field.type).\(field.name) in \(what)")
                    }
                }
                if role == "auditor" {  // Who sees everything finds them all: so would others.
                    for sentinel in AccessMatrix.fields.compactMap(\.sentinel) {
                        #expect(answers.contains { $0.text.contains(sentinel) }, "\(sentinel)")
                    }
                }
                try await Self.expectObjects(client, role, token)
            }
        }
    }

    /// What only readers of the ledger hear of on the stream.
    private static let ofLedgerReaders: Set = ["token-issued", "token-revoked", "access-refused"]

    /// Every answer that a role can get, refusals too.
    private static func answers(
        _ client: any TestClientProtocol, _ role: String, _ token: String, _ matter: CaseState
    ) async throws -> [(what: String, text: String)] {
        var answers: [(what: String, text: String)] = []
        for operation in APIOperation.allCases where operation != .stream {
            let route = operation.route
            var uris = [uri(of: operation, matter)]
            if operation == .getDecision {
                uris = matter.decisions.map { "/v1/decisions/\($0.id)" }
            }
            for uri in uris {
                let reply = try await client.call(
                    route.method, uri, token: token,
                    route.method == .post ? Array("!".utf8) : nil)
                if let schema = route.answer, route.method == .get, reply.status == 200 {
                    #expect(SchemaCheck.findings(reply.json, schema) == [], "\(role) \(uri)")
                }
                answers.append(("\(route.method.rawValue) \(uri)", reply.text))
            }
        }
        return answers
    }

    /// All that the stream tells from the beginning, up to so many entries that any reader hears.
    private static func stream(
        _ port: Int, _ token: String, _ told: Int
    ) async throws -> [(what: String, text: String)] {
        let client = FairleadClient(.url("http://127.0.0.1:\(port)"), token: token, http: .shared)
        var texts: [(what: String, text: String)] = []
        var heard = 0
        for try await event in try await client.stream(after: "") {
            texts.append(("the stream, \(event.type)", event.data.text))
            if !ofLedgerReaders.contains(event.type) { heard += 1 }
            if heard == told { break }
        }
        return texts
    }

    /// Each field of each object is there for who sees it, and absent and named for who does not.
    private static func expectObjects(
        _ client: any TestClientProtocol, _ role: String, _ token: String
    ) async throws {
        for (type, id) in ToldObjects.ids.sorted(by: { $0.key < $1.key }) {
            let reply = try await client.get(
                "/v1/objects/\(type)/\(id)?account=crm/account/acme-crm", token)
            guard AccessMatrix.may(role, "GET /v1/objects/{type}/{id}") else {
                #expect(reply.status == 403, "\(role) \(type)")
                continue
            }
            #expect(reply.status == 200, "\(role) \(type): \(reply.text)")
            let masked = (reply.json["masked"]?.arrayValue ?? []).compactMap(\.stringValue)
            for field in AccessMatrix.fields where field.type == type {
                let what = "\(role) \(type).\(field.name)"
                let value = reply.json["fields"]?[field.name]?["value"]
                let sees = AccessMatrix.sees(role, field.label)
                #expect((value != nil) == sees, "\(what)")
                #expect(masked.contains("fields.\(field.name).value") == !sees, "\(what)")
                if let sentinel = field.sentinel, sees {
                    #expect(value?.text.contains(sentinel) == true, "\(what)")
                }
            }
        }
    }

    private static func tokens(
        _ world: APIWorld
    ) async throws -> [(role: String, token: String)] {
        var tokens: [(role: String, token: String)] = []
        for role in world.catalog.governance.roles.keys.sorted() {
            tokens.append((role, try await world.token(role)))
        }
        return tokens
    }

    private static func uri(of operation: APIOperation, _ matter: CaseState) -> String {
        let id =
            switch operation {
            case .getCase, .getTimeline: matter.id
            case .getDecision: matter.decisions[0].id
            case .grantApproval, .refuseApproval: matter.approvals[0].id
            case .claimTask, .completeTask, .releaseTask, .assignTask, .delegateTask,
                .handOverTask:
                matter.tasks[0].id
            case .getObject: "acme-crm"
            default: "x1-1"
            }
        let path = operation.route.path
            .replacing("{id}", with: id).replacing("{type}", with: "account")
            .replacing("{connector}", with: "billing")
        return operation.route.parameters.contains { $0.name == "limit" }
            ? path + "?limit=1000" : path
    }
}
