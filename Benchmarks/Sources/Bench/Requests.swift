import ArgumentParser
import Crypto
import FairleadCanonical
import FairleadRuntime
import Foundation

/// Webhooks as billing sends them, signed, one a line: signature, tab, body.
struct RequestsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "requests")

    @Option var accounts: Int
    @Option var out: String
    /// Distinguishes the invoices of one run from those of another.
    @Option(name: .customLong("run")) var runNumber = 1

    func run() throws {
        var lines = ""
        for number in 0..<accounts {
            let body = Webhook.body(number, run: runNumber)
            lines += Webhook.signature(of: body) + "\t" + body + "\n"
        }
        try Data(lines.utf8).write(to: URL(fileURLWithPath: out))
    }
}

enum Webhook {
    /// A declined charge in Stripe's form before API version 2025-03-31.
    static func body(_ number: Int, run: Int) -> String {
        let id = "\(run)x\(number)"
        let seconds = SystemTime().now().milliseconds / 1_000
        return JSON.object([
            "id": .string("evt_\(id)"), "object": "event", "type": "charge.failed",
            "api_version": "2025-02-24.acacia", "created": .integer(seconds), "livemode": false,
            "pending_webhooks": 1, "request": ["id": .null, "idempotency_key": .null],
            "data": [
                "object": [
                    "id": .string("ch_\(id)"), "object": "charge", "amount": 418_000,
                    "amount_captured": 0, "amount_refunded": 0, "captured": false,
                    "currency": "usd", "customer": .string("billing-\(number)"),
                    "failure_code": "card_declined", "invoice": .string("in_\(id)"),
                    "outcome": [
                        "network_status": "declined_by_network", "reason": "expired_card",
                        "type": "issuer_declined",
                    ],
                    "paid": false, "payment_intent": .string("pi_\(id)"),
                    "payment_method_details": [
                        "type": "card",
                        "card": ["brand": "visa", "last4": "0069", "country": "US"],
                    ],
                    "status": "failed",
                ]
            ],
        ]).text
    }

    /// `t=SECONDS,v1=HEX`, as Stripe signs.
    static func signature(of body: String) -> String {
        let seconds = SystemTime().now().milliseconds / 1_000
        let key = SymmetricKey(data: Data(World.secret.utf8))
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("\(seconds).\(body)".utf8), using: key)
        return "t=\(seconds),v1=" + code.map { String(format: "%02x", $0) }.joined()
    }
}
