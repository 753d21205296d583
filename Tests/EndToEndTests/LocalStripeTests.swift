import FairleadCanonical
import FairleadTesting
import Foundation
import Testing

@testable import fairlead

@Suite(.serialized, .timeLimit(.minutes(5))) struct `Billing that was not written for Fairlead` {
    private static let secret = "whsec_realsys"
    private let catalog = ["--catalog", packageRoot.appending(path: "Catalog").path]

    @Test(
        .localStripe,
        .requirement("S4.20", part: "a payment that fails at localstripe becomes a case"))
    func `a payment that fails at localstripe becomes a case`() async throws {
        let line = try CommandLine()
        let billing = try LocalStripe()
        defer {
            billing.stop()
            line.remove()
        }
        try await play(line, billing)
    }

    private func play(_ line: CommandLine, _ billing: LocalStripe) async throws {
        let auditor = try await token(line, ["--role", "auditor"])
        let sender = try await token(
            line, ["--role", "integration", "--integration", "--source", "/crm"])
        let port = try FreePort.any()
        let server = try line.start(
            ["serve", "--listen", "127.0.0.1:\(port)"] + catalog,
            values: ["FAIRLEAD_BILLING_SECRET": Self.secret])
        defer { server.kill() }
        let customer = try await billing.post("/v1/customers", "email=ops@acme.test&name=Acme")
        let id = try #require(customer["id"]?.stringValue)
        var posted: CommandLine.Outcome
        repeat {  // Nobody answers before the server holds the store.
            posted = try await line.run(
                ["event", "post", "-"] + catalog, token: sender, input: Self.account(id))
        } while posted.status == 3
        #expect(posted.status == 0, "\(posted.complaint)")
        try await fail(418_000, of: id, at: billing, tellingPort: port)

        var items: [JSON] = []
        while items.isEmpty {
            let cases = try await line.run(["case", "list", "--json"] + catalog, token: auditor)
            items = try JSON.parse(cases.output)["items"]?.arrayValue ?? []
        }
        #expect(items.count == 1)
        let matter = try #require(items[0]["id"]?.stringValue)
        let shown = try await line.run(
            ["case", "timeline", matter, "--json"] + catalog, token: auditor)
        #expect(shown.output.contains("payment.failed"), "\(shown.output)")
        server.terminate()
        _ = try await server.outcome()
        for command in ["verify", "replay"] {
            let outcome = try await line.run([command])
            #expect(outcome.status == 0, "\(outcome.output) \(outcome.complaint)")
        }
    }

    /// This card can be attached, and is declined when it is charged.
    private func fail(
        _ minorUnits: Int, of customer: String, at billing: LocalStripe, tellingPort port: Int
    ) async throws {
        _ = try await billing.post(
            "/_config/webhooks/fairlead",
            "url=http://127.0.0.1:\(port)/v1/hooks/billing&secret=\(Self.secret)")
        let card = try await billing.post(
            "/v1/payment_methods",
            "type=card&card[number]=4000000000000341&card[exp_month]=12&card[exp_year]=2030"
                + "&card[cvc]=123")
        let method = try #require(card["id"]?.stringValue)
        _ = try await billing.post("/v1/payment_methods/\(method)/attach", "customer=\(customer)")
        let declined = try await billing.post(
            "/v1/payment_intents",
            "amount=\(minorUnits)&currency=usd&customer=\(customer)&payment_method=\(method)"
                + "&confirm=true")
        #expect(declined["error"] != nil, "\(declined)")
    }

    /// The CRM says whose customer it is.
    private static func account(_ customer: String) -> String {
        """
        {"specversion":"1.0","id":"1","source":"/crm","type":"account.updated","data":{"claims":\
        [{"account":{"system":"crm","kind":"account","id":"a"},"same":[{"system":"billing",\
        "kind":"customer","id":"\(customer)"}]}]}}
        """
    }

    private func token(_ line: CommandLine, _ arguments: [String]) async throws -> String {
        let issued = try await line.run(
            ["token", "create", "--principal", "test", "--json"] + arguments + catalog)
        return try #require(try JSON.parse(issued.output)["token"]?.stringValue)
    }
}
