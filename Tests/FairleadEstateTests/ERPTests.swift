import FairleadCanonical
import FairleadEstate
import Testing

@Suite struct ERPTests {
    @Test func `a customer has the ERP's own number and refers to billing's`() async throws {
        try await withEstate { estate, client, _ in
            let acme = try estate.account(of: "failed-renewal")
            #expect(acme.erpCustomer.hasPrefix("C-"))
            let found = try await client.get(.erp, "/customers?ref=\(acme.billingCustomer)")
            #expect(found.items.map { $0["number"] } == [.string(acme.erpCustomer)])
            let receivables = try await client.get(
                .erp, "/receivables?customer=\(acme.erpCustomer)")
            let receivable = try #require(receivables.items.first)
            #expect(receivable["amountOpen"] == ["amount": "4180.00", "currency": "USD"])
            #expect(receivable["billingInvoice"] == .string(acme.invoice))
            #expect(receivable["ageing"] == ["daysPastDue": 3, "bucket": "1-30"])
            let limits = try await client.get(.erp, "/approval-limits?entity=US01")
            #expect(limits.items.count == 2)
        }
    }

    @Test func `each scenario's facts are there: wire, dispute, hold, broken promise`()
        async throws
    {
        try await withEstate { estate, client, _ in
            for (scenario, path, key, value) in [
                ("unapplied-wire", "unapplied", "status", "unapplied"),
                ("invoice-disputed", "disputes", "status", "open"),
                ("credit-hold", "holds", "status", "active"),
                ("broken-promise", "promises", "status", "broken"),
            ] {
                let account = try estate.account(of: scenario)
                let found = try await client.get(.erp, "/\(path)?customer=\(account.erpCustomer)")
                #expect(found.items.map { $0[key] } == [.string(value)], "\(scenario)")
                let acme = try estate.account(of: "failed-renewal")
                let none = try await client.get(.erp, "/\(path)?customer=\(acme.erpCustomer)")
                #expect(none.items.isEmpty)
            }
        }
    }

    @Test func `a task has no key: twice is two, and its reference finds it once settled`()
        async throws
    {
        try await withEstate {
            $0.erpIndexLagMilliseconds = 1_500
        } _: { estate, client, clock in
            let acme = try estate.account(of: "failed-renewal")
            let task: JSON = [
                "customer": .string(acme.erpCustomer), "kind": "followUp", "reference": "eff-3",
                "text": "Follow up",
            ]
            let made = try await client.post(.erp, "/tasks", task, key: "k")
            let id = try #require(made.body["id"]?.stringValue)
            #expect(try await client.get(.erp, "/tasks/\(id)").body == made.body)
            #expect(try await client.get(.erp, "/tasks?reference=eff-3").items.isEmpty)
            clock.advance(milliseconds: 1_500)
            #expect(try await client.get(.erp, "/tasks?reference=eff-3").items.count == 1)
            _ = try await client.post(.erp, "/tasks", task, key: "k")
            clock.advance(milliseconds: 1_500)
            #expect(try await client.get(.erp, "/tasks?reference=eff-3").items.count == 2)
            #expect(estate.effects().first { $0.reference == "eff-3" }?.done == 2)
        }
    }

    @Test func `the index lags no longer than the ERP settles`() async throws {
        try await withEstate {
            $0.erpIndexLagMilliseconds = 60_000
            $0.erpSettlesWithinMilliseconds = 2_000
        } _: { estate, client, clock in
            let acme = try estate.account(of: "failed-renewal")
            let note: JSON = [
                "customer": .string(acme.erpCustomer), "text": "Note", "reference": "eff-4",
            ]
            _ = try await client.post(.erp, "/notes", note)
            clock.advance(milliseconds: 2_000)
            #expect(try await client.get(.erp, "/notes?reference=eff-4").items.count == 1)
        }
    }

    @Test func `a dunning hold stops no clock, and its release starts dunning anew`() async throws {
        try await withEstate { estate, client, clock in
            let acme = try estate.account(of: "failed-renewal")
            let path = "/receivables/\(acme.receivable)"
            let hold: JSON = [
                "customer": .string(acme.erpCustomer), "invoice": .string(acme.receivable),
                "until": "2025-12-01T00:00:00Z", "reason": "outage", "reference": "eff-5",
            ]
            let made = try await client.post(.erp, "/dunning-holds", hold)
            let id = try #require(made.body["id"]?.stringValue)
            #expect(try await client.get(.erp, path).body[path: "dunningHold.id"] == .string(id))
            clock.advance(milliseconds: 4 * 86_400_000)
            #expect(try await client.get(.erp, path).body[path: "ageing.daysPastDue"] == 7)

            let release = try await client.post(
                .erp, "/dunning-holds/\(id)/release", ["freshNotice": true])
            #expect(release.body["status"] == "released")
            let after = try await client.get(.erp, path).body
            #expect(after["dunningHold"] == .null)
            #expect(after["dunning"] == ["level": 1, "nextNoticeOn": "2025-11-25"])
            #expect(after[path: "ageing.daysPastDue"] == 7)
            let again = try await client.call(.erp, "DELETE", "/dunning-holds/\(id)")
            #expect(again.body == release.body)
            let released = estate.journal().filter { $0.operation == "erp.releaseDunning" }
            #expect(released.map(\.result) == [.done, .repeated])
        }
    }

