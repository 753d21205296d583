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

@Suite(.timeLimit(.minutes(15))) struct `Events over HTTP` {
    @Test(.requirement("S0.28", part: "over HTTP"))
    func `an event is taken once and always gets the same receipt`() async throws {
        let world = try await APIWorld()
        let token = try await world.sender()
        try await world.serve { client in
            let first = try await client.postEvents(token, [APIWorld.acme, APIWorld.failure])
            #expect(first.status == 202)
            let results = try #require(first.json["results"]?.arrayValue)
            #expect(results.map { $0["duplicate"] } == [false, false])
            #expect(results[1]["pending"] == false)
            #expect(results[1]["cases"]?.arrayValue?.count == 1)
            let again = try await client.postEvents(token, [APIWorld.failure])
            let repeated = try #require(again.json["results"]?[0])
            #expect(repeated["duplicate"] == true)
            #expect(repeated["entry"] == results[1]["entry"])
            #expect(repeated["cases"] == results[1]["cases"])
        }
    }

    @Test(.requirement("S4.23", part: "idempotent intake"))
    func `the same event from many senders at once is one receipt`() async throws {
        let world = try await APIWorld()
        let token = try await world.sender()
        try await world.serve { client in
            let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
                for _ in 0..<50 {
                    group.addTask { try await client.postEvents(token, [APIWorld.failure]) }
                }
                return try await group.reduce(into: [Reply]()) { $0.append($1) }
            }
            let results = replies.compactMap { $0.json["results"]?[0] }
            #expect(results.count == 50)
            #expect(Set(results.map { $0["entry"] }).count == 1)
            #expect(results.count { $0["duplicate"] == false } == 1)
        }
    }

    @Test(.requirement("S3.12", part: "at intake"))
    func `the same id that says something else is a conflict, and nothing is stored`()
        async throws
    {
        let world = try await APIWorld()
        let token = try await world.sender()
        try await world.serve { client in
            _ = try await client.postEvents(token, [APIWorld.failure])
            let other = APIWorld.failedPayment(attempt: 2)
            let reply = try await client.postEvents(
                token, [APIWorld.failedPayment(id: "fresh"), other])
            #expect(reply.status == 409)
            #expect(reply.code == "event-conflict")
            #expect(reply.json["index"] == 1)
            #expect(try world.store.receipt(source: "/billing", id: "fresh") == nil)
        }
    }

    @Test(.requirement("S4.26", part: "for a source"))
    func `a token writes only for the sources that it names`() async throws {
        let world = try await APIWorld()
        let token = try await world.token(
            "integration", kind: .integration, sources: ["/crm"])
        try await world.serve { client in
            let reply = try await client.postEvents(token, [APIWorld.acme, APIWorld.failure])
            #expect(reply.status == 403)
            #expect(reply.code == "source-not-yours")
            #expect(reply.json["index"] == 1)
            #expect(try await client.postEvents(token, [APIWorld.acme]).status == 202)
        }
    }

    @Test(.requirement("S3.12", part: "a late event says so"))
    func `an event that came late names the one that it happened before`() async throws {
        let world = try await APIWorld()
        let matter = try await world.openCase()
        let token = try await world.sender()
        let lead = try await world.token("support-lead")
        try await world.serve { client in
            var late = APIWorld.failedPayment(id: "failure-0", attempt: 0).objectValue ?? [:]
            late["time"] = "2026-11-20T08:30:00Z"
            #expect(try await client.postEvents(token, [.object(late)]).status == 202)
            let detail = try await client.get("/v1/cases/\(matter.id)", lead)
            #expect(SchemaCheck.findings(detail.json, "CaseDetail") == [])
            let events = detail.json["events"]?.arrayValue ?? []
            #expect(events.map { $0["id"] } == ["failure-1", "failure-0"])
            #expect(events.first?["before"] == nil)
            #expect(events.last?["before"] == events.first?["entry"])
        }
    }

    @Test func `structured and binary events are taken, too`() async throws {
        let world = try await APIWorld()
        let token = try await world.sender()
        try await world.serve { client in
            let structured = try await client.call(
                .post, "/v1/events", token: token, APIWorld.acme.bytes,
                headers: ["Content-Type": "application/cloudevents+json; charset=utf-8"])
            #expect(structured.status == 202)
            let binary = try await client.call(
                .post, "/v1/events", token: token, Array(#"{"ticket":{"id":"t1"}}"#.utf8),
                headers: [
                    "Content-Type": "application/json", "ce-specversion": "1.0",
                    "ce-id": "b1", "ce-source": "/helpDesk", "ce-type": "ticket.created",
                ])
            #expect(binary.status == 202)
            if let failure = await world.host.failure { Issue.record("\(failure)") }
            #expect(binary.json["results"]?[0]?["id"] == "b1")
        }
    }

    @Test(arguments: [
        ("{", 400, "event-syntax"), (#"{"a":1,"a":2}"#, 400, "event-syntax"),
        ("[]", 400, "event-attribute"), (#"{"specversion":"1.0"}"#, 400, "event-attribute"),
        ("\u{FEFF}{}", 400, "event-syntax"),
        (String(repeating: "[", count: 100), 400, "event-syntax"),
    ])
    func `a malformed event gets a problem with its place`(
        _ body: String, _ status: Int, _ code: String
    ) async throws {
        let world = try await APIWorld()
        let token = try await world.sender()
        try await world.serve { client in
            let reply = try await client.call(
                .post, "/v1/events", token: token, Array(body.utf8),
                headers: ["Content-Type": "application/cloudevents+json"])
            #expect(reply.status == status)
            #expect(reply.code == code)
            #expect(reply.json["place"] != nil)
            #expect(reply.header("content-type") == Problem.mediaType)
        }
    }

    @Test func `a body beyond its limit is refused`() async throws {
        let world = try await APIWorld()
        let token = try await world.sender()
        try await world.serve { client in
            let body = [UInt8](repeating: 0x20, count: APILimits.eventBodyBytesMax + 1)
            let reply = try await client.call(
                .post, "/v1/events", token: token, body,
                headers: ["Content-Type": "application/cloudevents+json"])
            #expect(reply.status == 413)
            #expect(reply.code == "body-too-large")
        }
    }

    @Test func `another content type is refused`() async throws {
        let world = try await APIWorld()
        let token = try await world.sender()
        try await world.serve { client in
            let reply = try await client.call(
                .post, "/v1/events", token: token, Array("hello".utf8),
                headers: ["Content-Type": "text/plain"])
            #expect(reply.status == 415)
        }
    }
}
