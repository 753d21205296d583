import AsyncHTTPClient
import FairleadCanonical
import FairleadConnector
import FairleadConnectors
import FairleadDomain
import FairleadEstate
import Foundation

/// The simulated estate with the shipped connectors pointed at it.
struct RunningEstate: Sendable {
    let estate: Estate
    let client: HTTPClient
    let account: EstateAccount
    let values: ProcessValues

    /// Runs a scenario's estate while `body` does.
    static func run(
        _ scenario: String = "failed-renewal",
        configured: EstateConfiguration = EstateConfiguration(),
        _ body: @Sendable (RunningEstate) async throws -> Void
    ) async throws {
        var configuration = configured
        configuration.erpIndexLagMilliseconds = 0
        let estate = Estate(seed: 42, now: { now() }, configuration: configuration)
        try await estate.start()
        let client = HTTPClient.forConnectors()
        var overlaid: [String: String] = [:]
        for (system, address) in estate.endpoints {
            let name = system.rawValue.uppercased()
            overlaid["FAIRLEAD_\(name)_URL"] = address
            overlaid["FAIRLEAD_\(name)_TOKEN"] = estate.token(of: system)
        }
        let running = RunningEstate(
            estate: estate, client: client, account: try estate.account(of: scenario),
            values: ProcessValues(overlaid: overlaid))
        do {
            try await body(running)
        } catch {
            await estate.stop()
            try await client.shutdown()
            throw error
        }
        await estate.stop()
        try await client.shutdown()
    }

    static func now() -> Instant {
        Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
    }

    func connector(_ name: String) -> HTTPConnector {
        HTTPConnector(
            Shipped.connector(name), values: values, client: client, now: { Self.now() })
    }

    func ask(_ operation: String, _ arguments: JSONObject) async -> Answer {
        await connector(operation.connector).perform(
            .sample(operation, arguments, kind: .lookup))
    }

    func act(
        _ operation: String, _ arguments: JSONObject, reference: String = "ref-1",
        mode: WorkItem.Mode = .perform
    ) async -> Answer {
        await connector(operation.connector).perform(
            .sample(operation, arguments, reference: reference, mode: mode))
    }

    /// How often an effect was really done.
    func done(_ operation: String, _ reference: String = "ref-1") -> Int {
        estate.effects().filter { $0.operation == operation && $0.reference == reference }
            .map(\.done).reduce(0, +)
    }
}

extension Answer {
    var value: JSON? {
        if case .done(let value, _, _) = self { value } else { nil }
    }

    var readBack: ReadBack? {
        if case .done(_, _, let readBack) = self { readBack } else { nil }
    }

    var records: [String] {
        if case .done(_, let records, _) = self { records } else { [] }
    }
}
