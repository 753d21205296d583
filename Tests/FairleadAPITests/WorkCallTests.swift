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

@Suite(.timeLimit(.minutes(15))) struct `Work for people` {
    @Test(.requirement("S0.50", part: "approvals over the API"))
    func `an approval is granted by whom it asks, once, with a reason`() async throws {
        let world = try await APIWorld()
        _ = try await world.openCase()
        let controller = try await world.token("finance-controller", name: "Carla")
        let manager = try await world.token("ar-manager", name: "Maria")
        try await world.serve { client in
            let list = try await client.get("/v1/approvals", controller)
            let open = try #require(list.json["items"]?.arrayValue)
            let shown = try #require(open.first { $0["operation"] == "billing.grantGrace" })
            #expect(shown["role"] == "finance-controller")
            #expect(shown["shown"]?.stringValue?.contains("USD 38400.00") == true)
            let uri = "/v1/approvals/\(shown["id"]?.stringValue ?? "")/grant"

            let other = try await client.post(uri, manager, ["reason": "fine"])
            #expect(other.status == 403)
            #expect(other.code == "approval-role")
            let silent = try await client.post(uri, controller, ["reason": ""])
            #expect(silent.status == 400)
            let granted = try await client.post(uri, controller, ["reason": "long a customer"])
            #expect(granted.status == 200)
            #expect(granted.json["entry"]?["number"]?.integerValue != nil)
            let twice = try await client.post(uri, controller, ["reason": "again"])
            #expect(twice.status == 409)
        }
        let matter = try await world.matter { matter in
            matter.effects.contains { $0.operation == "billing.grantGrace" && $0.status == .done }
        }
        #expect(matter.approvals.contains { $0.status == .granted })
        #expect(world.outside.effects.count { $0.operation == "billing.grantGrace" } == 1)
    }

    @Test(.requirement("S0.50", part: "a person approves"))
    func `an integration cannot approve, whatever its role`() async throws {
        let world = try await APIWorld()
        let matter = try await world.openCase()
        let approval = try #require(matter.approvals.first { $0.status == .open })
        let robot = try await world.token("finance-controller", kind: .integration)
        try await world.serve { client in
            let reply = try await client.post(
                "/v1/approvals/\(approval.id)/grant", robot, ["reason": "computed"])
            #expect(reply.status == 403)
            #expect(reply.code == "approval-not-a-person")
        }
    }

    @Test func `a repetition with the same key gets the same answer, another body is refused`()
        async throws
    {
        let world = try await APIWorld()
        let matter = try await world.openCase()
        let approval = try #require(matter.approvals.first { $0.status == .open })
        let controller = try await world.token("finance-controller", name: "Carla")
        try await world.serve { client in
            let uri = "/v1/approvals/\(approval.id)/refuse"
            let key = ["Idempotency-Key": "key-1"]
            let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        try await client.post(
                            uri, controller, ["reason": "too much"], headers: key)
                    }
                }
                return try await group.reduce(into: [Reply]()) { $0.append($1) }
            }
            #expect(replies.allSatisfy { $0.status == 200 })
            #expect(Set(replies.map(\.text)).count == 1)
            #expect(replies.count { $0.header("idempotency-replayed") == "true" } == 9)
            let other = try await client.post(
                uri, controller, ["reason": "something else"], headers: key)
            #expect(other.status == 422)
            // The key is the principal's own, and ends after its time.
            let second = try await world.token("finance-controller", name: "Carl")
            let theirs = try await client.post(
                uri, second, ["reason": "too much"], headers: key)
            #expect(theirs.status == 409)
            world.time.move(milliseconds: APILimits.idempotencyHours * 3_600_000)
            let late = try await client.post(
                uri, controller, ["reason": "something else"], headers: key)
            #expect(late.status == 409)
        }
    }

    @Test func `events honour the key, too`() async throws {
        let world = try await APIWorld()
        let token = try await world.sender()
        try await world.serve { client in
            let key = ["Idempotency-Key": "batch"]
            let first = try await client.postEvents(token, [APIWorld.acme], headers: key)
            let again = try await client.postEvents(token, [APIWorld.acme], headers: key)
            #expect(again.text == first.text)
            #expect(again.json["results"]?[0]?["duplicate"] == false)
            let other = try await client.postEvents(token, [APIWorld.failure], headers: key)
            #expect(other.status == 422)
        }
    }

    @Test func `a task is claimed by one person and completed by the same`() async throws {
        let world = try await APIWorld()
        _ = try await world.openCase()
        let agent = try await world.token("retention-specialist", name: "Rita")
        let other = try await world.token("retention-specialist", name: "Ralf")
        let collector = try await world.token("collections", name: "Cora")
        try await world.serve { client in
            let list = try await client.get("/v1/tasks?queue=retention", agent)
            let task = try #require(list.json["items"]?[0])
            #expect(task["state"] == "open")
            #expect(task["due"]?.stringValue != nil)
            let uri = "/v1/tasks/\(task["id"]?.stringValue ?? "")"
            #expect(try await client.post(uri + "/claim", collector, nil).code == "task-never")
            #expect(try await client.post(uri + "/claim", agent, nil).status == 200)
            #expect(try await client.post(uri + "/claim", other, nil).status == 409)
            let done = try await client.post(uri + "/complete", agent, ["note": "They pay"])
            #expect(done.status == 200)
            let open = try await client.get("/v1/tasks?queue=retention", agent)
            #expect(open.json["items"]?.arrayValue?.isEmpty == true)
            let all = try await client.get("/v1/tasks?state=completed", agent)
            #expect(all.json["items"]?.arrayValue?.count == 1)
        }
    }

    @Test func `tasks are listed by who has them, who claimed before who was to`() async throws {
        let world = try await APIWorld()
        _ = try await world.openCase()
        let agent = try await world.token("retention-specialist", name: "Rita")
        let other = try await world.token("retention-specialist", name: "Ralf")
        let lead = try await world.token("head-of-cs", name: "Hana")
        try await world.serve { client in
            func tasks(_ query: String) async throws -> [JSON] {
                let reply = try await client.get("/v1/tasks?\(query)", agent)
                #expect(reply.status == 200)
                return (reply.json["items"]?.arrayValue ?? []).compactMap { $0["id"] }
            }
            let task = try #require(try await tasks("queue=retention").first)
            let uri = "/v1/tasks/\(task.stringValue ?? "")"
            #expect(try await tasks("assignee=Ralf") == [])
            let body: JSON = ["to": "Ralf", "reason": "He knows them"]
            #expect(try await client.post(uri + "/assign", lead, body).status == 200)
            #expect(try await tasks("assignee=Ralf") == [task])
            let shown = try await client.get("/v1/tasks?assignee=Ralf", agent).json["items"]?[0]
            let person = try #require(shown?["assignee"]?.stringValue)
            #expect(try await tasks("assignee=\(person)") == [task])
            #expect(try await tasks("assignee=Ralf&queue=support") == [])
            #expect(try await tasks("assignee=Rita") == [])
            #expect(try await client.post(uri + "/claim", other, nil).status == 200)
            let handed = try await client.post(
                uri + "/hand-over", other, ["to": "Rita", "reason": "Away"])
            #expect(handed.status == 200)
            #expect(try await client.post(uri + "/claim", agent, nil).status == 200)
            #expect(try await tasks("assignee=Rita") == [task])
            #expect(try await tasks("assignee=Ralf") == [])
            let done = try await client.post(uri + "/complete", agent, ["note": "They pay"])
            #expect(done.status == 200)
            #expect(try await tasks("assignee=Rita") == [])
            #expect(try await tasks("assignee=Rita&state=completed") == [task])
        }
    }

    @Test func `what nobody was found for becomes an exception that a person resolves`()
        async throws
    {
        let world = try await APIWorld()
        let token = try await world.sender()
        let lead = try await world.token("support-lead", name: "Lena")
        try await world.serve { client in
            _ = try await client.postEvents(token, [APIWorld.acme])
            var stray = APIWorld.failure.objectValue ?? [:]
            stray["data"] = [
                "payment": ["id": "p", "status": "failed"], "mailDomains": ["a.example"],
            ]
            let reply = try await client.postEvents(token, [.object(stray)])
            #expect(reply.status == 202)
            let list = try await client.get("/v1/exceptions", lead)
            let raised = try #require(list.json["items"]?[0])
            #expect(raised["code"] == "identity-unknown")
            let uri = "/v1/exceptions/\(raised["id"]?.stringValue ?? "")/resolve"
            let nobody = try await client.post(
                uri, lead, ["reason": "x", "account": "crm/account/y"])
            #expect(nobody.status == 404)
            #expect(nobody.code == "account-unknown")
            let resolved = try await client.post(
                uri, lead, ["reason": "They called", "account": "crm/account/acme-crm"])
            #expect(resolved.status == 200)
            let queue = try await client.get("/v1/queue?kind=exception", lead)
            #expect(queue.json["items"]?.arrayValue?.isEmpty == true)
        }
    }

    @Test(arguments: [
        ("{}", 400, "member-missing"), (#"{"reason":"x","more":1}"#, 400, "member-unknown"),
        (#"{"reason":1}"#, 400, "member"), ("[]", 400, "body"), ("{", 400, "unexpectedEnd"),
        (#"{"reason":"a","reason":"b"}"#, 400, "duplicateKey"),
    ])
    func `a wrong body is refused with its place`(
        _ body: String, _ status: Int, _ code: String
    ) async throws {
        let world = try await APIWorld()
        let controller = try await world.token("finance-controller")
        try await world.serve { client in
            let reply = try await client.call(
                .post, "/v1/approvals/a1-1/grant", token: controller, Array(body.utf8))
            #expect(reply.status == status)
            #expect(reply.code == code)
            #expect(reply.json["place"] != nil)
        }
    }

    @Test func `a reason that is empty is none, and its place is named`() async throws {
        let world = try await APIWorld()
        let matter = try await world.openCase()
        let approval = try #require(matter.approvals.first { $0.status == .open })
        let controller = try await world.token("finance-controller")
        try await world.serve { client in
            let reply = try await client.post(
                "/v1/approvals/\(approval.id)/grant", controller, ["reason": ""])
            #expect(reply.status == 400)
            #expect(reply.code == "reason-missing")
            #expect(reply.json["place"] == "reason")
        }
    }

    @Test func `what is not there is not found`() async throws {
        let world = try await APIWorld()
        let lead = try await world.token("support-lead")
        let controller = try await world.token("finance-controller")
        try await world.serve { client in
            for uri in [
                "/v1/cases/c1-1", "/v1/cases/x/timeline", "/v1/decisions/d1-1",
                "/v1/objects/nothing/1", "/v1/objects/invoice/1", "/v1/objects/account/1",
                "/v1/nothing", "/v1/cases/c99-1", "/v1/cases/c1--1",
                // An entry of the registry is nobody's case, and stops nothing.
                "/v1/cases/c0-1", "/v1/decisions/d0-2",
            ] {
                let reply = try await client.get(uri, lead)
                #expect(reply.status == 404, "\(uri)")
                #expect(reply.code != nil, "\(uri)")
            }
            let claim = try await client.post("/v1/tasks/t1-1/claim", lead, nil)
            #expect(claim.status == 404)
            for (uri, token) in [
                ("/v1/approvals/a1-1/grant", controller), ("/v1/exceptions/x1-1/retry", lead),
            ] {
                let reply = try await client.post(uri, token, ["reason": "x"])
                #expect(reply.status == 404, "\(uri)")
            }
        }
    }
}
