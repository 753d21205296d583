import AsyncHTTPClient
import FairleadAPI
import FairleadAPITypes
import FairleadCanonical
import FairleadClient
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadTesting
import HummingbirdTesting
import Testing

@Suite(.timeLimit(.minutes(15))) struct `The stream` {
    /// Reads so many events.
    private func take(
        _ count: Int, _ stream: AsyncThrowingStream<ServerSentEvent, any Error>
    ) async throws -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for try await event in stream {
            events.append(event)
            if events.count == count { break }
        }
        return events
    }

    private func places(_ events: [ServerSentEvent]) -> [String] {
        events.map {
            "\($0.data["shard"]?.integerValue ?? -1)/\($0.data["number"]?.integerValue ?? -1)"
        }
    }

    @Test(.requirement("S0.48"))
    func `it goes on without a gap where it was left, then live`() async throws {
        let world = try await APIWorld()
        let auditor = try await world.token("auditor")
        let sender = try await world.sender()
        try await world.serve { test in
            let port = try #require(test.port)
            let client = FairleadClient(
                .url("http://127.0.0.1:\(port)"), token: auditor, http: .shared)
            let live = try await client.stream()
            _ = try await test.postEvents(sender, [APIWorld.acme, APIWorld.failure])
            let first = try await take(4, live)
            #expect(first[0].type == "event-received")
            #expect(first[0].data["body"]?["event"]?["id"] == "crm-1")
            _ = try await world.matter { $0.approvals.contains { $0.status == .open } }

            // Taken up again after the second event: the third comes next, and nothing twice.
            let resumed = try await take(12, client.stream(after: first[1].id))
            #expect(places(Array(resumed.prefix(2))) == places(Array(first.suffix(2))))
            #expect(Set(places(resumed)).count == resumed.count)
            var last: [Int64: Int64] = [:]
            for event in first.prefix(2) + resumed {
                let shard = try #require(event.data["shard"]?.integerValue)
                let number = try #require(event.data["number"]?.integerValue)
                if let before = last[shard] { #expect(number == before + 1) }
                last[shard] = number
            }
        }
    }

    @Test func `it shows a role no more than the role sees`() async throws {
        let world = try await APIWorld()
        let agent = try await world.token("support-agent")
        let sender = try await world.sender()
        try await world.serve { test in
            let port = try #require(test.port)
            let client = FairleadClient(
                .url("http://127.0.0.1:\(port)"), token: agent, http: .shared)
            let live = try await client.stream()
            _ = try await world.token("auditor", name: "unseen")
            _ = try await test.postEvents(sender, [APIWorld.acme, APIWorld.failure])
            let events = try await take(20, live)
            #expect(!events.contains { $0.type == "token-issued" })
            for event in events {
                #expect(!event.data.text.contains("38400"))
                let payloads = event.data["payloads"]?.arrayValue ?? []
                // The workflow's own words carry the label that every role sees.
                #expect(
                    payloads.allSatisfy { $0["value"] == nil || $0["label"] == "internal" })
            }
        }
    }

    @Test(.requirement("S1.22", part: "changes of tickets and cases on the stream"))
    func `it can be narrowed to a case and a type`() async throws {
        let world = try await APIWorld()
        let matter = try await world.openCase()
        let auditor = try await world.token("auditor")
        try await world.serve { test in
            let port = try #require(test.port)
            let client = FairleadClient(
                .url("http://127.0.0.1:\(port)"), token: auditor, http: .shared)
            let stream = try await client.stream(
                query: ["case": matter.id, "type": "decision-made"], after: "")
            let events = try await take(2, stream)
            #expect(events.allSatisfy { $0.type == "decision-made" })
            #expect(events.allSatisfy { $0.data["case"]?.stringValue == matter.id })
        }
    }

    @Test func `an id that is none of this stream is refused`() async throws {
        let world = try await APIWorld()
        let auditor = try await world.token("auditor")
        try await world.serve { client in
            for id in ["x", "!!!!", "OTkuMQ=="] {
                let reply = try await client.call(
                    .get, "/v1/stream", token: auditor, headers: ["Last-Event-ID": id])
                #expect(reply.status == 400)
                #expect(reply.code == "last-event-id")
            }
        }
    }

    @Test func `the client reads problems and tells what is unavailable`() async throws {
        let world = try await APIWorld()
        let auditor = try await world.token("auditor")
        try await world.serve { test in
            let port = try #require(test.port)
            let client = FairleadClient(
                .url("http://127.0.0.1:\(port)"), token: auditor, http: .shared)
            #expect(try await client.all(.listCases).isEmpty)
            await #expect(throws: Problem.self) { try await client.call(.listTokens) }
            await #expect(throws: Problem.self) { try await client.call(.getCase, ["id": "a/b"]) }
        }
        let http = HTTPClient.forCommands()
        for address in [ServerAddress.url("http://127.0.0.1:1"), .socket("/nowhere/socket")] {
            let nobody = FairleadClient(address, token: nil, http: http)
            await #expect(throws: ServerUnavailable.self) { try await nobody.call(.health) }
        }
        try await http.shutdown()
    }
}
