import FairleadCanonical
import FairleadCatalog
import FairleadConnector
import FairleadDomain
import FairleadTesting
import Testing

/// Whatever comes in: never a crash, always an event or a problem with its place.
@Suite struct FuzzTests {
    static let seeds: [String] = [
        CloudEventTests.event(CloudEventTests.data),
        #"""
        {"id":"evt_1","type":"invoice.payment_failed","created":1732184000,
        "api_version":"2025-02-24.acacia","data":{"object":{"id":"in_1","attempt_count":1,
        "amount_due":418000,"currency":"usd","customer":"cus_1","status":"open","due_date":1,
        "payment_intent":"pi_1","collection_method":"charge_automatically",
        "payments":{"data":[{"payment":{"payment_intent":"pi_1"}}]}}}}
        """#,
        #"""
        {"id":"ev_1","type":"ticket.updated","createdAt":"2026-11-20T10:00:00Z","data":{"id":"7",
        "revision":2,"commitments":[{"kind":"credit"}],"priority":"high","status":"new",
        "requesterEmail":"a@b.example","createdAt":"2026-11-20T10:00:00Z"},
        "previous":{"commitments":[]}}
        """#,
        #"""
        {"id":"ev_2","type":"receivable.changed","createdAt":"2026-11-20T10:00:00Z","data":
        {"id":"R-1","customer":"C-1","amount":{"amount":"1.00","currency":"EUR"},"status":"open",
        "dueOn":"2026-11-20","ageing":{"daysPastDue":3}}}
        """#,
    ]
    static let fragments: [String] = [
        "null", "true", "-1", "1e400", "9223372036854775808", "\"\"", "[]", "{}", "\"\\ud800\"",
        "4242424242424242", "\"4242 4242 4242 4242\"", "0.1", "\"2026-13-45\"", "[[[[[[]]]]]]",
        "\u{feff}", "\u{0}", "\"1e9999\"", "\"-\"", "{\"a\":1,\"a\":2}",
    ]

    static func mutated(_ seed: String, _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = Array(seed.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let place = Int.random(in: 0...bytes.count, using: &generator)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0 where place < bytes.count:
                bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 1:
                let end = min(bytes.count, place + Int.random(in: 0...40, using: &generator))
                bytes.removeSubrange(place..<end)
            case 2: bytes = Array(bytes.prefix(place))
            case 3:
                let fragment = fragments.randomElement(using: &generator) ?? ""
                bytes.insert(contentsOf: Array(fragment.utf8), at: place)
            default:
                // A whole value in place of another: what a changed API looks like.
                guard let colon = bytes[place...].firstIndex(of: UInt8(ascii: ":")),
                    let end = bytes[colon...].firstIndex(where: { $0 == 0x2C || $0 == 0x7D })
                else { continue }
                let fragment = fragments.randomElement(using: &generator) ?? ""
                bytes.replaceSubrange((colon + 1)..<end, with: Array(fragment.utf8))
            }
        }
        return bytes
    }

    @Test func `every received body becomes an event that is kept, or one with its problem`() {
        var generator = SeededGenerator(seed: 20_261_120)
        let mappers = Shipped.catalog.connectors.map { EventMapper($0) }
        for number in 0..<TestScale.fuzzCases(otherwise: 3_000) {
            let body = Self.mutated(Self.seeds[number % Self.seeds.count], &generator)
            for mapper in mappers {
                let received = mapper.receive(body, now: noon)
                #expect(!received.event.id.isEmpty && !received.event.type.isEmpty)
                if let failure = received.failure {
                    #expect(!failure.message.isEmpty)
                    #expect(received.event.data.isEmpty)
                }
                // What is kept can be sealed: canonical, bounded, and the same every time.
                #expect(throws: Never.self) {
                    try JSON.object(received.event.data).canonicalBytes()
                }
                #expect(mapper.receive(body, now: noon) == received)
            }
        }
    }

    @Test func `every CloudEvents request gives events or a problem with its place`() {
        var generator = SeededGenerator(seed: 1)
        let modes = [
            "application/cloudevents+json", "application/cloudevents-batch+json",
            "application/json",
        ]
        for number in 0..<TestScale.fuzzCases(otherwise: 6_000) {
            let body = Self.mutated(Self.seeds[0], &generator)
            var headers = [(name: "Content-Type", value: modes[number % 3])]
            if number % 3 == 2 {
                headers += [
                    (name: "ce-specversion", value: "1.0"), (name: "ce-id", value: "%41%F"),
                    (name: "ce-type", value: "t"), (name: "ce-source", value: "/s"),
                ]
            }
            do {
                let events = try CloudEventTests.reader.read(
                    headers: headers, body: number % 3 == 1 ? [0x5B] + body + [0x5D] : body,
                    now: noon)
                for event in events {
                    #expect(throws: Never.self) {
                        try JSON.object(event.data).canonicalBytes()
                    }
                }
            } catch {
                #expect([400, 413, 415].contains(error.status))
                #expect(!error.message.isEmpty)
            }
        }
    }

    @Test func `no signature header crashes the check`() throws {
        var generator = SeededGenerator(seed: 3)
        let stripe = try #require(Shipped.connector("billing").webhook)
        let seed = "t=1732184000,v1=\(SignatureTests.byNew)"
        for _ in 0..<TestScale.fuzzCases(otherwise: 2_000) {
            let header = String(decoding: Self.mutated(seed, &generator), as: UTF8.self)
            let failure = stripe.failure(
                headers: [(name: "Stripe-Signature", value: header)], body: SignatureTests.body,
                secrets: [Array("whsec_new".utf8)],
                now: Instant(milliseconds: SignatureTests.signedSeconds * 1_000))
            if failure == nil { #expect(header.lowercased().contains(SignatureTests.byNew)) }
        }
    }
}
