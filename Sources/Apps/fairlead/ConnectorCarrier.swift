import FairleadConnector
import FairleadDomain
import FairleadRuntime

/// Carries work to the connector that its operation names.
struct ConnectorCarrier: WorkCarrier {
    let connectors: ConnectorSet

    func carry(_ work: WorkItem) async -> Answer {
        let name = String(work.operation.prefix { $0 != "." })
        guard let connector = connectors[name] else {
            return .failed(code: "connector-unknown", message: "there is no connector \(name)")
        }
        return await connector.perform(work)
    }
}
