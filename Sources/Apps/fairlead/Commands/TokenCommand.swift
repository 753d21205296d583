import ArgumentParser
import FairleadAPI
import FairleadCanonical
import FairleadCatalog
import FairleadConnectors
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import FairleadStoreSQLite

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Bearer tokens of people and integrations.",
        subcommands: [Create.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Issue a token; its secret is printed once.",
            discussion: "While a server runs on the store, use its POST /v1/tokens.")

        @OptionGroup var options: StoreOptions
        @Option(help: "Whose token it is.") var principal: String
        @Option(help: "A role of the catalog.") var role: String
        @Option(help: "Narrows the role's permissions.") var scope: [String] = []
        @Option(help: "An event source that it may write for.") var source: [String] = []
        @Flag(help: "It is an integration's: it cannot approve.") var integration = false
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            let path = try options.path()
            let catalog = try Catalog.load(directory: options.catalog)
            guard catalog.governance.roles[role] != nil else {
                throw ValidationError("the catalog has no role \(role)")
            }
            let installation = try await Installation(
                catalog: catalog,
                store: try SQLiteStore(
                    path: path, tenant: "default", created: SystemTime().now()),
                values: ProcessValues(), checkpointKey: try KeyFile.key(besideStore: path))
            let secret = TokenSecret()
            let token = NewToken(
                principal: principal, kind: integration ? .integration : .person,
                roles: [role], scopes: scope, sources: source, expires: nil,
                digest: secret.digest)
            let reply = await installation.host.registry(.issueToken(token), by: .system)
            try await installation.stop()
            guard case .done(let place?) = reply else { throw Exit.found }
            let id = "k0-\(place.number)"
            if json {
                print(JSON.object(["token": .string(secret.text), "id": .string(id)]).text)
            } else {
                print("\(secret.text)\nToken \(id) of \(principal); it is not shown again.")
            }
        }
    }
}
