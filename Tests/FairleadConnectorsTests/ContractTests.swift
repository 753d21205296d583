import FairleadCanonical
import FairleadConnector
import FairleadConnectors
import FairleadDomain
import FairleadEstate
import FairleadTesting
import Testing

/// The estate as the other side of a connector's contract.
private struct EstateProbe: ContractProbe {
    let running: RunningEstate
    let system: EstateSystem
    let ticket: String
    let hold: String

    func arguments(for operation: OperationDeclaration) async -> JSONObject? {
        let account = running.account
        let effects = EstateEffects.all(account, ticket: ticket, hold: hold)
        if let effect = effects.first(where: { $0.operation == operation.name }) {
            return effect.arguments
        }
        switch operation.name {
        case "helpDesk.reply": return ["ticket": .string(ticket), "text": "Hello"]
        case "chat.post": return ["channel": "cs", "text": "Look"]
        case "model.churnRisk": return ["tier": "growth"]
        case "crm.account", "crm.contract": return ["account": .string(account.crmAccount)]
        case "erp.receivables", "erp.unapplied", "erp.disputes", "erp.creditHolds",
            "erp.promises", "erp.creditMemos", "erp.terms":
            return ["customer": .string(account.erpCustomer)]
        case "monitoring.incidents", "psa.timeEntries":
            return ["account": .string(account.crmAccount)]
        case "billing.subscription", "billing.entitlements", "billing.openInvoices",
            "billing.scheduledDowngrade":
            return ["customer": .string(account.billingCustomer)]
        case "helpDesk.tickets", "helpDesk.incidents":
            return ["organisation": .string(account.organisation)]
        default: return nil
        }
    }

    private func name(of operation: String) -> String {
        let effects = EstateEffects.all(running.account, ticket: ticket, hold: hold)
        return effects.first { $0.operation == operation }?.estate
            ?? (operation == "chat.post" ? "chat.postMessage" : operation)
    }

    func loseNextAnswer(of operation: String) async throws {
        try await running.estate.inject(
            .dropAfter, at: system, only: name(of: operation), extent: .next(1))
    }

    func refuseConnections(_ refuse: Bool) async throws {
        if refuse {
            try await running.estate.inject(.refused, at: system)
        } else {
            try await running.estate.lift(system)
        }
    }

    func timesDone(_ operation: String, reference: String) async -> Int? {
        let arrived = running.estate.effects().filter {
            $0.operation == name(of: operation) && $0.reference == reference
        }
        // What sets a state bears no reference of ours.
        return arrived.isEmpty ? nil : arrived.map(\.done).reduce(0, +)
    }

    var secrets: [String] {
        [running.estate.token(of: system)] + running.estate.secrets(of: system)
    }
}

@Suite struct ContractTests {
    @Test(
        .requirement("S0.29", part: "what a connector promises"), arguments: EstateSystem.allCases)
    func `each shipped connector keeps the contract`(system: EstateSystem) async throws {
        try await RunningEstate.run { running in
            let (ticket, hold) = try await EstateEffects.prepared(running)
            let probe = EstateProbe(
                running: running, system: system, ticket: ticket, hold: hold)
            let violations = try await ConnectorContract(
                running.connector(system.rawValue), probe
            ).violations()
            #expect(violations.isEmpty)
        }
    }

    /// Says `done` whatever happens: what the contract is there to find.
    private struct Careless: Connector {
        let definition: ConnectorDefinition

        func perform(_ item: WorkItem) async -> Answer {
            .done(value: .null, records: ["x"], readBack: .notDeclared)
        }

        func sweep(since: Instant) async -> SweepAnswer { .notDeclared }
    }

    @Test func `a connector that claims success in doubt breaks it`() async throws {
        try await RunningEstate.run { running in
            let (ticket, hold) = try await EstateEffects.prepared(running)
            let probe = EstateProbe(running: running, system: .erp, ticket: ticket, hold: hold)
            let careless = Careless(definition: Shipped.connector("erp"))
            let violations = try await ConnectorContract(careless, probe).violations()
            #expect(violations.contains { $0.contains("a lost answer is not `unknown`") })
            #expect(violations.contains { $0.contains("a refused connection is not `retry`") })
            #expect(violations.contains { $0.contains("an unknown operation") })
        }
    }
}
