import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadEstate
import FairleadRuntime
import FairleadStore
import FairleadTesting
import Testing

@testable import fairlead

/// What stands on a case and on the ledger after a scenario, looked at as people would.
@Suite("What came out", .serialized, .timeLimit(.minutes(15))) struct WhatCameOutTests {
    @Test(.requirement("S4.20"))
    func `a retention specialist, finance, the account owner and the ERP each get their part`()
        async throws
    {
        try await EstateInstallation.played("large-exposure") { world, matter in
            #expect(matter.tasks.contains { $0.queue == "retention" && $0.status == .open })
            #expect(matter.values["priority"]?.value["queue"] == "retention")
            let asked = try #require(matter.approvals.first)
            #expect(asked.role == "finance-controller")
            #expect(asked.shown.contains("USD 38400.00") && asked.shown.contains("FIN-AR-07 §4.3"))
            let told = try #require(matter.effects.first { $0.operation == "chat.post" })
            #expect(told.arguments["user"] == "olivia.brandt@fairlead.example")
            // The follow-up in the ERP, from its ruling to the record that it became.
            let task = try #require(matter.effects.first { $0.operation == "erp.createTask" })
            var history: [String] = []
            try world.records(of: matter.id) { type, fields in
                guard fields["effect"]?.stringValue == task.id else { return }
                history.append(type)
                if type == "effect-concluded" {
                    #expect(fields["records"]?.arrayValue?.count == 1)
                }
            }
            #expect(
                history == [
                    "effect-planned", "effect-changed", "effect-attempted", "effect-concluded",
                ])
            let clock = try #require(matter.clocks.first { $0.name == "recovery" })
            #expect(clock.due == clock.started.adding(milliseconds: 24 * 3_600_000))
        }
    }

    @Test(.requirement("S4.18"))
    func `an outage that explains nonpayment holds reminders, with an end and a fresh notice`()
        async throws
    {
        try await EstateInstallation.played("outage-by-invoice") { world, matter in
            let hold = try #require(matter.effects.first { $0.operation == "erp.holdDunning" })
            #expect(hold.leavingArguments["until"]?.stringValue != nil)
            let release = try #require(
                matter.effects.first { $0.operation == "erp.releaseDunning" })
            #expect(release.arguments["freshNotice"] == true)
            let over = try #require(matter.happened.first { $0.type == "incident.resolved" })
            #expect(release.planned >= over.time)
            // A hold is no change of what is owed, nor since when.
            let account = try world.estate.account(of: "outage-by-invoice")
            let state = try #require(await world.state(of: "outage-by-invoice"))
            let receivable = state.allFacts.first { $0.name == "receivables" }?.value.arrayValue?
                .first
            #expect(receivable?["id"]?.stringValue == account.receivable)
            #expect(receivable?["daysPastDue"]?.numberText == "3")
        }
    }

    @Test(
        .requirement("S1.10", "S4.11", part: "the failed payment: one case with its facts"),
        .requirement("S0.18", part: "facts from the ERP, with record and age"),
        .requirement("S4.40", part: "every decision reads the one account state"))
    func `every fact has its source, its age and its record, and came before the decisions`()
        async throws
    {
        try await EstateInstallation.played("failed-renewal") { world, matter in
            let state = try #require(await world.state(of: "failed-renewal"))
            let sources = [
                "account": "crm", "contract": "crm", "subscription": "billing",
                "entitlements": "billing", "scheduledDowngrade": "billing", "receivables": "erp",
                "unapplied": "erp", "disputes": "erp", "creditHolds": "erp", "promises": "erp",
                "tickets": "helpDesk", "incidents": "helpDesk",
            ]
            let decided = try #require(matter.decisions.map(\.time).min())
            for (name, source) in sources.sorted(by: { $0.key < $1.key }) {
                let fact = try #require(state.fact(name, of: matter), "\(name)")
                #expect(fact.source == source)
                #expect(fact.asOf.milliseconds <= decided.milliseconds + 1, "\(name)")
                let isList = fact.value.arrayValue != nil
                #expect(isList || !fact.records.isEmpty, "\(name)")
            }
            #expect(state.fact("contract", of: matter)?.value["endsOn"] != nil)
            #expect(state.fact("account", of: matter)?.value["tier"] == "strategic")
        }
    }

    @Test(
        .requirement("S4.1", "S4.2", "S1.2"),
        .requirement("S4.3", part: "the failed renewal payment"),
        .requirement("S4.31", part: "one score, one scale, one document"))
    func `five components make the one priority of support and finance`() async throws {
        try await EstateInstallation.played("failed-renewal") { world, matter in
            let priority = try #require(matter.values["priority"]?.value)
            let components = try #require(priority["components"]?.objectValue)
            let weights = [
                "urgency": 25, "customerValue": 25, "financialExposure": 20, "serviceLevel": 15,
                "erpDependency": 15,
            ]
            #expect(components.map(\.key).sorted() == weights.keys.sorted())
            var sum = 0
            for (name, weight) in weights {
                sum += try #require(components[name]?.numberText.flatMap { Int($0) }) * weight
            }
            let score = try #require(priority["score"]?.numberText.flatMap { Int($0) })
            // Half goes to the even neighbour, so one point either way of the plain quotient.
            #expect(abs(score * 100 - sum) <= 50)
            #expect(score < 90, "without a severity 1 nothing comes to the top band")
            #expect(priority["ticketPriority"] == "high")
            // The same score stands where agents work and in the one queue.
            let routed = try #require(matter.effects.first { $0.operation == "helpDesk.route" })
            #expect(routed.arguments["priority"] == "high")
            let items = try world.installation.store.items(ItemQuery(kinds: [.case])).items
            #expect(items.first { $0.id == matter.id }?.scoreThousandths == Int64(score) * 1_000)
        }
    }

    @Test(
        .requirement("S0.52", "S0.31", part: "what a model said, and what came of it"),
        .requirement("S4.12", "S4.28", part: "a churn estimate beside the rules"))
    func `what a model said stands on the ledger, with version, interval and scope`()
        async throws
    {
        try await EstateInstallation.played("model-over-confident") { world, matter in
            var evidence: [JSONObject] = []
            try world.records(of: matter.id) { type, fields in
                if type == "evidence-recorded" { evidence.append(fields) }
            }
            #expect(evidence.count == 1)
            #expect(evidence.first?["model"] == "churnRisk")
            let said = try #require(matter.values["churn"]?.value)
            for name in ["value", "low", "high"] { #expect(said[name]?.numberText != nil) }
            #expect(said["version"]?.stringValue == "1.0.0")
            // Sure as it is, it decides nothing: the ruling is the table's.
            let grace = try #require(matter.effects.first { $0.operation == "billing.grantGrace" })
            let ruling = try #require(matter.decisions.first { $0.id == grace.decision })
            #expect(ruling.outputs["clause"] == "FIN-AR-07 §4.1")
        }
    }

    @Test(
        .requirement("S2.10", part: "a model that is late, wrong or down"),
        arguments: ["model-slow", "model-wrong", "model-down"])
    func `without a usable answer the declared fallback stands, and the case says so`(
        scenario: String
    ) async throws {
        try await EstateInstallation.played(scenario) { _, matter in
            #expect(matter.degraded == ["churn"])
            #expect(matter.values["churn"]?.value["degraded"] == true)
            #expect(matter.values["churn"]?.value["version"] == "fallback")
        }
    }

    @Test(.requirement("S4.29", "S4.37", part: "a service grace above the ladder's first step"))
    func `an approval binds one effect to what the approver saw`() async throws {
        try await EstateInstallation.played("very-large-exposure") { _, matter in
            let grace = try #require(matter.effects.first { $0.operation == "billing.grantGrace" })
            let consents = matter.approvals.filter { $0.effect == grace.id }
            #expect(consents.count == 2)
            #expect(Set(consents.map(\.digest)) == [grace.digest])
            #expect(Set(consents.compactMap(\.by)).count == 2, "two consents are of two people")
            #expect(grace.attempts == 1)
        }
    }

    @Test(
        .requirement("S4.10", part: "a mail domain alone, and a customer of three identifiers"))
    func `who only a mail domain names is asked of a person`() async throws {
        try await EstateInstallation.played("unknown-customer") { world, matter in
            #expect(matter.happened.contains { $0.type == "ticket.created" })
            var asked = 0
            try world.records(of: nil) { type, fields in
                guard type == "exception-raised", fields["code"] == "identity-unknown" else {
                    return
                }
                asked += 1
            }
            #expect(asked == 1)
        }
    }
}