    @Test func `a credit memo lowers its receivable once, and is reversed, never undone`()
        async throws
    {
        try await withEstate { estate, client, _ in
            let account = try estate.account(of: "credit-memo-complaint")
            let memos = try await client.get(.erp, "/credit-memos?customer=\(account.erpCustomer)")
            let memo = try #require(memos.items.first)
            #expect(memo["status"] == "pending")
            let path = "/credit-memos/\(try #require(memo["id"]?.stringValue))"
            let other: JSON = ["amount": ["amount": "1850.01", "currency": "USD"]]
            #expect(try await client.post(.erp, path + "/issue", other).status == 409)
            for _ in 0..<2 {
                let asked: JSON = ["amount": try #require(memo["amount"])]
                let issued = try await client.post(.erp, path + "/issue", asked).body
                #expect(issued["status"] == "issued" && issued["period"] == "2025-11")
                let receivable = try await client.get(.erp, "/receivables/\(account.receivable)")
                #expect(receivable.body[path: "amountOpen.amount"] == "2330.00")
            }
            for _ in 0..<2 {
                let reversed = try await client.post(.erp, path + "/reverse", [:]).body
                #expect(reversed["status"] == "reversed")
                let receivable = try await client.get(.erp, "/receivables/\(account.receivable)")
                #expect(receivable.body[path: "amountOpen.amount"] == "4180.00")
            }
            #expect(try await client.post(.erp, path + "/issue", [:]).status == 409)
            let effects = estate.effects().filter { $0.operation.hasSuffix("CreditMemo") }
            // Of another amount, posted, reversed, and posted again after that.
            #expect(effects.map(\.done) == [0, 1, 1, 0])
        }
    }

    @Test func `a new credit memo is found by its reference, and is for no more than is open`()
        async throws
    {
        try await withEstate { estate, client, clock in
            let acme = try estate.account(of: "failed-renewal")
            func memo(_ amount: String, _ reference: String) -> JSON {
                [
                    "customer": .string(acme.erpCustomer), "receivable": .string(acme.receivable),
                    "kind": "goodwill", "reason": "Trouble", "reference": .string(reference),
                    "amount": ["amount": .string(amount), "currency": "USD"],
                ]
            }
            let made = try await client.post(.erp, "/credit-memos", memo("4180.01", "eff-6"))
            #expect(made.status == 201)
            #expect(try await client.get(.erp, "/credit-memos?reference=eff-6").items.isEmpty)
            clock.advance(milliseconds: 2_000)
            #expect(try await client.get(.erp, "/credit-memos?reference=eff-6").items.count == 1)
            let id = try #require(made.body["id"]?.stringValue)
            #expect(try await client.post(.erp, "/credit-memos/\(id)/issue", [:]).status == 409)
            for amount in ["0.00", "-5.00", "1.234", "much"] {
                let refused = try await client.post(.erp, "/credit-memos", memo(amount, "eff-7"))
                #expect(refused.status == 422, "\(amount)")
            }
        }
    }

    @Test func `what happens at the ERP is told in its own events, and swept`() async throws {
        try await withEstate { estate, client, _ in
            let acme = try estate.account(of: "failed-renewal")
            for step in [
                ScenarioStep.reportFailureToERP, .promisePayment(inDays: 5),
                .settlePromise("broken"), .openDispute(reason: "Counted twice"),
                .payInvoice(method: "card"),
            ] {
                try await estate.play(step, on: acme)
            }
            let changes = try await client.get(.erp, "/changes?since=2025-11-21T00:00:00Z")
            #expect(
                changes.items.map { $0["type"] } == [
                    "receivable.changed", "promise.changed", "promise.changed", "dispute.opened",
                    "payment.applied", "receivable.changed",
                ])
            #expect(changes.items.last?[path: "data.status"] == "paid")
            #expect(changes.items.last?[path: "previous.status"] == "disputed")
            let later = try await client.get(.erp, "/changes?since=2025-11-21T00:00:01Z")
            #expect(later.items.isEmpty)
        }
    }
}
