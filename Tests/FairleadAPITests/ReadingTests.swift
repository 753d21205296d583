import FairleadAPI
import FairleadAPITypes
import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadLedger
import FairleadRuntime
import FairleadStore
import FairleadTesting
import HummingbirdTesting
import Testing

@Suite(.timeLimit(.minutes(15))) struct `What can be read` {
    @Test func `a case says what the contract promises`() async throws {
        let world = try await APIWorld()
        let matter = try await world.openCase()
        let auditor = try await world.token("auditor")
        try await world.serve { client in
            let list = try await client.get("/v1/cases?state=waiting", auditor)
            #expect(SchemaCheck.findings(list.json, "CaseList") == [])
            let row = try #require(list.json["items"]?[0])
            #expect(row["id"]?.stringValue == matter.id)
            #expect(row["playbook"] == "paymentFailedNearRenewal")
            #expect(row["level"] == "approval")
            #expect(row["priority"]?["score"]?.numberText != nil)
            let components = try #require(row["priority"]?["components"]?.objectValue)
            #expect(
                Set(components.keys) == [
                    "urgency", "customerValue", "financialExposure", "serviceLevel",
                    "erpDependency",
                ])
            #expect(row["masked"] == [])

            let detail = try await client.get("/v1/cases/\(matter.id)", auditor)
            #expect(SchemaCheck.findings(detail.json, "CaseDetail") == [])
            let account = try #require(detail.json["facts"]?["account"])
            #expect(account["source"] == "crm")
            #expect(account["records"] == ["acme-crm"])
            #expect(account["age"] == "PT0S")
            #expect(account["value"]?["arr"]?["amount"] == "240000.00")
        }
    }

    @Test func `a timeline is the case's entries in order, page by page`() async throws {
        let world = try await APIWorld()
        let matter = try await world.openCase()
        let auditor = try await world.token("auditor")
        try await world.serve { client in
            let uri = "/v1/cases/\(matter.id)/timeline"
            let whole = try await client.get(uri + "?limit=1000", auditor)
            #expect(SchemaCheck.findings(whole.json, "EntryList") == [])
            let entries = try #require(whole.json["items"]?.arrayValue)
            #expect(entries[0]["type"] == "event-received")
            #expect(entries[0]["body"]?["event"]?["id"] == "failure-1")
            #expect(entries.dropFirst().allSatisfy { $0["case"]?.stringValue == matter.id })
            var paged: [JSON] = []
            var next: String? = ""
            while let cursor = next {
                let suffix = cursor.isEmpty ? "" : "&cursor=" + cursor
                let page = try await client.get(uri + "?limit=7" + suffix, auditor)
                paged += try #require(page.json["items"]?.arrayValue)
                next = page.json["next"]?.stringValue
            }
            #expect(paged.map { $0["hash"] } == entries.map { $0["hash"] })
        }
    }

    @Test func `the ledger's hashes chain, and its checkpoint is signed`() async throws {
        let world = try await APIWorld()
        let matter = try await world.openCase()
        let auditor = try await world.token("auditor")
        try await world.serve { client in
            let shard = matter.triggerPlace.shard
            let reply = try await client.get(
                "/v1/ledger/entries?shard=\(shard)&limit=1000", auditor)
            let entries = try #require(reply.json["items"]?.arrayValue)
            for (entry, next) in zip(entries, entries.dropFirst()) {
                #expect(next["previous"] == entry["hash"])
            }
            var all = 0
            var next: String? = ""
            while let cursor = next {
                let suffix = cursor.isEmpty ? "" : "&cursor=" + cursor
                let page = try await client.get("/v1/ledger/entries?limit=13" + suffix, auditor)
                all += page.json["items"]?.arrayValue?.count ?? 0
                next = page.json["next"]?.stringValue
            }
            #expect(Int64(all) == (try world.store.counts(now: world.time.now()).entries))
            let checkpoint = try await client.get("/v1/ledger/checkpoint", auditor)
            let read = try Checkpoint.parse(Array(checkpoint.text.utf8), trusting: nil)
            #expect(read.head(tenant: "test", shard: shard)?.number == Int64(entries.count))
        }
    }

    @Test(.requirement("S4.36", part: "rulings"), .requirement("S0.31", part: "over the API"))
    func `a decision is explained by its rules and what would change it`() async throws {
        let world = try await APIWorld()
        let matter = try await world.openCase()
        let auditor = try await world.token("auditor")
        let ruling = try #require(matter.decisions.first { $0.model == "serviceGrace" })
        try await world.serve { client in
            let reply = try await client.get("/v1/decisions/\(ruling.id)", auditor)
            #expect(SchemaCheck.findings(reply.json, "Decision") == [])
            #expect(reply.json["ruling"] == true)
            #expect(reply.json["inputs"]?["exposure"]?.numberText == "38400.00")
            #expect(reply.json["policy"]?["document"]?.stringValue?.contains("FIN-AR-07") == true)
            let rules = try #require(reply.json["rules"]?.arrayValue)
            let matched = rules.filter { $0["matched"] == true }.compactMap {
                $0["number"]?.integerValue
            }
            #expect(matched == [5])
            let failed = try #require(rules.first { $0["number"] == 1 }?["failures"]?[0])
            #expect(failed["cell"] == "<= 5000")
            let changes = try #require(reply.json["changes"]?.arrayValue)
            #expect(changes.contains { $0["column"] == "past due (USD)" })
        }
    }

    @Test(.requirement("S0.47", part: "objects of the failed payment over the API"))
    func `a business object has the source and the age of each field`() async throws {
        let world = try await APIWorld()
        _ = try await world.openCase()
        let auditor = try await world.token("auditor")
        try await world.serve { client in
            let account = try await client.get("/v1/objects/account/acme-crm", auditor)
            #expect(SchemaCheck.findings(account.json, "BusinessObject") == [])
            #expect(account.json["fields"]?["tier"]?["value"] == "strategic")
            #expect(account.json["fields"]?["tier"]?["source"] == "crm")
            #expect(account.json["references"]?.arrayValue?.count == 4)
            let byReference = try await client.get(
                "/v1/objects/account/billing%2Fcustomer%2Facme-billing", auditor)
            #expect(byReference.json["fields"] == account.json["fields"])
            let receivable = try await client.get("/v1/objects/receivable/receivable-1", auditor)
            #expect(receivable.json["fields"]?["daysPastDue"]?["value"] == 3)
            let payment = try await client.get(
                "/v1/objects/payment/payment-1?account=crm/account/acme-crm", auditor)
            #expect(payment.json["fields"]?["failure"]?["value"] == "expiredCard")
            #expect(payment.json["fields"]?["failure"]?["source"] == "/billing")
        }
    }

    @Test(.requirement("S4.22")) func `the queue is one list in the order of priority`()
        async throws
    {
        let world = try await APIWorld()
        _ = try await world.openCase()
        let auditor = try await world.token("auditor")
        try await world.serve { client in
            let reply = try await client.get("/v1/queue", auditor)
            #expect(SchemaCheck.findings(reply.json, "QueueList") == [])
            let rows = try #require(reply.json["items"]?.arrayValue)
            #expect(
                Set(rows.compactMap { $0["kind"]?.stringValue }) == ["case", "task", "approval"])
            #expect(rows.allSatisfy { $0["priority"]?["components"] != nil })
            let paged = try await client.get("/v1/queue?limit=1", auditor)
            let next = try #require(paged.json["next"]?.stringValue)
            let second = try await client.get("/v1/queue?limit=1&cursor=" + next, auditor)
            #expect(second.json["items"]?[0] == rows[1])
            for kind in ["task", "approval"] {
                let some = try await client.get("/v1/queue?kind=" + kind, auditor)
                #expect(
                    some.json["items"]?.arrayValue?.allSatisfy { $0["kind"]?.stringValue == kind }
                        == true)
            }
        }
    }

    @Test(arguments: [
        "/v1/cases?limit=0", "/v1/cases?limit=1001", "/v1/cases?limit=x", "/v1/cases?more=1",
        "/v1/cases?state=odd", "/v1/cases?cursor=%FF", "/v1/cases?cursor=nonsense",
        "/v1/cases?limit=1&limit=2", "/v1/queue?kind=x", "/v1/tasks?state=granted",
        "/v1/ledger/entries?shard=64", "/v1/ledger/entries?cursor=x",
        "/v1/ledger/entries?shard=1&cursor=2.1",
    ])
    func `a wrong question is refused with its place`(_ uri: String) async throws {
        let world = try await APIWorld()
        let auditor = try await world.token("auditor")
        try await world.serve { client in
            let reply = try await client.get(uri, auditor)
            #expect(reply.status == 400)
            #expect(reply.json["place"] != nil)
        }
    }

    @Test func `every answer names its request, and carries the sender's trace on`()
        async throws
    {
        let world = try await APIWorld()
        try await world.serve { client in
            let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
            let reply = try await client.call(
                .get, "/v1/cases", headers: ["traceparent": "00-\(trace)-00f067aa0ba902b7-01"])
            let id = try #require(reply.header("x-request-id"))
            #expect(reply.json["requestId"]?.stringValue == id)
            #expect(reply.header("traceparent") == "00-\(trace)-\(id)-01")
            let other = try await client.call(
                .get, "/healthz", headers: ["traceparent": "00-\(trace)-0000000000000000-01"])
            #expect(other.header("traceparent")?.contains(trace) == false)
            #expect(other.header("x-request-id") != id)
        }
    }

    @Test func `figures for Prometheus are there for who may read them`() async throws {
        let world = try await APIWorld()
        _ = try await world.openCase()
        let auditor = try await world.token("auditor")
        let sender = try await world.sender()
        try await world.serve { client in
            _ = try await client.postEvents(sender, [APIWorld.failure])
            _ = try await client.get("/v1/cases", nil)
            let text = try await client.get("/metrics", auditor).text
            for line in [
                "fairlead_events_total 1", "fairlead_event_duplicates_total 1",
                #"fairlead_refusals_total{status="401",code="unauthenticated"} 1"#,
                #"fairlead_items{kind="approval",state="open"} 1"#,
                #"fairlead_work_under_way{connector="crm"} 0"#,
                #"fairlead_commit_seconds_bucket{le="+Inf"}"#,
            ] {
                #expect(text.contains(line), "\(line)")
            }
            #expect(try await client.get("/metrics", sender).status == 403)
        }
    }
}
