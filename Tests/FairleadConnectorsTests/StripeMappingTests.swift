import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadPlaybook
import FairleadTesting
import Foundation
import Testing

@testable import FairleadConnector

/// Stripe's published objects, as webhooks made of them.
@Suite struct StripeMappingTests {
    static let mapper = EventMapper(Shipped.connector("billing"))
    static let forms = ["before-2025-03-31", "after-2025-03-31"]

    /// The published object of a kind, with some members put in place.
    static func object(_ form: String, _ kind: String, _ changes: JSONObject = [:]) throws -> JSON {
        let bytes = Array(try SharedMaterial.data("data/stripe/\(form).json"))
        let all = try JSON.parse(bytes)
        return .object(try #require(all[kind]?.objectValue).merging(changes))
    }

    static func webhook(
        _ form: String, _ type: String, _ object: JSON, previous: JSON? = nil
    ) throws -> ReceivedEvent {
        var data: JSONObject = ["object": object]
        if let previous { data["previous_attributes"] = previous }
        let version = form.hasPrefix("before") ? "2025-02-24.acacia" : "2025-03-31.basil"
        let id = object["id"]?.stringValue ?? ""
        let changes: JSONObject = [
            "id": .string("evt_\(type)_\(id)"), "type": .string(type),
            "api_version": .string(version), "data": .object(data),
        ]
        let event = try self.object(form, "event", changes)
        return mapper.receive(event.bytes, now: noon)
    }

    static let published: [(String, String, String)] = [
        ("invoice.payment_failed", "invoice", "payment.failed"),
        ("invoice.payment_action_required", "invoice", "payment.failed"),
        ("payment_intent.payment_failed", "payment_intent", "payment.failed"),
        ("charge.failed", "charge", "payment.failed"),
        ("customer.subscription.updated", "subscription", "subscription.updated"),
        ("charge.dispute.created", "dispute", "chargeback.opened"),
        ("invoice.paid", "invoice", "payment.recovered"),
    ]

    @Test(.sharedMaterial("data/stripe"), .requirement("S4.20", part: "real input"))
    func `each published object is accepted as it is, in both forms`() throws {
        for form in Self.forms {
            for (type, kind, canonical) in Self.published {
                let received = try Self.webhook(form, type, try Self.object(form, kind))
                #expect(received.failure == nil, "\(form) \(type)")
                #expect(received.event.type == canonical, "\(form) \(type)")
                #expect(received.unmapped.isEmpty, "\(form) \(type): \(received.unmapped)")
                #expect(received.event.time == Instant(milliseconds: 1_234_567_890_000))
            }
        }
    }

    @Test(.sharedMaterial("data/stripe"))
    func `every canonical value of a published object is of its declared type`() throws {
        for form in Self.forms {
            for (type, kind, _) in Self.published {
                let event = try Self.webhook(form, type, try Self.object(form, kind)).event
                for (name, object) in event.data {
                    let declared = try #require(Shipped.catalog.governance.schemas[name])
                    for (field, value) in try #require(object.objectValue) {
                        let type = try #require(declared.field(field)?.type)
                        #expect(CanonicalForm.of(value, type: type) == value, "\(name).\(field)")
                    }
                }
            }
        }
    }

