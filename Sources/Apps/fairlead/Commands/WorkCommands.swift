import ArgumentParser
import FairleadAPITypes
import FairleadCanonical
import FairleadClient

struct ApprovalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approval", abstract: "Consents to exact effects.",
        subcommands: [List.self, Grant.self, Refuse.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Open approvals.")

        @OptionGroup var server: ServerOptions
        @Option(help: "open, granted, refused, expired or withdrawn.") var state: String?

        func run() async throws {
            let query = state.map { ["state": $0] } ?? [:]
            let approvals = try await server.connected { client in
                try await client.all(.listApprovals, query: query)
            }
            if server.json { return print(JSON.list(approvals).text) }
            if approvals.isEmpty { return print("Nothing.") }
            for approval in approvals {
                print(
                    "\(approval.words("id") ?? "")  \(approval.words("operation") ?? "")  for "
                        + "\(approval.words("role") ?? ""), until "
                        + "\(approval.minute("expires") ?? "")  \(approval.words("state") ?? "")")
                print("  " + Terminal.plain(approval.words("shown") ?? "not for your eyes"))
            }
        }
    }

    struct Grant: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Consent.")

        @OptionGroup var server: ServerOptions
        @ArgumentParser.Argument(help: "The approval's id.") var id: String
        @Option(help: "Why.") var reason: String

        func run() async throws {
            try await server.change(.grantApproval, id, ["reason": .string(reason)], "Granted")
        }
    }

    struct Refuse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Refuse.")

        @OptionGroup var server: ServerOptions
        @ArgumentParser.Argument(help: "The approval's id.") var id: String
        @Option(help: "Why.") var reason: String

        func run() async throws {
            try await server.change(.refuseApproval, id, ["reason": .string(reason)], "Refused")
        }
    }
}

extension ServerOptions {
    /// Makes a change that a person with a token makes, and says what came of it.
    func change(
        _ operation: APIOperation, _ id: String, _ body: JSON?, _ done: String
    ) async throws {
        let answer = try await connected(alone: .refused) { client in
            try await client.call(operation, ["id": id], body: body)
        }
        if json { return print(answer.text) }
        print(
            "\(done): \(id)"
                + (answer.words("entry.number").map {
                    ", entry \($0) of shard \(answer.words("entry.shard") ?? "")"
                } ?? " (it was so already)"))
    }
}
