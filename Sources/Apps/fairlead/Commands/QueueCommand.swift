import ArgumentParser
import FairleadAPITypes
import FairleadCanonical
import FairleadClient

struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "Open work of all kinds, in the order of priority.")

    @OptionGroup var server: ServerOptions
    @Option(help: "Only one queue.") var queue: String?
    @Option(help: "Only one kind: case, task, approval or exception.") var kind: String?

    func run() async throws {
        var query: [String: String] = [:]
        query["queue"] = queue
        query["kind"] = kind
        let wanted = query
        let (rows, down) = try await server.connected { client in
            let systems = try await client.all(.listContinuity)
            return (
                try await client.all(.listQueue, query: wanted),
                systems.filter { $0.words("state") != "up" }
            )
        }
        if server.json { return print(JSON.list(rows).text) }
        for system in down {
            print(
                "DOWN: \(system.words("subject") ?? "") since \(system.minute("since") ?? "") "
                    + "(\(system.words("cause") ?? "")); \(system.words("waiting") ?? "0") wait")
        }
        var table = Table("priority", "kind", "id", "queue", "what", "state", "due", "case")
        for row in rows {
            table.add(
                row.words("priority.score") ?? "–", row.words("kind"), row.words("id"),
                row.words("queue") ?? "", row.words("title"), row.words("state"),
                row.minute("due"), row.words("case"))
        }
        print(table.text)
    }
}

extension JSON {
    /// A list as the API gives it, all pages in one.
    static func list(_ items: [JSON]) -> JSON { ["items": .array(items), "next": nil] }
}