    /// The four events of one decline, with the ids that Stripe gives them in each form.
    static func decline(
        _ form: String, attempt: Int64 = 1, charge: String = "ch_1"
    ) throws -> [ReceivedEvent] {
        let isBefore = form.hasPrefix("before")
        var invoice: JSONObject = [
            "id": "in_1", "attempt_count": .integer(attempt), "customer": "cus_1",
            "amount_due": 418_000, "status": "open",
        ]
        var intent: JSONObject = [
            "id": "pi_1", "latest_charge": .string(charge), "customer": "cus_1",
            "last_payment_error": ["code": "expired_card", "decline_code": "expired_card"],
        ]
        var failed: JSONObject = [
            "id": .string(charge), "payment_intent": "pi_1", "customer": "cus_1",
            "failure_code": "expired_card", "outcome": ["reason": "expired_card"],
        ]
        if isBefore {
            invoice["payment_intent"] = "pi_1"
            invoice["charge"] = .string(charge)
            intent["invoice"] = "in_1"
            failed["invoice"] = "in_1"
        }
        let subscription: JSONObject = [
            "status": "past_due", "latest_invoice": "in_1", "customer": "cus_1",
        ]
        return [
            try webhook(form, "charge.failed", try object(form, "charge", failed)),
            try webhook(
                form, "payment_intent.payment_failed",
                try object(form, "payment_intent", intent)),
            try webhook(
                form, "invoice.payment_failed", try object(form, "invoice", invoice)),
            try webhook(
                form, "customer.subscription.updated",
                try object(form, "subscription", subscription), previous: ["status": "active"]),
        ]
    }

    /// How many occurrences events tell of: those that share an alias are one.
    static func occurrences(_ events: [Event]) -> Int {
        var groups: [[String]] = []
        for event in events {
            let joined = groups.filter { group in group.contains(where: event.aliases.contains) }
            groups.removeAll { group in group.contains(where: event.aliases.contains) }
            groups.append(event.aliases + joined.flatMap { $0 })
        }
        return groups.count
    }

