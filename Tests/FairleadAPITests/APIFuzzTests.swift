import FairleadAPI
import FairleadAPITypes
import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadTesting
import Testing

@Suite(.serialized) struct `API fuzz` {
    private static let fragments = [
        "{", "}", "[", "]", ",", ":", "\"", "\\u", "\\uD800", "null", "1e999", "\u{0}", "\n",
        "😀", "\u{feff}", "9223372036854775808", "\"reason\":", "\"data\":{}", "%00", "../",
        "4242424242424242", String(repeating: "[", count: 70),
    ].map { Array($0.utf8) }

    private static let contentTypes = [
        "application/json", "application/cloudevents+json",
        "application/cloudevents-batch+json", "text/plain", "", "application/json; charset=latin1",
    ]

    /// Half of the time what the call takes, else what another one does.
    private static func body(
        of operation: APIOperation, _ generator: inout SeededGenerator
    ) -> [UInt8] {
        let index =
            switch operation {
            case .postEvents: Int.random(in: 0...1, using: &generator)
            case .createToken: 3
            case .unlinkIdentity: 4
            default: 2
            }
        if Bool.random(using: &generator) { return bodies[index] }
        return bodies.randomElement(using: &generator) ?? []
    }

    private static let bodies: [[UInt8]] = [
        APIWorld.failure.bytes, JSON.array([APIWorld.acme, APIWorld.failure]).bytes,
        Array(#"{"reason":"because"}"#.utf8),
        Array(#"{"principal":"Ada","roles":["auditor"],"expires":"PT1H"}"#.utf8),
        Array(#"{"reference":"crm/account/a","reason":"wrong"}"#.utf8), [],
    ]

    /// Without a server's sockets: the router answers, or the test dies.
    @Test func `whatever comes in, an answer goes out, and a refusal is a problem`() async throws {
        var generator = SeededGenerator(seed: 0xA51)
        var counts: [Int: Int] = [:]
        let cases = TestScale.fuzzCases(otherwise: 3_000)
        for first in stride(from: 0, to: cases, by: APIWorld.casesOfWorldMax) {
            let count = min(APIWorld.casesOfWorldMax, cases - first)
            counts.merge(try await Self.play(count, &generator), uniquingKeysWith: +)
        }
        // It went through the doors, not only against them.
        for status in [200, 202, 400, 403, 404, 422] {
            #expect(counts[status, default: 0] > 0, "no \(status) among \(counts)")
        }
    }

    /// So many calls of a new world in which a case is open; how often each status came.
    private static func play(
        _ cases: Int, _ generator: inout SeededGenerator
    ) async throws -> [Int: Int] {
        let world = try await APIWorld()
        let matter = try await world.openCase()
        var tokens = [try await world.sender()]
        for role in ["admin", "support-lead", "finance-controller", "auditor"] {
            tokens.append(try await world.token(role))
        }
        let known = [
            matter.id, matter.decisions[0].id, matter.approvals[0].id, matter.tasks[0].id,
            matter.account ?? "", "acme-crm",
        ]
        let client = DirectClient(world)
        var counts: [Int: Int] = [:]
        for _ in 0..<cases {
            let status = try await call(client, tokens, known, &generator)
            counts[status, default: 0] += 1
        }
        if let failure = await world.host.failure { Issue.record("stopped: \(failure)") }
        // Else its clock keeps it, and all worlds together fill the memory.
        await world.host.drain()
        return counts
    }

    private static func call(
        _ client: DirectClient, _ tokens: [String], _ known: [String],
        _ generator: inout SeededGenerator
    ) async throws -> Int {
        let operation = operations.randomElement(using: &generator) ?? .health
        var body = body(of: operation, &generator)
        for _ in 0..<max(0, Int.random(in: -2...2, using: &generator)) {
            mutate(&body, &generator)
        }
        var headers = [
            "Content-Type": contentTypes.randomElement(using: &generator) ?? "",
            "ce-specversion": "1.0", "ce-id": "x", "ce-source": "/crm", "ce-type": "t",
        ]
        if Bool.random(using: &generator) {
            headers["Idempotency-Key"] = "\(Int.random(in: 0...2, using: &generator))"
        }
        let names = ["ce-id", "ce-time", "ce-type", "traceparent", "Accept", "Idempotency-Key"]
        if Int.random(in: 0..<4, using: &generator) == 0,
            let name = names.randomElement(using: &generator)
        {
            headers[name] = damaged(headers[name] ?? "00-0af7651916cd43dd-b7ad-01", &generator)
        }
        let uri = uri(of: operation, known, &generator)
        let reply = try await client.call(
            operation.route.method, uri, token: tokens.randomElement(using: &generator),
            operation.route.method == .post ? body : nil, headers: headers)
        #expect(reply.status < 500 || reply.status == 503, "\(operation) \(uri)")
        if reply.status >= 400 {
            #expect(reply.code != nil, "\(operation) \(uri)")
            #expect(reply.json["status"]?.integerValue == Int64(reply.status))
            if reply.status == 400 { #expect(reply.json["place"] != nil, "\(reply.text)") }
        }
        return reply.status
    }

    private static func damaged(_ text: String, _ generator: inout SeededGenerator) -> String {
        String(decoding: MutatedBytes.of(Array(text.utf8), &generator), as: UTF8.self)
    }

    /// A stream that is let in has no end to wait for; `Last-Event-ID` keeps it out, where it is.
    private static let operations = APIOperation.allCases.filter { $0 != .stream }

    private static func uri(
        of operation: APIOperation, _ known: [String], _ generator: inout SeededGenerator
    ) -> String {
        let ids =
            known + [
                "c1-1", "a0-99999999999999999999", "t-1", "%", "%zz", "x%2Fy", "%00", "k0-99",
                "\u{1}", "c63-1", "c64-1", "d1--1", String(repeating: "a", count: 2_000),
            ]
        var path = operation.route.path
        for name in operation.route.pathParameters {
            let odd = ids.randomElement(using: &generator) ?? ""
            let usual = name == "connector" ? "billing" : name == "type" ? "invoice" : odd
            path = path.replacing(
                "{\(name)}", with: Bool.random(using: &generator) ? usual : odd)
        }
        let names = operation.route.parameters.map(\.name)
        var separator = "?"
        while Bool.random(using: &generator), path.utf8.count < 2_000 {
            let isKnown = Int.random(in: 0..<8, using: &generator) > 0
            let name = isKnown ? names.randomElement(using: &generator) : "more"
            guard let name else { break }
            path += separator + name + "=" + value(known, &generator)
            separator = "&"
        }
        return path
    }

    /// The value of a query parameter: odd, or something known that was damaged.
    private static func value(_ known: [String], _ generator: inout SeededGenerator) -> String {
        let values = [
            "", "0", "1", "1000", "-1", "x", "%FF", "%E2%82%AC", "1&limit=2", "0.1", "63",
            "9223372036854775807", "0.9223372036854775807", "open", "case", "retention",
        ]
        if Bool.random(using: &generator) { return values.randomElement(using: &generator) ?? "" }
        let text = (known + values).randomElement(using: &generator) ?? ""
        return MutatedBytes.of(Array(text.utf8), &generator).map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
    }

    private static func mutate(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
        let place = Int.random(in: 0...bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
        case 1:
            bytes.insert(contentsOf: fragments.randomElement(using: &generator) ?? [], at: place)
        case 2: bytes.removeSubrange(place..<min(bytes.count, place + 9))
        default: bytes = Array(bytes.prefix(place))
        }
    }
}
