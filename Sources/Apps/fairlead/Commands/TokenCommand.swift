import ArgumentParser
import FairleadAPITypes
import FairleadCanonical
import FairleadClient

struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Bearer tokens of people and integrations.",
        subcommands: [Create.self, List.self, Revoke.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Issue a token; its secret is printed once.",
            discussion: "Also while a server runs on the store, by the socket beside it.")

        @OptionGroup var server: ServerOptions
        @Option(help: "Whose token it is.") var principal: String
        @Option(help: "A role of the catalog; several are possible.") var role: [String]
        @Option(help: "Narrows the role's permissions.") var scope: [String] = []
        @Option(help: "An event source that it may write for.") var source: [String] = []
        @Option(help: "For how long, such as P90D or PT8H.") var expires: String?
        @Flag(help: "It is an integration's: it cannot approve.") var integration = false

        func run() async throws {
            var body: JSONObject = [
                "principal": .string(principal),
                "kind": integration ? "integration" : "person",
                "roles": .array(role.map(JSON.string)), "scopes": .array(scope.map(JSON.string)),
                "sources": .array(source.map(JSON.string)),
            ]
            if let expires { body["expires"] = .string(expires) }
            let wanted = JSON.object(body)
            let issued = try await server.connected(alone: .writing) { client in
                try await client.call(.createToken, body: wanted)
            }
            if server.json { return print(issued.text) }
            print(issued.words("token") ?? "")
            print(
                "Token \(issued.words("id") ?? "") of \(Terminal.plain(principal)); it is not "
                    + "shown again." + (issued.minute("expires").map { " Ends \($0)." } ?? ""))
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Tokens, without secrets.")

        @OptionGroup var server: ServerOptions

        func run() async throws {
            let tokens = try await server.connected { client in
                try await client.all(.listTokens)
            }
            if server.json { return print(JSON.list(tokens).text) }
            var table = Table("id", "principal", "kind", "roles", "issued", "ends", "revoked")
            for token in tokens {
                table.add(
                    token.words("id"), token.words("principal") ?? token.words("principalId"),
                    token.words("kind"), token.words("roles"), token.minute("issued"),
                    token.minute("expires"), token.minute("revoked"))
            }
            print(table.text)
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "End a token at once.")

        @OptionGroup var server: ServerOptions
        @ArgumentParser.Argument(help: "The token's id.") var id: String

        func run() async throws {
            let id = id
            let answer = try await server.connected(alone: .writing) { client in
                try await client.call(.revokeToken, ["id": id])
            }
            print(server.json ? answer.text : "Revoked: \(id)")
        }
    }
}