    @Test(
        .requirement("S4.42", part: "Stripe's events of one decline"),
        .sharedMaterial("data/stripe"))
    func `before 2025-03-31 the four events of a decline are one occurrence`() throws {
        let events = try Self.decline("before-2025-03-31").map(\.event)
        #expect(Self.occurrences(events) == 1)
        #expect(events.allSatisfy { $0.parties.first?.text == "billing/customer/cus_1" })
        #expect(events[0].data["payment"]?["failure"] == "expiredCard")
        #expect(
            events[2].data["payment"]?["amount"] == ["amount": "4180.00", "currency": "USD"])
    }

    @Test(
        .requirement("S4.42", part: "Stripe's events of one decline"),
        .sharedMaterial("data/stripe"))
    func `since 2025-03-31 they are one once the invoice's payment was looked up`() throws {
        let received = try Self.decline("after-2025-03-31")
        var events = received.map(\.event)
        #expect(Self.occurrences(events) == 2, "no id is shared, and none is guessed")
        let followUp = try #require(received[2].followUps.first)
        #expect(followUp.operation == "billing.invoicePayments")
        #expect(followUp.arguments == ["invoice": "in_1"])
        let item = try Self.object(
            "after-2025-03-31", "invoice_payment",
            [
                "invoice": "in_1",
                "payment": ["type": "payment_intent", "payment_intent": "pi_1"],
            ])
        let learnt = Self.mapper.learnt([item], by: followUp, of: events[2], now: noon)
        #expect(learnt.map(\.event.type) == ["payment.linked"])
        #expect(learnt[0].event.parties == events[2].parties)
        events += learnt.map(\.event)
        #expect(Self.occurrences(events) == 1)
    }

    @Test(.sharedMaterial("data/stripe"))
    func `since 2025-03-31 they are one at once where the payments are expanded`() throws {
        let form = "after-2025-03-31"
        var events = try Self.decline(form).map(\.event)
        let payments: JSON = ["data": [["payment": ["payment_intent": "pi_1"]]]]
        let invoice = try Self.object(
            form, "invoice",
            ["id": "in_1", "attempt_count": 1, "customer": "cus_1", "payments": payments])
        let received = try Self.webhook(form, "invoice.payment_failed", invoice)
        events[2] = received.event
        #expect(Self.occurrences(events) == 1)
        #expect(received.followUps.isEmpty)
    }

    @Test(.sharedMaterial("data/stripe"), arguments: forms)
    func `a charge that is expanded is known by its id`(form: String) throws {
        let expanded: JSONObject = [
            "id": "pi_1", "customer": "cus_1",
            "latest_charge": try Self.object(form, "charge", ["id": "ch_1"]),
        ]
        let intent = try Self.object(form, "payment_intent", expanded)
        let received = try Self.webhook(form, "payment_intent.payment_failed", intent)
        #expect(received.failure == nil)
        #expect(
            received.event.aliases
                == (try Self.decline(form)[1].event.aliases).filter {
                    !$0.contains("/invoice/")
                })
    }

    @Test(.sharedMaterial("data/stripe"), arguments: forms)
    func `a later attempt at the invoice is an occurrence of its own`(form: String) throws {
        let first = try Self.decline(form).map(\.event)
        let second = try Self.decline(form, attempt: 2, charge: "ch_2").map(\.event)
        let invoice = second[2]
        #expect(invoice.aliases == ["decline/invoice/in_1/attempt/2"])
        #expect(Self.occurrences(first + [invoice]) == Self.occurrences(first) + 1)
    }

    @Test(.sharedMaterial("data/stripe"), arguments: forms)
    func `two declines of two invoices stay two occurrences`(form: String) throws {
        let first = try Self.decline(form).map(\.event)
        let charge = try Self.object(
            form, "charge",
            ["id": "ch_9", "payment_intent": "pi_9", "customer": "cus_1"])
        let other = try Self.webhook(form, "charge.failed", charge).event
        #expect(Self.occurrences(first + [other]) == Self.occurrences(first) + 1)
    }

    @Test(.sharedMaterial("data/stripe"), arguments: forms)
    func `a direct debit that comes back after success is a return, not a decline`(form: String)
        throws
    {
        let charge = try Self.object(
            form, "charge",
            ["id": "py_1", "customer": "cus_1", "failure_balance_transaction": "txn_1"])
        let failed = try Self.webhook(form, "charge.failed", charge)
        #expect(failed.event.type == "payment.returned")
        let dispute = try Self.object(
            form, "dispute",
            ["charge": "py_1", "payment_method_details": ["type": "sepa_debit"]])
        let disputed = try Self.webhook(form, "charge.dispute.created", dispute)
        #expect(disputed.event.type == "payment.returned")
        #expect(Self.occurrences([failed.event, disputed.event]) == 1)
        #expect(disputed.event.parties.isEmpty)
        let lookup = try #require(disputed.partyLookup)
        #expect(lookup.operation == "billing.chargeCustomer")
        #expect(lookup.arguments == ["charge": "py_1"])
        #expect(
            disputed.about([lookup.party("cus_1")]).event.parties.map(\.text)
                == ["billing/customer/cus_1"])
    }

    @Test(.sharedMaterial("data/stripe"), arguments: forms)
    func `where the subscription stands depends on the sender's API version`(form: String) throws {
        let before = form.hasPrefix("before")
        let parent: JSON = ["subscription_details": ["subscription": "sub_new"]]
        let invoice = try Self.object(
            form, "invoice", ["subscription": "sub_old", "parent": parent])
        let event = try Self.webhook(form, "invoice.payment_failed", invoice).event
        #expect(
            event.data["invoice"]?["subscription"] == .string(before ? "sub_old" : "sub_new"))
    }

    @Test(.sharedMaterial("data/stripe"))
    func `a retry counter of the sender is no new fact, another amount is`() throws {
        let form = "after-2025-03-31"
        func digest(_ pending: JSON, _ amount: JSON) throws -> Digest {
            let invoice = try Self.object(form, "invoice", ["amount_due": amount])
            let event = try Self.object(
                form, "event",
                [
                    "type": "invoice.payment_failed", "pending_webhooks": pending,
                    "data": ["object": invoice],
                ])
            return Self.mapper.receive(event.bytes, now: noon).event.digest
        }
        #expect(try digest(1, 1_000) == digest(3, 1_000))
        #expect(try digest(1, 1_000) != digest(1, 1_001))
    }
}
