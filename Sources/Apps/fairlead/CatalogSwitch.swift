import FairleadAPI
import FairleadAPITypes
import FairleadCanonical
import FairleadCatalog
import FairleadConnector
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import FairleadStore

/// Brings another version of the catalog into force while the server runs: what is open keeps its
/// own, connectors and roles are the new ones from then on.
struct CatalogSwitch: Sendable {
    let store: any Store
    let host: RuntimeHost
    let connectors: ConnectorSet
    let inForce: CatalogInForce
    let zones: Digest
    /// How a connector is made of its definition.
    let connect: @Sendable (ConnectorDefinition) -> any Connector

    func activate(_ archive: [UInt8], by principal: Principal) async throws -> Digest {
        let catalog = try compile(archive)
        try Installation.keep(catalog, in: store)
        connectors.replace(catalog.connectors.map(connect))
        await host.offer(catalog.governance)
        let reply = await host.registry(
            .activate(catalog: catalog.digest, zones: zones), by: principal)
        guard case .done = reply else {
            throw Problem(503, "not-activated", "the catalog could not be recorded as in force")
        }
        inForce.replace(catalog.governance, definitions: catalog.connectors)
        return catalog.digest
    }

    private func compile(_ archive: [UInt8]) throws -> Catalog {
        do {
            return try Catalog.compile(archive: archive)
        } catch let error as CatalogError {
            throw Problem(
                422, "catalog-invalid", "the catalog does not compile",
                ["findings": .array(error.diagnostics.map { .string($0.text) })])
        } catch {
            throw Problem(400, "archive", "this is no archive of a catalog")
        }
    }
}
