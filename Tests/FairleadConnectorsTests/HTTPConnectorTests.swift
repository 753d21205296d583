import AsyncHTTPClient
import FairleadCanonical
import FairleadConnector
import FairleadConnectors
import FairleadDomain
import FairleadTesting
import Foundation
import Synchronization
import Testing

@Suite struct HTTPConnectorTests {
    static let rules = """
        limits: {timeout: PT60S, responseBytesMax: 2000, concurrencyMax: 2, waitingMax: 1}
        apiVersion: "2"
        headers: {X-Version: "2"}
        errorCode: error.code
        objects:
          thing: {fields: {id: id, name: name}}
        operations:
          thing:
            kind: lookup
            arguments: {id: string}
            request: {method: GET, path: "/things/{id}"}
            answer: {gives: thing, record: id}
          things:
            kind: lookup
            arguments: {of: string, since: date and time?}
            request: {method: GET, path: /things, query: {of: of, ref: $reference}}
            answer:
              gives: thing
              list: items
              record: id
              paging: {cursor: next, parameter: cursor, pagesMax: 3}
          maybe:
            kind: lookup
            request: {method: GET, path: /maybe}
            answer: {gives: thing, at: data.0, optional: true}
          byKey:
            kind: effect
            arguments: {of: string, amount: any?}
            request:
              method: POST
              path: "/things/{of}"
              form:
                "metadata[note]": of
                amount: {toMinorUnits: amount}
                items: {object: {a: of}}
            once: {key: Idempotency-Key, kept: PT1H}
            answer: {record: id}
            readBack:
              operation: thing
              with: {id: $answer.id}
              holds: {path: name, equals: of}
          byFind:
            kind: effect
            arguments: {of: string}
            request: {method: POST, path: /things, json: {of: of, ref: $reference}}
            once:
              find: things
              where: {path: ref, equals: $reference}
              settlesWithin: PT1S
            answer: {record: id}
            errors:
              - {status: [503], is: retry}
              - {status: [409], code: already_done, is: unknown}
        """

    /// Runs against a scripted system with a fresh client.
    func with(
        _ script: [ScriptedServer.Scripted], rules: String = Self.rules,
        values: ProcessValues = ProcessValues(overlaid: ["SAMPLE_TOKEN": "sekret-1"]),
        _ body: @Sendable (HTTPConnector, ScriptedServer) async throws -> Void
    ) async throws {
        try await ScriptedServer.run(script) { server, base in
            let client = HTTPClient.forConnectors()
            let connector = HTTPConnector(
                Written.connector(rules, base: base), values: values, client: client,
                now: { noon })
            do {
                try await body(connector, server)
            } catch {
                try await client.shutdown()
                throw error
            }
            try await client.shutdown()
        }
    }

    func perform(
        _ script: [ScriptedServer.Scripted], _ item: WorkItem, rules: String = Self.rules
    ) async throws -> (Answer, [ScriptedServer.Seen]) {
        let result = Mutex<(Answer, [ScriptedServer.Seen])?>(nil)
        try await with(script, rules: rules) { connector, server in
            let answer = await connector.perform(item)
            let seen = server.seen
            result.withLock { $0 = (answer, seen) }
        }
        return try #require(result.withLock { $0 })
    }

