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

@Suite struct `Calls about failure and change` {
    @Test(.requirement("S2.32", part: "declared and lifted by a call, and shown"))
    func `a system is declared down, shown to all, and lifted`() async throws {
        let world = try await APIWorld()
        let lead = try await world.token("support-lead")
        let agent = try await world.token("support-agent", name: "Ann")
        let admin = try await world.token("admin", name: "Ada")
        try await world.serve { client in
            let body: JSON = ["subject": "erp", "reason": "month-end close"]
            #expect(try await client.post("/v1/continuity/declare", agent, body).status == 403)
            #expect(try await client.post("/v1/continuity/declare", lead, body).status == 200)
            let list = try await client.get("/v1/continuity", agent)
            let erp = list.json["items"]?.arrayValue?.first { $0["subject"] == "erp" }
            #expect(erp?["state"] == "down")
            #expect(erp?["cause"] == "declared")
            #expect(erp?["reason"] == "month-end close")
            let blind = try await client.get("/v1/continuity", admin)
            let masked = blind.json["items"]?.arrayValue?.first { $0["subject"] == "erp" }
            #expect(masked?["reason"] == nil)
            #expect(masked?["masked"] == ["reason"])
            let text = try await client.get("/metrics", admin).text
            #expect(text.contains("fairlead_circuit_state{subject=\"erp\",kind=\"system\"} 2"))
            #expect(text.contains("fairlead_circuit_state{subject=\"crm\",kind=\"system\"} 0"))
            let nothing: JSON = ["subject": "erq", "reason": "x"]
            #expect(
                try await client.post("/v1/continuity/declare", lead, nothing).code
                    == "subject-unknown")
            #expect(try await client.post("/v1/continuity/lift", lead, body).status == 200)
            #expect(
                try await client.post("/v1/continuity/lift", lead, body).code == "not-declared")
        }
    }

    @Test(.requirement("S0.55", part: "an exception shows its remedy"))
    func `an exception says what is to be done, and many are retried by a filter`() async throws {
        let world = try await APIWorld()
        let token = try await world.sender()
        let lead = try await world.token("support-lead")
        try await world.serve { client in
            var stray = APIWorld.failure.objectValue ?? [:]
            stray["data"] = ["payment": ["id": "p", "status": "failed"]]
            _ = try await client.postEvents(token, [.object(stray)])
            let list = try await client.get("/v1/exceptions?code=identity-unknown", lead)
            let raised = try #require(list.json["items"]?[0])
            #expect(raised["title"] == "Nobody was found for an event")
            #expect(raised["severity"] == "medium")
            #expect(raised["due"] != nil)
            #expect((raised["remedy"]?.arrayValue?.count ?? 0) > 0)
            let none = try await client.get("/v1/exceptions?code=effect-failed", lead)
            #expect(none.json["items"]?.arrayValue?.isEmpty == true)
            func retry(_ filter: JSON, dry: Bool = false) async throws -> JSON {
                try await client.post(
                    "/v1/exceptions/retry", lead,
                    ["reason": "the CRM knows them now", "filter": filter, "dryRun": .bool(dry)]
                ).json
            }
            #expect(try await retry(["code": "effect-failed"])["matched"] == 0)
            #expect(try await retry(["code": "identity-unknown"], dry: true)["matched"] == 1)
            let done = try await retry(["code": "identity-unknown"])
            #expect(done["retried"] == [raised["id"] ?? .null])
            #expect(done["more"] == false)
            let wrong = try await client.post(
                "/v1/exceptions/retry", lead, ["reason": "x", "filter": ["colour": "red"]])
            #expect(wrong.status == 400)
            #expect(wrong.code == "member-unknown")
        }
    }

    @Test func `cases that are where they should be are not migrated`() async throws {
        let world = try await APIWorld()
        let matter = try await world.openCase()
        let lead = try await world.token("revops-lead")
        try await world.serve { client in
            let all = try await client.post(
                "/v1/cases/migrate", lead, ["all": true, "dryRun": true])
            #expect(all.status == 200)
            #expect(all.json["items"] == [])
            let one = try await client.post(
                "/v1/cases/migrate", lead, ["cases": [.string(matter.id)], "reason": "x"])
            #expect(one.json["items"] == [])
            let unknown = try await client.post(
                "/v1/cases/migrate", lead, ["all": true, "to": "00000000", "reason": "x"])
            #expect(unknown.code == "catalog-unknown")
            #expect(
                try await client.post("/v1/cases/migrate", lead, ["reason": "x"]).status == 400)
            #expect(
                try await client.post("/v1/cases/migrate", lead, ["all": true]).code
                    == "reason-missing")
        }
    }

    @Test func `a split and a merger say what they need, and why not`() async throws {
        let world = try await APIWorld()
        let matter = try await world.openCase()
        let lead = try await world.token("support-lead")
        let place = try #require(matter.happened.first).place
        let path = "/v1/cases/\(matter.id)/"
        try await world.serve { client in
            func code(_ what: String, _ body: JSON) async throws -> String? {
                try await client.post(path + what, lead, body).code
            }
            let entry: JSON = [
                "shard": .integer(Int64(place.shard)), "number": .integer(place.number),
            ]
            let opening = try await client.post(
                path + "split", lead, ["entry": entry, "reason": "x"])
            #expect(opening.status == 409)
            #expect(opening.code == "event-opened-case")
            for wrong in [JSON.string("0/1"), ["shard": 0], ["shard": "0", "number": 1]] {
                let answer = try await client.post(
                    path + "split", lead, ["entry": wrong, "reason": "x"])
                #expect(answer.status == 400, "\(wrong.text)")
                #expect(answer.json["place"] == "entry")
            }
            for (what, body) in [("split", ["entry": entry]), ("merge", ["into": "c99-1"] as JSON)]
            {
                let unsaid = try await client.post(path + what, lead, body)
                #expect(unsaid.status == 400)
                #expect(unsaid.json["place"] == "reason")
            }
            #expect(
                try await code("split", ["entry": ["shard": -1, "number": 0], "reason": "x"])
                    == "event-unknown")
            #expect(
                try await code("merge", ["into": .string(matter.id), "reason": "x"]) == "case-apart"
            )
            #expect(try await code("merge", ["into": "c99-1", "reason": "x"]) == "case-apart")
            let agent = try await world.token("support-agent")
            let refused = try await client.post(
                path + "split", agent, ["entry": entry, "reason": "x"])
            #expect(refused.status == 403)
            let shown = try await client.get("/v1/cases/\(matter.id)", lead)
            #expect(shown.json["links"] == [])
        }
    }
}
