import ArgumentParser
import FairleadAPITypes
import FairleadCanonical
import FairleadClient

struct ContinuityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "continuity",
        abstract: "Systems and models that are down, and how work goes on without them.",
        subcommands: [List.self, Declare.self, Lift.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Each system and model: up or down, since when, what waits.")

        @OptionGroup var server: ServerOptions

        func run() async throws {
            let states = try await server.connected { client in
                try await client.all(.listContinuity)
            }
            if server.json { return print(JSON.list(states).text) }
            var table = Table("subject", "kind", "state", "cause", "since", "until", "waiting")
            for state in states {
                table.add(
                    state.words("subject"), state.words("kind"), state.words("state"),
                    state.words("cause"), state.minute("since"), state.minute("until"),
                    state.words("waiting"))
            }
            print(table.text)
        }
    }

    struct Declare: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say that a system or a model is down: nothing is sent to it.",
            discussion: "Cases go on by what their playbooks declare without it, say so, and catch "
                + "up when it is lifted. Effects wait and leave once.")

        @OptionGroup var server: ServerOptions
        @ArgumentParser.Argument(help: "A connector, a part such as billing.writes, or a model.")
        var subject: String
        @Option(help: "Why.") var reason: String
        @Option(help: "When it ends by itself, such as 2026-11-21T18:00:00Z.") var until: String?

        func run() async throws {
            var body: JSONObject = ["subject": .string(subject), "reason": .string(reason)]
            if let until { body["until"] = .string(until) }
            let sent = JSON.object(body)
            try await server.change(.declareContinuity, subject, sent, "Declared down")
        }
    }

    struct Lift: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say that it is back: what waited leaves, once.")

        @OptionGroup var server: ServerOptions
        @ArgumentParser.Argument(help: "What was declared down.") var subject: String
        @Option(help: "Why.") var reason: String

        func run() async throws {
            try await server.change(
                .liftContinuity, subject,
                ["subject": .string(subject), "reason": .string(reason)], "Lifted")
        }
    }
}