    @Test func `a look-up sends its arguments and reads a canonical object`() async throws {
        let (answer, seen) = try await perform(
            [.init(body: #"{"id":"t1","name":"One","more":1.5}"#)],
            .sample("sample.thing", ["id": "a/../b c?"], kind: .lookup))
        #expect(
            answer
                == .done(
                    value: ["id": "t1", "name": "One"], records: ["t1"], readBack: .notDeclared))
        #expect(seen[0].uri == "/things/a%2F..%2Fb%20c%3F")
        #expect(seen[0].headers["authorization"] == "Bearer sekret-1")
        #expect(seen[0].headers["x-version"] == "2")
    }

    @Test(arguments: ["..", ".", ""])
    func `an argument cannot climb out of its place in the path`(id: String) async throws {
        let (answer, seen) = try await perform(
            [], .sample("sample.thing", ["id": .string(id)], kind: .lookup))
        #expect(answer.code == "argument-path")
        #expect(seen.isEmpty)
    }

    @Test func `arguments that are missing or unknown are refused before anything is sent`()
        async throws
    {
        for (arguments, code) in [
            ([:], "argument-missing"), (["of": "x", "x": 1], "argument-unknown"),
            (["of": .null], "argument-missing"),
        ] as [(JSONObject, String)] {
            let (answer, seen) = try await perform([], .sample("sample.byFind", arguments))
            #expect(answer.code == code)
            #expect(seen.isEmpty)
        }
        let (answer, _) = try await perform([], .sample("sample.nothing", [:]))
        #expect(answer.code == "operation-unknown")
    }

    @Test func `a form is encoded, bears the key, and what was done is read back`() async throws {
        let (answer, seen) = try await perform(
            [.init(status: 201, body: #"{"id":"t1"}"#), .init(body: #"{"id":"t1","name":"ä&b"}"#)],
            .sample(
                "sample.byKey",
                ["of": "ä&b", "amount": ["amount": "12.50", "currency": "EUR"]]))
        #expect(answer == .done(value: .null, records: ["t1"], readBack: .matches))
        #expect(seen[0].headers["idempotency-key"] == "ref-1")
        #expect(seen[0].headers["content-type"] == "application/x-www-form-urlencoded")
        #expect(
            seen[0].body == "metadata%5Bnote%5D=%C3%A4%26b&amount=1250&items%5Ba%5D=%C3%A4%26b")
        #expect(seen[1].uri == "/things/t1")
    }

    @Test func `a read-back that differs, or cannot be read, says so`() async throws {
        let item = WorkItem.sample("sample.byKey", ["of": "x"])
        let (differs, _) = try await perform(
            [.init(body: #"{"id":"t1"}"#), .init(body: #"{"id":"t1","name":"y"}"#)], item)
        #expect(
            differs == .done(value: .null, records: ["t1"], readBack: .differs("'name' differs")))
        let (unread, seen) = try await perform(
            [.init(body: #"{"id":"t1"}"#), .init(status: 500), .init(status: 500)], item)
        #expect(
            unread
                == .done(
                    value: .null, records: ["t1"],
                    readBack: .differs("it could not be read: http-500")))
        #expect(seen.count == 3)
    }

    static let sorted: [(Int, String, Answer, Answer)] = [
        (400, "", .failed(code: "http-400", message: ""), .failed(code: "http-400", message: "")),
        (
            402, "card_declined", .failed(code: "card_declined", message: ""),
            .failed(code: "card_declined", message: "")
        ),
        (
            402, "Jo's card 4242", .failed(code: "http-402", message: ""),
            .failed(code: "http-402", message: "")
        ),
        (
            408, "", .retry(code: "http-408", afterMilliseconds: nil),
            .retry(code: "http-408", afterMilliseconds: nil)
        ),
        (
            429, "", .retry(code: "http-429", afterMilliseconds: nil),
            .retry(code: "http-429", afterMilliseconds: nil)
        ),
        (500, "", .unknown(code: "http-500"), .retry(code: "http-500", afterMilliseconds: nil)),
        (
            503, "", .retry(code: "http-503", afterMilliseconds: nil),
            .retry(code: "http-503", afterMilliseconds: nil)
        ),
        (
            409, "already_done", .unknown(code: "already_done"),
            .failed(code: "already_done", message: "")
        ),
        (409, "other", .failed(code: "other", message: ""), .failed(code: "other", message: "")),
        (302, "", .unknown(code: "redirected"), .retry(code: "redirected", afterMilliseconds: nil)),
    ]

    @Test(.requirement("S0.29", part: "errors are sorted"), arguments: sorted)
    func `an error is sorted by what it says of the work`(
        status: Int, code: String, effect: Answer, question: Answer
    ) async throws {
        let body = code.isEmpty ? "{}" : #"{"error":{"code":"\#(code)","message":"Jo's"}}"#
        let scripted = ScriptedServer.Scripted(
            status: status, headers: [("Location", "http://127.0.0.1:9/")], body: body)
        let (done, seen) = try await perform([scripted], .sample("sample.byFind", ["of": "x"]))
        #expect(done.withoutMessage == effect)
        #expect(seen.count == 1, "nothing is followed or tried again")
        let (read, _) = try await perform(
            [scripted], .sample("sample.thing", ["id": "x"], kind: .lookup))
        #expect(read.withoutMessage == question)
        #expect(!"\(done)\(read)".contains("Jo"), "what the system says stays outside")
    }

    @Test func `Retry-After is honoured, up to a day`() async throws {
        for (text, expected) in [("7", 7_000), ("999999999", 86_400_000), ("soon", nil)]
            as [(String, Int64?)]
        {
            let (answer, _) = try await perform(
                [.init(status: 429, headers: [("Retry-After", text)])],
                .sample("sample.byFind", ["of": "x"]))
            #expect(answer == .retry(code: "http-429", afterMilliseconds: expected))
        }
    }

    @Test func `an answer beyond its size, or that stops in the middle, is in doubt`() async throws
    {
        let large = ScriptedServer.Scripted(
            body: "{\"x\":\"\(String(repeating: "y", count: 2_000))\"}")
        let (tooLarge, _) = try await perform([large], .sample("sample.byFind", ["of": "x"]))
        #expect(tooLarge == .unknown(code: "answer-too-large"))
        let (garbage, _) = try await perform(
            [.init(body: "<html>")], .sample("sample.byFind", ["of": "x"]))
        #expect(garbage == .unknown(code: "answer-unreadable"))
        let (stalled, _) = try await perform(
            [.init(body: #"{"id":"t1"}"#, stalls: true)], .sample("sample.byFind", ["of": "x"]),
            rules: Self.rules.replacing("PT60S", with: "PT2S"))
        #expect(stalled == .unknown(code: "timeout"))
    }

    @Test func `nobody listening is surely not done`() async throws {
        let client = HTTPClient.forConnectors()
        let connector = HTTPConnector(
            Written.connector(Self.rules, base: "http://127.0.0.1:1"),
            values: ProcessValues(overlaid: ["SAMPLE_TOKEN": "t"]), client: client,
            now: { noon })
        let answer = await connector.perform(.sample("sample.byFind", ["of": "x"]))
        #expect(answer == .retry(code: "connection-refused", afterMilliseconds: nil))
        try await client.shutdown()
    }

    @Test func `a list is read to its end, and one that is too long is no fact`() async throws {
        func page(_ id: String, _ next: String?) -> ScriptedServer.Scripted {
            let cursor = next.map { "\"\($0)\"" } ?? "null"
            return .init(body: #"{"items":[{"id":"\#(id)"}],"next":\#(cursor)}"#)
        }
        let item = WorkItem.sample("sample.things", ["of": "x"], kind: .lookup)
        let (answer, seen) = try await perform([page("a", "2"), page("b", nil)], item)
        #expect(
            answer
                == .done(
                    value: [["id": "a"], ["id": "b"]], records: ["a", "b"],
                    readBack: .notDeclared))
        #expect(seen.map(\.uri) == ["/things?of=x&ref=ref-1", "/things?of=x&ref=ref-1&cursor=2"])
        let (tooLong, _) = try await perform(
            [page("a", "2"), page("b", "3"), page("c", "4"), page("d", nil)], item)
        #expect(tooLong.code == "list-too-long")
    }

    @Test func `what may be absent is null, what must be there is an error`() async throws {
        let (absent, _) = try await perform(
            [.init(body: #"{"data":[]}"#)], .sample("sample.maybe", [:], kind: .lookup))
        #expect(absent == .done(value: .null, records: [], readBack: .notDeclared))
        let (unreadable, _) = try await perform(
            [.init(body: #"{"id":{"x":1}}"#)],
            .sample("sample.thing", ["id": "x"], kind: .lookup))
        #expect(unreadable.code == "answer-unreadable")
    }

    @Test func `looking first finds what was done, and does it only where it is not there`()
        async throws
    {
        let item = WorkItem.sample("sample.byFind", ["of": "x"], mode: .findFirst)
        let (found, seen) = try await perform(
            [.init(body: #"{"items":[{"id":"o","ref":"other"},{"id":"t9","ref":"ref-1"}]}"#)], item)
        #expect(found == .done(value: .null, records: ["t9"], readBack: .notDeclared))
        #expect(seen.map(\.method) == ["GET"])
        let (done, both) = try await perform(
            [.init(body: #"{"items":[]}"#), .init(status: 201, body: #"{"id":"t1"}"#)], item)
        #expect(done == .done(value: .null, records: ["t1"], readBack: .notDeclared))
        #expect(both.map(\.method) == ["GET", "POST"])
        // A look that failed taught nothing: it must be looked again, so it is not `retry`.
        let (doubt, one) = try await perform([.init(status: 429)], item)
        #expect(doubt == .unknown(code: "http-429"))
        #expect(one.count == 1)
    }

    @Test func `beyond its concurrency and its queue a request is put off`() async throws {
        let stalled = ScriptedServer.Scripted(body: "{}", stalls: true)
        try await with([stalled, stalled, stalled, stalled]) { connector, server in
            let item = WorkItem.sample("sample.byFind", ["of": "x"])
            let refused = Answer.retry(code: "too-many-waiting", afterMilliseconds: 1_000)
            let answers = await withTaskGroup(of: Answer.self) { group in
                for _ in 0..<6 { group.addTask { await connector.perform(item) } }
                var all: [Answer] = []
                for await answer in group {
                    all.append(answer)
                    if all.count == 3 { server.goOn() }
                }
                return all
            }
            // Two under way and one waiting; the others come first.
            #expect(answers.prefix(3).allSatisfy { $0 == refused })
            #expect(answers.dropFirst(3).allSatisfy { $0.code == nil })
        }
    }

    @Test func `a secret stands in no answer, and a missing one sends nothing`() async throws {
        try await with([.init(status: 401, body: #"{"error":{"code":"sekret-1"}}"#)]) {
            connector, _ in
            let answer = await connector.perform(
                .sample("sample.thing", ["id": "x"], kind: .lookup))
            #expect(!"\(answer)".contains("Bearer"))
        }
        try await with([], values: ProcessValues()) { connector, server in
            let answer = await connector.perform(.sample("sample.byFind", ["of": "x"]))
            #expect(answer == .retry(code: "value-unavailable", afterMilliseconds: nil))
            #expect(server.seen.isEmpty)
        }
        let broken = ProcessValues(overlaid: ["SAMPLE_TOKEN": "line\r\nX-Evil: 1"])
        try await with([], values: broken) { connector, server in
            let answer = await connector.perform(.sample("sample.byFind", ["of": "x"]))
            #expect(answer == .retry(code: "value-unavailable", afterMilliseconds: nil))
            #expect(server.seen.isEmpty)
        }
    }

    @Test(arguments: [
        "http://api.example.com", "ftp://127.0.0.1", "https://user@example.com",
        "https://example.com/?a=b", "https://", "http://127.0.0.1.evil.example", "https://a b",
    ])
    func `an address that is not one safe host is never spoken to`(base: String) async throws {
        let client = HTTPClient.forConnectors()
        let connector = HTTPConnector(
            Written.connector(Self.rules, base: base),
            values: ProcessValues(overlaid: ["SAMPLE_TOKEN": "t"]), client: client,
            now: { noon })
        let answer = await connector.perform(.sample("sample.byFind", ["of": "x"]))
        #expect(answer == .retry(code: "base-url", afterMilliseconds: nil))
        try await client.shutdown()
    }

    @Test func `values come from the environment and from short files`() throws {
        let folder = FileManager.default.temporaryDirectory
        let file = folder.appending(path: "fairlead-secret-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("s3cret\n".utf8).write(to: file)
        let values = ProcessValues()
        #expect(try values.value(of: .file(file.path())) == "s3cret")
        try Data(repeating: 0x61, count: 20_000).write(to: file)
        let error = #expect(throws: ValueUnavailable.self) {
            try values.value(of: .file(file.path()))
        }
        #expect(error?.message.contains("aaa") == false)
        #expect(throws: ValueUnavailable.self) {
            try values.value(of: .environment("FAIRLEAD_SURELY_NOT_SET"))
        }
        #expect(try !values.value(of: .environment("PATH")).isEmpty)
    }
}

extension Answer {
    var code: String? {
        switch self {
        case .done: nil
        case .failed(let code, _), .retry(let code, _), .unknown(let code): code
        }
    }

    var withoutMessage: Answer {
        if case .failed(let code, _) = self { .failed(code: code, message: "") } else { self }
    }
}
