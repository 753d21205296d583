import FairleadCatalog
import FairleadConnector
import FairleadDomain
import FairleadPlaybook
import FairleadTesting
import Testing

@Suite struct ShippedConnectorTests {
    @Test func `the shipped connectors compile against the shipped objects and events`() {
        #expect(
            Shipped.catalog.connectors.map(\.name).sorted()
                == [
                    "billing", "chat", "cloud", "crm", "erp", "helpDesk", "identity", "model",
                    "monitoring", "psa", "statusPage", "tracker",
                ])
        #expect(Shipped.catalog.warnings.isEmpty)
    }

    @Test func `the scenario's operations are there and say how they are once`() throws {
        let ways: [(String, Once)] = [
            ("billing.grantGrace", .key(keptMilliseconds: 86_400_000)),
            ("billing.revokeGrace", .key(keptMilliseconds: 86_400_000)),
            ("billing.holdDowngrade", .key(keptMilliseconds: 86_400_000)),
            ("billing.releaseDowngrade", .key(keptMilliseconds: 86_400_000)),
            ("billing.sendUpdateLink", .key(keptMilliseconds: 86_400_000)),
            ("billing.pauseCollection", .key(keptMilliseconds: 86_400_000)),
            ("billing.resumeCollection", .key(keptMilliseconds: 86_400_000)),
            ("erp.createTask", .find(settlesWithinMilliseconds: 2_000)),
            ("erp.holdDunning", .find(settlesWithinMilliseconds: 2_000)),
            ("erp.releaseDunning", .find(settlesWithinMilliseconds: 0)),
            ("erp.issueCreditMemo", .find(settlesWithinMilliseconds: 0)),
            ("erp.reverseCreditMemo", .find(settlesWithinMilliseconds: 0)),
            ("erp.postAccrual", .find(settlesWithinMilliseconds: 2_000)),
            ("erp.completeMilestone", .find(settlesWithinMilliseconds: 2_000)),
            ("tracker.createIssue", .find(settlesWithinMilliseconds: 0)),
            ("cloud.createTenant", .find(settlesWithinMilliseconds: 0)),
            ("statusPage.publish", .key(keptMilliseconds: 86_400_000)),
            ("psa.createProject", .key(keptMilliseconds: 86_400_000)),
            ("psa.updateMilestone", .find(settlesWithinMilliseconds: 0)),
            ("identity.configureSSO", .key(keptMilliseconds: 86_400_000)),
            ("billing.pauseActivation", .key(keptMilliseconds: 86_400_000)),
            ("helpDesk.note", .find(settlesWithinMilliseconds: 0)),
            ("helpDesk.route", .find(settlesWithinMilliseconds: 0)),
            ("helpDesk.reply", .none), ("chat.post", .none),
            ("crm.createTask", .key(keptMilliseconds: 86_400_000)),
        ]
        for (name, once) in ways {
            let operation = Shipped.catalog.governance.operations[name]
            #expect(operation?.kind == .effect, "\(name)")
            #expect(operation?.once == once, "\(name)")
        }
    }

    @Test func `what reverses an effect is an effect that is there`() {
        for connector in Shipped.catalog.connectors {
            for operation in connector.operations {
                guard let reversed = operation.compensates else { continue }
                #expect(Shipped.catalog.governance.operations[reversed]?.kind == .effect)
            }
        }
    }

    @Test func `no secret stands in a definition`() {
        for connector in Shipped.catalog.connectors {
            if case .bearer(.literal) = connector.authentication {
                Issue.record("\(connector.name)")
            }
            for secret in connector.webhook?.secrets ?? [] {
                if case .literal = secret { Issue.record("\(connector.name)") }
            }
        }
    }
}
