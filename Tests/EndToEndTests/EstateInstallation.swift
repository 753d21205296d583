import FairleadCanonical
import FairleadCatalog
import FairleadConnector
import FairleadConnectors
import FairleadDomain
import FairleadEngine
import FairleadEstate
import FairleadLedger
import FairleadRuntime
import FairleadStore
import FairleadTesting
import Foundation

@testable import fairlead

/// Fairlead over the simulated estate, its catalog the shipped one.
final class EstateInstallation: Sendable {
    let estate: Estate
    let installation: Installation

    init(store given: (any Store)? = nil) async throws {
        let store = given ?? MemoryStore(tenant: "test", created: SystemTime().now())
        var configuration = EstateConfiguration()
        configuration.echoesChanges = false
        configuration.erpSettlesWithinMilliseconds = 50
        configuration.erpIndexLagMilliseconds = 10
        estate = Estate(seed: 1, now: { SystemTime().now() }, configuration: configuration)
        try await estate.start()
        installation = try await Installation(
            catalog: try Catalog.load(
                directory: packageRoot.appendingPathComponent("Catalog").path),
            store: store, values: ProcessValues(overlaid: EstateValues.of(estate)),
            checkpointKey: CheckpointKey(bytes: Installation.entropy())!)
        try await installation.start()
    }

    /// Brings in what the systems list as changed.
    func sweep() async {
        let sweeper = Sweeper(installation: installation)
        for name in ["crm", "billing", "erp", "helpDesk"] {
            _ = await sweeper.sweep(name, since: Instant(milliseconds: 0))
        }
    }

    /// Plays a scenario, each step told to Fairlead before the next, and waits for the ledger to
    /// show what is expected; answers what it does not show when nothing more comes.
    func unmet(
        _ expectation: Expectation?, playing name: String
    ) async throws -> [String] {
        guard let scenario = Scenario.named(name), let expectation else {
            throw ScenarioMissing(name: name)
        }
        let entries = await installation.host.subscribe()
        await sweep()
        for step in scenario.steps {
            try await estate.play(step, of: scenario)
            await sweep()
        }
        for await _ in entries {
            let unmet = expectation.unmet(by: try await cases(of: name))
            if unmet.isEmpty { return [] }
        }
        return ["the ledger ended"]
    }

    /// The cases of a scenario's account.
    func cases(of name: String) async throws -> [CaseState] {
        let account = try estate.account(of: name)
        let registry = await installation.host.registryState
        let reference = ExternalReference(
            system: "crm", kind: "account", id: account.crmAccount)
        guard let known = registry.account(of: [reference]) else { return [] }
        let state = await installation.host.state(shard: known.shard, anchor: known.root)
        return state?.cases ?? []
    }

    func stop() async throws {
        try await installation.stop()
        await estate.stop()
    }
}

struct ScenarioMissing: Error {
    let name: String
}
