import ArgumentParser
import FairleadAPITypes
import FairleadCanonical
import FairleadClient

struct TaskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "task", abstract: "Work for people.",
        subcommands: [
            List.self, Claim.self, Complete.self, Release.self, Assign.self, Delegate.self,
            HandOver.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Open tasks.")

        @OptionGroup var server: ServerOptions
        @Option(help: "A queue.") var queue: String?
        @Option(help: "Who claimed it, or to whom it is assigned: a person's name or id.")
        var assignee: String?

        func run() async throws {
            let query = ["queue": queue, "assignee": assignee].compactMapValues { $0 }
            let tasks = try await server.connected { client in
                try await client.all(.listTasks, query: query)
            }
            if server.json { return print(JSON.list(tasks).text) }
            var table = Table("id", "queue", "what", "state", "by", "due", "fill in", "case")
            for task in tasks {
                let fields = (task["form"]?.arrayValue ?? []).compactMap { $0.words("name") }
                table.add(
                    task.words("id"), task.words("queue"), task.words("title"),
                    task.words("state"), task.words("by") ?? task.words("assignee"),
                    task.minute("due"), fields.joined(separator: " "), task.words("case"))
            }
            print(table.text)
        }
    }

    struct Claim: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take a task.")

        @OptionGroup var server: ServerOptions
        @ArgumentParser.Argument(help: "The task's id.") var id: String

        func run() async throws { try await server.change(.claimTask, id, nil, "Claimed") }
    }

    struct Complete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say that a task is done.",
            discussion: "What its form asks for is given as --set NAME=VALUE; a value that is "
                + "JSON is taken as such, anything else as text.")

        @OptionGroup var server: ServerOptions
        @ArgumentParser.Argument(help: "The task's id.") var id: String
        @Option(help: "What came of it.") var note = ""
        @Option(name: .customLong("set"), help: "A field of the form, NAME=VALUE.")
        var fields: [String] = []

        func run() async throws {
            var form = JSONObject()
            for field in fields {
                let parts = field.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2 else {
                    throw ValidationError("--set wants NAME=VALUE, not '\(field)'")
                }
                form[parts[0]] = (try? JSON.parse(parts[1])) ?? .string(parts[1])
            }
            var body: JSONObject = ["note": .string(note)]
            if !form.isEmpty { body["form"] = .object(form) }
            try await server.change(.completeTask, id, .object(body), "Completed")
        }
    }

    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give a task of yours back.")

        @OptionGroup var server: ServerOptions
        @ArgumentParser.Argument(help: "The task's id.") var id: String
        @Option(help: "Why.") var reason: String

        func run() async throws {
            try await server.change(.releaseTask, id, ["reason": .string(reason)], "Released")
        }
    }

    /// To whom, and why.
    struct Recipient: ParsableArguments {
        @ArgumentParser.Argument(help: "The task's id.") var id: String
        @Option(help: "The person's name.") var to: String
        @Option(help: "Why.") var reason: String

        var body: JSON { ["to": .string(to), "reason": .string(reason)] }
    }

    struct Assign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a task to a person, whoever had it.")

        @OptionGroup var server: ServerOptions
        @OptionGroup var recipient: Recipient

        func run() async throws {
            try await server.change(.assignTask, recipient.id, recipient.body, "Assigned")
        }
    }

    struct Delegate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lend a task of yours; it comes back when it is released.")

        @OptionGroup var server: ServerOptions
        @OptionGroup var recipient: Recipient

        func run() async throws {
            try await server.change(.delegateTask, recipient.id, recipient.body, "Delegated")
        }
    }

    struct HandOver: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "hand-over", abstract: "Hand a task of yours over for good.")

        @OptionGroup var server: ServerOptions
        @OptionGroup var recipient: Recipient

        func run() async throws {
            try await server.change(.handOverTask, recipient.id, recipient.body, "Handed over")
        }
    }
}
