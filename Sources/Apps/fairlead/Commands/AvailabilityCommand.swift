import ArgumentParser
import FairleadAPITypes
import FairleadCanonical
import FairleadClient

struct AvailabilityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "availability", abstract: "Who is away, and who stands in for whom.",
        subcommands: [List.self, Set.self, End.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "What people said.")

        @OptionGroup var server: ServerOptions

        func run() async throws {
            let all = try await server.connected { client in
                try await client.all(.listAvailability)
            }
            if server.json { return print(JSON.list(all).text) }
            var table = Table("id", "person", "from", "until", "away", "stands in")
            for one in all {
                table.add(
                    one.words("id"), one.words("name") ?? one.words("person"),
                    one.minute("from"), one.minute("until"), one.words("away"),
                    one.words("delegateName") ?? one.words("delegate"))
            }
            print(table.text)
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say that you are away, or who stands in for you.",
            discussion: "A stand-in has your roles, sees with his own eyes, and is bound by "
                + "every separation of duties that binds either of you.")

        @OptionGroup var server: ServerOptions
        @Option(help: "From when, such as 2026-12-01T08:00:00Z; now if not said.")
        var from: String?
        @Option(help: "Until when, not included.") var until: String
        @Flag(help: "You are out of office: no task is assigned to you.") var away = false
        @Option(help: "Who stands in, by name.") var delegate: String?
        @Option(help: "Why.") var reason: String?

        func run() async throws {
            var body: JSONObject = ["until": .string(until), "away": .bool(away)]
            if let from { body["from"] = .string(from) }
            if let delegate { body["delegate"] = .string(delegate) }
            if let reason { body["reason"] = .string(reason) }
            let wanted = JSON.object(body)
            let answer = try await server.connected(alone: .refused) { client in
                try await client.call(.setAvailability, body: wanted)
            }
            print(server.json ? answer.text : "Said: \(answer.words("id") ?? "")")
        }
    }

    struct End: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take back what you said.")

        @OptionGroup var server: ServerOptions
        @ArgumentParser.Argument(help: "Its id.") var id: String

        func run() async throws {
            try await server.change(.endAvailability, id, nil, "Ended")
        }
    }
}
