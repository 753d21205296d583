import Crypto
import FairleadAPI
import FairleadAPITypes
import FairleadCanonical
import FairleadTesting
import HummingbirdTesting
import Testing

@Suite(.timeLimit(.minutes(15))) struct `Webhooks over HTTP` {
    private func signature(_ body: [UInt8], _ world: APIWorld) -> String {
        let seconds = world.time.now().milliseconds / 1_000
        let key = SymmetricKey(data: Array(APIWorld.webhookSecret.utf8))
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(seconds).".utf8) + body, using: key)
        return "t=\(seconds),v1=" + Hexadecimal.text(of: Array(code))
    }

    @Test func `a webhook with a right signature is taken, malformed or not`() async throws {
        let world = try await APIWorld()
        try await world.serve { client in
            for body in [#"{"id":"evt_1","type":"odd","created":1,"data":{"object":{}}}"#, "{"] {
                let bytes = Array(body.utf8)
                let reply = try await client.call(
                    .post, "/v1/hooks/billing", token: nil, bytes,
                    headers: ["Stripe-Signature": signature(bytes, world)])
                #expect(reply.status == 202)
                #expect(SchemaCheck.findings(reply.json, "Receipts") == [])
            }
        }
    }

    @Test func `any other webhook is refused`() async throws {
        let world = try await APIWorld()
        try await world.serve { client in
            let body = Array(#"{"id":"evt_1"}"#.utf8)
            let unsigned = try await client.call(.post, "/v1/hooks/billing", token: nil, body)
            #expect(unsigned.status == 401)
            #expect(unsigned.code == "signature-missing")
            let other = try await client.call(
                .post, "/v1/hooks/billing", token: nil, body,
                headers: ["Stripe-Signature": signature(body + [0x20], world)])
            #expect(other.code == "signature-wrong")
            let old = signature(body, world)
            world.time.move(milliseconds: 3_600_000)
            let late = try await client.call(
                .post, "/v1/hooks/billing", token: nil, body, headers: ["Stripe-Signature": old])
            #expect(late.code == "signature-tooOld")
            #expect(
                try await client.call(.post, "/v1/hooks/nobody", token: nil, body).status == 404)
        }
    }
}
