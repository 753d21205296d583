import FairleadPlaybook

/// How a system signs its webhooks.
public struct WebhookScheme: Sendable, Hashable {
    public enum Form: Sendable, Hashable {
        /// `Stripe-Signature: t=SECONDS,v1=HEX,…` over `SECONDS.BODY`
        /// (docs.stripe.com/webhooks, "Verify webhook signatures manually").
        case stripe
        /// A timestamp header in seconds, and a signature header with an optional prefix, over
        /// `SECONDS.BODY`; several signatures are separated by commas.
        case generic(signatureHeader: String, prefix: String, timestampHeader: String)
    }

    public let form: Form
    /// Several while one is rotated: any of them is right.
    public let secrets: [ConfiguredValue]
    /// How far the signed time may lie from ours, either way.
    public let toleranceSeconds: Int64

    public static let secretsMax = 5

    static func parse(_ node: SourceNode, _ diagnostics: inout Diagnostics) -> WebhookScheme? {
        guard
            let reader = MappingReader(
                node, "the webhook", required: ["scheme", "secrets"],
                optional: [
                    "toleranceSeconds", "signatureHeader", "signaturePrefix", "timestampHeader",
                ], &diagnostics),
            let scheme = reader["scheme"], let name = scheme.text("the scheme", &diagnostics)
        else { return nil }
        let secrets = reader.items("secrets").compactMap {
            ConfiguredValue.parse($0, "a secret", allowsLiteral: false, &diagnostics)
        }
        if !(1...secretsMax).contains(secrets.count), let place = reader["secrets"]?.position {
            diagnostics.error("a webhook has 1 to \(secretsMax) secrets", at: place)
        }
        let tolerance = reader.integer("toleranceSeconds", in: 1...3_600, &diagnostics) ?? 300
        let form: Form
        switch name {
        case "stripe":
            for key in ["signatureHeader", "signaturePrefix", "timestampHeader"] {
                if let member = reader.member(key) {
                    diagnostics.error(
                        "'\(key)' does not go with stripe", at: member.keyPosition)
                }
            }
            form = .stripe
        case "hmac-sha256":
            let header = reader.text("signatureHeader", &diagnostics) ?? "X-Signature"
            let time = reader.text("timestampHeader", &diagnostics) ?? "X-Timestamp"
            for name in [header, time] where !HeaderName.isValid(name) {
                diagnostics.error("'\(name)' is no name of a header", at: node.position)
            }
            form = .generic(
                signatureHeader: header,
                prefix: reader.text("signaturePrefix", &diagnostics) ?? "",
                timestampHeader: time)
        default:
            diagnostics.error(
                "'\(name)' is no scheme", at: scheme.position,
                hint: "one of stripe, hmac-sha256")
            return nil
        }
        return WebhookScheme(form: form, secrets: secrets, toleranceSeconds: tolerance)
    }
}
