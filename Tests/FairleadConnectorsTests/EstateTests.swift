import FairleadCanonical
import FairleadCatalog
import FairleadConnectors
import FairleadDomain
import FairleadEstate
import FairleadPlaybook
import FairleadTesting
import Testing

@testable import FairleadConnector

/// Every operation of the shipped connectors against the real servers of the estate.
@Suite struct EstateTests {
    @Test(.requirement("S0.18", "S1.10", part: "the facts of the scenario are read"))
    func `every look-up gives canonical objects of its declared type`() async throws {
        try await RunningEstate.run("unapplied-wire") { running in
            let account = running.account
            let questions: [(String, JSONObject, Int)] = [
                ("crm.account", ["account": .string(account.crmAccount)], 1),
                ("crm.contract", ["account": .string(account.crmAccount)], 1),
                (
                    "crm.findAccounts",
                    [
                        "system": "billing", "kind": "customer",
                        "id": .string(account.billingCustomer),
                    ], 1
                ),
                ("billing.subscription", ["customer": .string(account.billingCustomer)], 1),
                ("billing.entitlements", ["customer": .string(account.billingCustomer)], 4),
                ("billing.scheduledDowngrade", ["customer": .string(account.billingCustomer)], 1),
                ("billing.invoice", ["invoice": .string(account.invoice)], 1),
                ("erp.receivables", ["customer": .string(account.erpCustomer)], 1),
                ("erp.unapplied", ["customer": .string(account.erpCustomer)], 1),
                ("erp.disputes", ["customer": .string(account.erpCustomer)], 0),
                ("erp.creditHolds", ["customer": .string(account.erpCustomer)], 0),
                ("erp.promises", ["customer": .string(account.erpCustomer)], 0),
                ("helpDesk.tickets", ["organisation": .string(account.organisation)], 0),
                ("helpDesk.incidents", ["organisation": .string(account.organisation)], 0),
            ]
            for (operation, arguments, count) in questions {
                let answer = await running.ask(operation, arguments)
                let value = try #require(answer.value, "\(operation): \(answer)")
                #expect(answer.records.count == count, "\(operation)")
                let declared = try #require(Shipped.catalog.governance.operations[operation])
                let schema = try #require(
                    declared.gives.flatMap { Shipped.catalog.governance.schemas[$0] })
                for object in value.arrayValue ?? [value] {
                    for field in schema.fields {
                        guard let value = object[field.name] else {
                            #expect(field.optional, "\(operation): \(field.name) is missing")
                            continue
                        }
                        #expect(
                            CanonicalForm.of(value, type: field.type) == value,
                            "\(operation): \(field.name)")
                    }
                }
            }
            let found = await running.ask(
                "crm.findAccounts",
                ["system": "billing", "kind": "customer", "id": .string(account.billingCustomer)])
            #expect(found.records == [account.crmAccount])
        }
    }

    @Test func `what is not there is null where it may be, and an error where not`() async throws {
        try await RunningEstate.run(configured: Self.withoutDowngrades) {
            running in
            let customer: JSONObject = ["customer": .string(running.account.billingCustomer)]
            #expect(
                await running.ask("billing.scheduledDowngrade", customer)
                    == .done(value: .null, records: [], readBack: .notDeclared))
            #expect(await running.ask("crm.account", ["account": "001"]).code == "not_found")
        }
    }

    static let withoutDowngrades: EstateConfiguration = {
        var configuration = EstateConfiguration()
        configuration.scenarios = configuration.scenarios.map(bare)
        return configuration
    }()

    static let withSlowModel: EstateConfiguration = {
        var configuration = EstateConfiguration()
        configuration.modelSlowMilliseconds = 60_000
        return configuration
    }()

    /// A scenario whose account has no scheduled downgrade.
    static func bare(_ scenario: Scenario) -> Scenario {
        var account = scenario.account
        account.downgradeInDays = nil
        return Scenario(scenario.name, scenario.title, account, scenario.steps)
    }

    @Test(.requirement("S0.70", part: "the sweep"))
    func `the sweep finds what lost webhooks told`() async throws {
        try await RunningEstate.run { running in
            let start = RunningEstate.now()
            for step in [ScenarioStep.failPayment(.expiredCard, attempt: 1), .featuresLocked] {
                try await running.estate.play(step, on: running.account)
            }
            try await running.estate.play(.promisePayment(inDays: 5), on: running.account)
            func types(_ name: String) async throws -> [String] {
                guard
                    case .events(let events, let next) = await running.connector(name).sweep(
                        since: start)
                else {
                    Issue.record("\(name) cannot be swept")
                    return []
                }
                #expect(next >= start)
                #expect(events.allSatisfy { $0.failure == nil && $0.unmapped.isEmpty })
                return events.map(\.event.type)
            }
            #expect(
                try await types("billing")
                    == [
                        "payment.failed", "payment.failed", "payment.failed",
                        "subscription.updated",
                    ].reversed())
            #expect(try await types("helpDesk") == ["ticket.created"])
            #expect(try await types("erp") == ["payment.promised"])
            guard
                case .events(let accounts, _) = await running.connector("crm").sweep(
                    since: .earliest)
            else {
                Issue.record("the CRM cannot be swept")
                return
            }
            let claim = accounts.compactMap(\.event.claims.first).first {
                $0.account.id == running.account.crmAccount
            }
            #expect(
                claim?.same.map(\.id)
                    == [
                        running.account.billingCustomer, running.account.erpCustomer,
                        running.account.organisation,
                    ])
            #expect(await running.connector("chat").sweep(since: start) == .notDeclared)
        }
    }

    @Test(arguments: EstateDialect.allCases)
    func `billing's events of one decline join, by the payment that is looked up where needed`(
        dialect: EstateDialect
    ) async throws {
        try await RunningEstate.run(configured: dialect.configuration) { running in
            let start = RunningEstate.now()
            try await running.estate.play(
                .failPayment(.expiredCard, attempt: 1), on: running.account)
            let billing = running.connector("billing")
            guard case .events(let received, _) = await billing.sweep(since: start) else {
                Issue.record("billing cannot be swept")
                return
            }
            var events = received.map(\.event)
            for event in received {
                for followUp in event.followUps {
                    let answer = await running.ask(followUp.operation, followUp.arguments)
                    let items = try #require(answer.value?.arrayValue)
                    events += EventMapper(billing.definition).learnt(
                        items, by: followUp, of: event.event, now: start
                    ).map(\.event)
                }
            }
            #expect(events.count == (dialect == .after ? 5 : 4))
            #expect(StripeMappingTests.occurrences(events) == 1)
            #expect(
                events.allSatisfy { $0.parties.map(\.id) == [running.account.billingCustomer] })
        }
    }

    @Test func `whose disputed charge it is, is looked up`() async throws {
        try await RunningEstate.run("chargeback") { running in
            let start = RunningEstate.now()
            try await running.estate.play(
                .openChargeback(reason: "fraudulent"), on: running.account)
            guard
                case .events(let received, _) = await running.connector("billing").sweep(
                    since: start),
                let dispute = received.first(where: { $0.event.type == "chargeback.opened" })
            else {
                Issue.record("no chargeback was found")
                return
            }
            let lookup = try #require(dispute.partyLookup)
            let answer = await running.ask(lookup.operation, lookup.arguments)
            #expect(
                dispute.about(answer.records.map(lookup.party)).event.parties.map(\.text)
                    == ["billing/customer/\(running.account.billingCustomer)"])
        }
    }

    @Test(arguments: ModelMode.allCases)
    func `the model's answer is evidence as it is, and an error where it is none`(
        mode: ModelMode
    ) async throws {
        try await RunningEstate.run(configured: Self.withSlowModel) { running in
            try await running.estate.setModelMode(mode)
            let model = running.connector("model")
            let question = WorkItem.sample(
                "model.churnRisk", ["tier": "strategic", "daysPastDue": 3], kind: .estimate)
            var answer = await model.perform(question)
            // A machine on which tests wait for each other is no slow model.
            for _ in 0..<30 where mode != .slow && answer.code == "timeout" {
                answer = await model.perform(question)
            }
            switch mode {
            case .right, .overConfident:
                for field in ["value", "low", "high"] {
                    #expect(answer.value?[field]?.numberText != nil, "\(field)")
                }
                #expect(answer.value?["version"] == "1.0.0")
            case .slow: #expect(answer.code == "timeout")
            case .down: #expect(answer == .retry(code: "unavailable", afterMilliseconds: nil))
            case .wrong: #expect(answer.value?["value"]?.numberText != "0.5")
            }
        }
    }
}

enum EstateDialect: CaseIterable, Sendable {
    case before, after

    var configuration: EstateConfiguration {
        var configuration = EstateConfiguration()
        configuration.billingDialect = self == .before ? .before20250331 : .after20250331
        return configuration
    }
}
