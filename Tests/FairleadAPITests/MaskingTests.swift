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

@Suite(.timeLimit(.minutes(15))) struct `What is masked` {
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

    @Test func `tasks are asked for by another's name only by whom it may be shown to`()
        async throws
    {
        let world = try await APIWorld()
        let admin = try await world.token("admin", name: "Ada")
        let lead = try await world.token("support-lead", name: "Lena")
        try await world.serve { client in
            for (token, name, status) in [
                (admin, "Lena", 403), (admin, "Nobody", 403), (admin, "Ada", 200),
                (lead, "Ada", 200), (lead, "Nobody", 200),
            ] {
                let reply = try await client.get("/v1/tasks?assignee=\(name)", token)
                #expect(reply.status == status, "\(name)")
                if status == 403 { #expect(reply.code == "filter-unseen") }
            }
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
