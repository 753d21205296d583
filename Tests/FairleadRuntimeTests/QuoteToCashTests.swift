import FairleadCanonical
import FairleadCatalog
import FairleadConnector
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import FairleadSimulator
import FairleadTesting
import Foundation
import Testing

/// A deal with discount bands and rework, in a catalog of its own beside the shipped one.
@Suite struct `Quote to cash` {
    private static let compiled = Result { try OverlaidCatalog.quoteToCash.compiled() }

    private static func catalog() throws -> Catalog { try compiled.get() }

    /// A deal in the CPQ, as it stands.
    private final class Deal {
        var revision: Int64 = 1
        var net: Int64 = 75_000

        func json() -> JSON {
            [
                "id": "q-1", "opportunity": "o-1", "revision": .integer(revision),
                "listTotal": .integer(100_000), "netTotal": .integer(net), "termMonths": 12,
                "approvedHash": "hash-1",
            ]
        }
    }

    private func world(_ deal: Deal) throws -> RuntimeWorld {
        let world = try RuntimeWorld(catalog: try Self.catalog())
        let customer = RuntimeWorld.acme
        world.outside = { work in
            func done(_ value: JSON) -> Answer {
                .done(value: value, records: ["1"], readBack: .notDeclared)
            }
            return switch work.operation {
            case "cpq.quote": done(deal.json())
            case "clm.paper": done(["id": "p-1", "hash": "hash-0"])
            case "clm.clauses": done(["label": "none", "score": .number("0.99"), "version": "c-1"])
            default: customer.answer(work)
            }
        }
        try world.tell(Told.acme())
        try world.tell(submitted(deal))
        return world
    }

    private func event(_ type: String, _ id: String, _ data: JSONObject) throws -> Event {
        var data = data
        data["parties"] = Told.parties("crm", "account", "acme-crm")
        let catalog = try Self.catalog()
        let reader = CloudEventReader(
            schemas: catalog.governance.schemas.values.sorted { $0.type < $1.type },
            connectors: catalog.connectors)
        let document: JSON = [
            "specversion": "1.0", "id": .string(id), "source": "/cpq", "type": .string(type),
            "time": "2026-11-20T09:30:00Z", "data": .object(data),
        ]
        return try #require(
            try reader.read(
                headers: [("Content-Type", "application/cloudevents+json")], body: document.bytes,
                now: RuntimeWorld.start
            ).first)
    }

    private func submitted(_ deal: Deal) throws -> Event {
        try event(
            "quote.submitted", "quote-\(deal.revision)",
            ["quote": deal.json(), "aliases": .array([.string("quote/\(deal.revision)")])])
    }

    private func signed(_ hash: String) throws -> Event {
        try event(
            "contract.signed", "signed-\(hash)",
            [
                "paper": ["id": "p-1", "hash": .string(hash)],
                "aliases": .array([.string("signed/\(hash)")]),
            ])
    }

    @Test(
        .requirement("S4.8", part: "a deal's claim"),
        .requirement("S2.14", part: "a deal that is split is one deal"))
    func `a refused deal is reworked, approved as revised, signed as approved, and booked once`()
        throws
    {
        let deal = Deal()
        let world = try world(deal)
        // 25 % off is the controller's; the paper is not ours, so legal reads it first.
        try world.finish("legal")
        #expect(try world.cases[0].approvals.map(\.role) == ["finance-controller"])
        try world.decide(false)
        #expect(try world.cases[0].stages["negotiate"]?.status == .entered)
        try world.finish("counter", by: .person("account-owner"))
        deal.revision = 2
        deal.net = 85_000
        try world.tell(submitted(deal))
        try world.finish("legal")
        // 15 % is the AR manager's.
        #expect(
            try world.cases[0].approvals.map(\.role) == ["finance-controller", "ar-manager"])
        try world.decide(true, by: "p-2")
        #expect(world.left("cpq.approveRevision") == 1)
        try world.tell(signed("hash-2"))
        let raised = try #require(try world.openExceptions().first)
        #expect(raised.code == "signedDiffersFromApproved")
        _ = try world.command(
            .settleException(id: raised.id, retry: true, reason: "sign again", account: nil),
            on: raised.id, by: .person("finance-controller"))
        try world.tell(signed("hash-1"))
        #expect(world.left("cpq.createSchedule") == 1)
        #expect(try world.cases.map(\.playbook) == ["quoteToCash", "provisioning"])
        try world.expectSound()
        try world.finish("plan")
        try world.tell(
            event(
                "invoice.posted", "invoice-1",
                [
                    "invoice": [
                        "id": "i-1", "customer": "acme", "status": "open",
                        "amountDue": ["amount": "85000.00", "currency": "USD"],
                        "collection": "invoice",
                    ], "aliases": ["invoice/i-1"],
                ]))
        try world.finish("compared")
        #expect(try world.cases[0].outcome == "booked")
        try world.expectSound()
        // By itself 5 % off is nobody's; with what was approved three days before it is a large deal.
        world.pass(days: 3)
        deal.revision = 3
        deal.net = 95_000
        try world.tell(submitted(deal))
        try world.finish("legal")
        let split = try #require(try world.cases.last)
        #expect(split.playbook == "quoteToCash")
        #expect(split.approvals.map(\.role) == ["finance-controller", "vp-finance"])
        try world.expectSound()
    }
}
