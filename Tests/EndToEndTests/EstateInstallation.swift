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
import Testing

@testable import fairlead

/// Fairlead over the simulated estate, its catalog the shipped one, on a clock that can be moved.
final class EstateInstallation: Sendable {
    let player: ScenarioPlayer

    var estate: Estate { player.estate }
    var installation: Installation { player.installation }

    /// One as long as it is needed: it is stopped whatever goes wrong in between, for a client
    /// that nobody shuts down ends the process, and with it all other tests.
    ///
    /// `isPatient`: systems are given time to answer, for a machine on which tests wait for
    /// each other is no slow model.
    static func during<Value: Sendable>(
        store: (any Store)? = nil, isPatient: Bool = true,
        _ body: (EstateInstallation) async throws -> Value
    ) async throws -> Value {
        let world = try await EstateInstallation(store, isPatient)
        do {
            let value = try await world.installation.whileRunning {
                await world.player.meet()
                return try await body(world)
            }
            await world.estate.stop()
            return value
        } catch {
            await world.estate.stop()
            throw error
        }
    }

    /// One in which a scenario came out as it should, and the first case of it.
    static func played(
        _ name: String, _ body: (EstateInstallation, CaseState) async throws -> Void
    ) async throws {
        try await during(isPatient: name != "model-slow") { world in
            #expect(try await world.play(name) == [])
            try await body(world, try #require(try await world.cases(of: name).first))
        }
    }

    private init(_ given: (any Store)?, _ isPatient: Bool) async throws {
        let time = VirtualTime()
        let store = given ?? MemoryStore(tenant: "test", created: time.now())
        var configuration = EstateConfiguration()
        configuration.echoesChanges = false
        configuration.erpSettlesWithinMilliseconds = 50
        configuration.erpIndexLagMilliseconds = 10
        let estate = Estate(seed: 1, now: { time.now() }, configuration: configuration)
        try await estate.start()
        let installation = try await Installation(
            catalog: try Self.catalog(isPatient: isPatient), store: store,
            values: ProcessValues(overlaid: EstateValues.of(estate)),
            checkpointKey: CheckpointKey(bytes: Installation.entropy())!, time: time)
        // No webhooks here: the systems are asked what changed.
        player = ScenarioPlayer(estate: estate, installation: installation, time: time) {
            await Sweeper(installation: installation).sweepAll()
        }
    }

    private static func catalog(isPatient: Bool) throws -> Catalog {
        let shipped = try Catalog.load(
            directory: packageRoot.appendingPathComponent("Catalog").path)
        guard isPatient else { return shipped }
        var files = shipped.files
        for (path, old, new) in [
            ("connectors/model/connector.yaml", "timeout: PT2S", "timeout: PT60S"),
            ("models.yaml", "within: PT3S", "within: PT60S"),
            ("playbooks/paymentFailedNearRenewal.yaml", "within: PT5S", "within: PT25S"),
            ("playbooks/routineDunning.yaml", "within: PT5S", "within: PT25S"),
            ("playbooks/chargeback.yaml", "within: PT5S", "within: PT25S"),
        ] {
            let text = String(decoding: try #require(files[path]), as: UTF8.self)
            try #require(text.contains(old))
            files[path] = Array(text.replacing(old, with: new).utf8)
        }
        return try Catalog.compile(files: files)
    }

    /// What did not come out as expected.
    func play(_ name: String) async throws -> [String] {
        let scenario = try #require(Scenario.named(name))
        let expected: ExpectedOutcome = try #require(ExpectedOutcome.of(name))
        return try await player.play(scenario, expected)
    }

    /// The cases of a scenario's account.
    func cases(of name: String) async throws -> [CaseState] {
        try await player.cases(of: try #require(Scenario.named(name)))
    }

    /// All that is known under the account of a scenario.
    func state(of name: String) async throws -> AnchorState? {
        let account = try estate.account(of: name)
        let reference = ExternalReference(system: "crm", kind: "account", id: account.crmAccount)
        let registry = await installation.host.registryState
        guard let known = registry.account(of: [reference]) else { return nil }
        return await installation.host.state(shard: known.shard, anchor: known.root)
    }

    /// The records of a case, or with nil those of none, in the order of shards and entries.
    func records(
        of matter: String?, _ take: (_ type: String, _ fields: JSONObject) throws -> Void
    ) throws {
        for shard in 0..<Shards.count {
            let segments = try installation.store.segments(shard: shard, from: 1, limit: 1_000)
            for stored in segments.flatMap(\.entries) {
                let entry = try Entry.parse(stored.bytes)
                if entry.case == matter { try take(entry.type, entry.body) }
            }
        }
    }
}
