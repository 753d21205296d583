import FairleadAPI
import FairleadAPITypes
import FairleadCanonical
import FairleadDomain
import FairleadRuntime
import FairleadTesting
import Hummingbird
import HummingbirdTesting
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
        let world = try await APIWorld()
        var tokens = [try await world.sender()]
        for role in ["admin", "support-lead", "finance-controller"] {
            tokens.append(try await world.token(role))
        }
        let issued = tokens
        let application = Application(
            router: API(world.services).router(.network), logger: world.services.logger)
        try await application.test(.router) { client in
            var generator = SeededGenerator(seed: 0xA51)
            var counts: [Int: Int] = [:]
            for _ in 0..<TestScale.fuzzCases(otherwise: 3_000) {
                let operation = Self.operations.randomElement(using: &generator) ?? .health
                var body = Self.body(of: operation, &generator)
                for _ in 0..<max(0, Int.random(in: -1...2, using: &generator)) {
                    Self.mutate(&body, &generator)
                }
                var headers = [
                    "Content-Type": Self.contentTypes.randomElement(using: &generator) ?? "",
                    "ce-specversion": "1.0", "ce-id": "x", "ce-source": "/crm", "ce-type": "t",
                ]
                if Bool.random(using: &generator) {
                    headers["Idempotency-Key"] = "\(Int.random(in: 0...2, using: &generator))"
                }
                if Bool.random(using: &generator) { headers["Last-Event-ID"] = "!" }
                let uri = Self.uri(of: operation, &generator)
                let reply = try await client.call(
                    operation.route.method, uri, token: issued.randomElement(using: &generator),
                    operation.route.method == .post ? body : nil, headers: headers)
                counts[reply.status, default: 0] += 1
                #expect(reply.status < 500 || reply.status == 503, "\(operation) \(uri)")
                if reply.status >= 400 {
                    #expect(reply.code != nil, "\(operation) \(uri)")
                    #expect(reply.json["status"]?.integerValue == Int64(reply.status))
                    if reply.status == 400 { #expect(reply.json["place"] != nil, "\(reply.text)") }
                }
            }
            // It went through the doors, not only against them.
            for status in [200, 202, 400, 403, 404, 422] {
                #expect(counts[status, default: 0] > 0, "no \(status) among \(counts)")
            }
        }
        if let failure = await world.host.failure { Issue.record("stopped: \(failure)") }
    }

    /// A stream that is let in has no end to wait for; `Last-Event-ID` keeps it out, where it is.
    private static let operations = APIOperation.allCases.filter { $0 != .stream }

    private static func uri(
        of operation: APIOperation, _ generator: inout SeededGenerator
    ) -> String {
        let ids = [
            "c1-1", "a0-99999999999999999999", "t-1", "%", "%zz", "x%2Fy", "%00", "k0-9", "\u{1}",
            "c63-1", "c64-1", "d1--1", String(repeating: "a", count: 2_000),
        ]
        var path = operation.route.path
        for name in operation.route.pathParameters {
            let odd = ids.randomElement(using: &generator) ?? ""
            let usual = name == "connector" ? "billing" : name == "type" ? "invoice" : odd
            path = path.replacing(
                "{\(name)}", with: Bool.random(using: &generator) ? usual : odd)
        }
        let values = [
            "", "0", "1", "1000", "-1", "x", "%FF", "%E2%82%AC", "1&limit=2", "0.1", "63",
        ]
        let names = operation.route.parameters.map(\.name) + ["more"]
        guard Bool.random(using: &generator), let name = names.randomElement(using: &generator)
        else { return path }
        return path + "?" + name + "=" + (values.randomElement(using: &generator) ?? "")
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
