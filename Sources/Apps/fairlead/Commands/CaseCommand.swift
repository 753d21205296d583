import ArgumentParser
import FairleadAPITypes
import FairleadCanonical
import FairleadClient

struct CaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "case", abstract: "Cases.",
        subcommands: [
            List.self, Show.self, Timeline.self, Graph.self, Split.self, Merge.self, Migrate.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Cases, by priority.")

        @OptionGroup var server: ServerOptions
        @Option(help: "Our own id of an account, or system/kind/id.") var account: String?
        @Option(help: "gathering, open, waiting, closed or merged.") var state: String?
        @Option(help: "A playbook.") var playbook: String?
        @Option(help: "A queue.") var queue: String?

        func run() async throws {
            var query: [String: String] = [:]
            query["account"] = account
            query["state"] = state
            query["playbook"] = playbook
            query["queue"] = queue
            let wanted = query
            let cases = try await server.connected { client in
                try await client.all(.listCases, query: wanted)
            }
            if server.json { return print(JSON.list(cases).text) }
            var table = Table(
                "priority", "id", "playbook", "state", "level", "queue", "opened", "outcome")
            for matter in cases {
                table.add(
                    matter.words("priority.score") ?? "–", matter.words("id"),
                    matter.words("playbook"), matter.words("state"), matter.words("level"),
                    matter.words("queue"), matter.minute("opened"), matter.words("outcome"))
            }
            print(table.text)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One case, whole.")

        @OptionGroup var server: ServerOptions
        @ArgumentParser.Argument(help: "The case's id.") var id: String

        func run() async throws {
            let id = id
            let matter = try await server.connected { client in
                try await client.call(.getCase, ["id": id])
            }
            print(server.json ? matter.text : CaseText(matter).text)
        }
    }

    struct Timeline: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "What happened, in order.")

        @OptionGroup var server: ServerOptions
        @ArgumentParser.Argument(help: "The case's id.") var id: String

        func run() async throws {
            let id = id
            let entries = try await server.connected { client in
                try await client.all(.getTimeline, ["id": id])
            }
            if server.json { return print(JSON.list(entries).text) }
            var table = Table("entry", "time", "type", "by", "what")
            for entry in entries {
                table.add(
                    "\(entry.words("shard") ?? "")/\(entry.words("number") ?? "")",
                    entry.words("time").map { String($0.dropFirst(11).prefix(12)) },
                    entry.words("type"), entry.words("actor"), entry["body"]?.words)
            }
            print(table.text)
        }
    }

    struct Graph: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "A case's stages and activities as a tree, or as a graph for dot.")

        @OptionGroup var server: ServerOptions
        @ArgumentParser.Argument(help: "The case's id.") var id: String
        @Flag(help: "Write the graph in the language of Graphviz.") var dot = false

        func run() async throws {
            let id = id
            let matter = try await server.connected { client in
                try await client.call(.getCase, ["id": id])
            }
            let graph = CaseGraph(matter)
            if server.json { return print(graph.json.text) }
            print(dot ? graph.dot : graph.tree)
        }
    }
}
