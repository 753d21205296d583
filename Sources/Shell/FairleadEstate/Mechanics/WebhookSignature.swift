import Crypto

/// The ways in which the systems sign their webhooks.
enum WebhookSignature {
    /// Stripe's scheme, `t=SECONDS,v1=HEX` (docs.stripe.com/webhooks/signature): one `v1` for each
    /// live secret, as Stripe does while a secret is rolled.
    static func stripe(_ body: [UInt8], secrets: [String], at milliseconds: Int64)
        -> [(String, String)]
    {
        let time = String(milliseconds / 1_000)
        let marks = secrets.map { "v1=\(hmac($0, time, body))" }
        return [("Stripe-Signature", (["t=\(time)"] + marks).joined(separator: ","))]
    }

    /// The generic scheme: `X-Signature: sha256=HEX` over `TIMESTAMP.BODY`, in seconds.
    static func generic(_ body: [UInt8], secret: String, at milliseconds: Int64)
        -> [(String, String)]
    {
        let time = String(milliseconds / 1_000)
        return [("X-Timestamp", time), ("X-Signature", "sha256=\(hmac(secret, time, body))")]
    }

    private static func hmac(_ secret: String, _ time: String, _ body: [UInt8]) -> String {
        var code = HMAC<SHA256>(key: SymmetricKey(data: Array(secret.utf8)))
        code.update(data: Array("\(time).".utf8))
        code.update(data: body)
        return hex(code.finalize())
    }

    /// Bytes in lower-case hexadecimal.
    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self)
    }
}
