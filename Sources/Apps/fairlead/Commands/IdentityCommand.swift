import ArgumentParser
import FairleadAPITypes
import FairleadCanonical
import FairleadClient

struct IdentityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "identity", abstract: "Who is who.", subcommands: [Unlink.self])

    struct Unlink: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Undo a wrong link; its events leave their cases.")

        @OptionGroup var server: ServerOptions
        @ArgumentParser.Argument(help: "The reference, as system/kind/id.") var reference: String
        @Option(help: "Why.") var reason: String

        func run() async throws {
            let body: JSON = ["reference": .string(reference), "reason": .string(reason)]
            let answer = try await server.connected(alone: .refused) { client in
                try await client.call(.unlinkIdentity, body: body)
            }
            print(server.json ? answer.text : "Unlinked: \(reference)")
        }
    }
}
