import Crypto
import FairleadAPITypes
import FairleadCanonical
import FairleadCatalog
import FairleadConnector
import FairleadRuntime
import FairleadTesting
import Testing

@testable import FairleadAPI

/// Webhooks whose signature is right, and whose bodies are not; and places in the stream.
@Suite(.serialized, .timeLimit(.minutes(120))) struct `Hook fuzz` {
    private static let bodies = [
        #"""
        {"id":"evt_1","type":"payment_intent.payment_failed","created":1795167000,"data":{"object":
        {"id":"pi_1","amount":418000,"currency":"usd","customer":"acme-billing","latest_charge":
        {"id":"ch_1"},"last_payment_error":{"code":"expired_card"}}}}
        """#,
        #"""
        {"id":"evt_2","type":"invoice.payment_failed","created":1795167000,"api_version":
        "2025-02-24.acacia","data":{"object":{"id":"in_1","attempt_count":1,"amount_due":418000,
        "currency":"usd","customer":"acme-billing","payment_intent":"pi_1"}}}
        """#,
        #"""
        {"id":"ev_3","type":"ticket.created","createdAt":"2026-11-20T10:00:00Z","data":{"id":"7",
        "organisation":"acme-desk","priority":"high","status":"new","subject":"locked"}}
        """#,
        #"""
        {"id":"ev_4","type":"receivable.changed","createdAt":"2026-11-20T10:00:00Z","data":
        {"id":"R-1","customer":"acme-erp","amount":{"amount":"1.00","currency":"EUR"},
        "status":"open","dueOn":"2026-11-20"}}
        """#,
    ].map { Array($0.utf8) }

    /// A message that is signed is never lost: it is kept, and acknowledged.
    @Test func `whatever a signed webhook says, it is kept and acknowledged`() async throws {
        var generator = SeededGenerator(seed: 0x400C)
        let cases = TestScale.fuzzCases(otherwise: 1_000)
        for first in stride(from: 0, to: cases, by: APIWorld.casesOfWorldMax) {
            let world = try await APIWorld()
            let hooks = world.catalog.connectors.filter { $0.webhook != nil }
            let client = DirectClient(world)
            for number in first..<min(cases, first + APIWorld.casesOfWorldMax) {
                let connector = hooks[number % hooks.count]
                let body = MutatedBytes.of(
                    Self.bodies.randomElement(using: &generator) ?? [], &generator)
                let scheme = try #require(connector.webhook)
                let reply = try await client.call(
                    .post, "/v1/hooks/\(connector.name)", token: nil, body,
                    headers: Self.signed(body, scheme, world))
                #expect(
                    reply.status == 202,
                    "\(connector.name) \(reply.text) \(String(decoding: body, as: UTF8.self))")
            }
            if let failure = await world.host.failure { Issue.record("stopped: \(failure)") }
            await world.host.drain()
        }
    }

    private static func signed(
        _ body: [UInt8], _ scheme: WebhookScheme, _ world: APIWorld
    ) -> [String: String] {
        let seconds = world.time.now().milliseconds / 1_000
        let code = Hexadecimal.text(
            of: Array(
                HMAC<SHA256>.authenticationCode(
                    for: Array("\(seconds).".utf8) + body,
                    using: SymmetricKey(data: Array(APIWorld.webhookSecret.utf8)))))
        switch scheme.form {
        case .stripe: return ["Stripe-Signature": "t=\(seconds),v1=\(code)"]
        case .generic(let signature, let prefix, let timestamp):
            return [signature: prefix + code, timestamp: "\(seconds)"]
        }
    }

    @Test func `a place in the stream is read, or is none`() {
        var generator = SeededGenerator(seed: 0x57E)
        let seed = Array("MS4xLDIuNywzMC45MjIzMzcyMDM2ODU0Nzc1ODA3".utf8)
        var read = 0
        for _ in 0..<TestScale.fuzzCases(otherwise: 10_000) {
            let bytes = MutatedBytes.of(seed, &generator)
            guard let vector = StreamVector(text: String(decoding: bytes, as: UTF8.self)) else {
                continue
            }
            #expect(StreamVector(text: vector.text) == vector)
            read += 1
        }
        #expect(read > 0)
    }
}
