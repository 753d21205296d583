import ArgumentParser
import FairleadAPITypes
import FairleadCanonical
import FairleadClient

extension CaseCommand {
    struct Migrate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Move open cases to another version of the catalog, or back.",
            discussion: "Each case moves whole or not at all. --dry-run says for each what would "
                + "differ and what has no place there, and changes nothing.")

        @OptionGroup var server: ServerOptions
        @ArgumentParser.Argument(help: "Cases; none with --all.") var ids: [String] = []
        @Flag(help: "All open cases.") var all = false
        @Option(help: "With --all, only those of one playbook.") var playbook: String?
        @Option(help: "The version: its digest, the beginning of it, or current.")
        var to = "current"
        @Flag(help: "Back to the version from which each was migrated last.") var undo = false
        @Flag(help: "Only say what would differ.") var dryRun = false
        @Option(help: "Why; needed unless it is a dry run.") var reason: String?

        func validate() throws {
            if all != ids.isEmpty { throw ValidationError("cases, or --all") }
            if !dryRun, reason == nil { throw ValidationError("--reason says why") }
        }

        func run() async throws {
            var body: JSONObject = [
                "to": .string(to), "dryRun": .bool(dryRun), "undo": .bool(undo),
                "all": .bool(all),
            ]
            if !ids.isEmpty { body["cases"] = .array(ids.map(JSON.string)) }
            if let playbook { body["playbook"] = .string(playbook) }
            if let reason { body["reason"] = .string(reason) }
            let sent = JSON.object(body)
            let answer = try await server.connected(alone: .refused) { client in
                try await client.call(.migrateCases, body: sent)
            }
            if server.json { return print(answer.text) }
            show(answer)
        }

        private func show(_ answer: JSON) {
            let rows = answer["items"]?.arrayValue ?? []
            if rows.isEmpty { print("Every case is under that version.") }
            for row in rows {
                let obstacles = row["obstacles"]?.arrayValue ?? []
                let what =
                    row["migrated"]?.boolValue == true
                    ? "migrated" : obstacles.isEmpty ? "can be migrated" : "stays"
                print(
                    "\(row.words("case") ?? "")  \(row.words("playbook") ?? "–") "
                        + "\(row.words("fromVersion") ?? "") → "
                        + "\(row.words("toVersion") ?? ""): \(what)")
                for obstacle in obstacles { print("  ! \(obstacle.stringValue ?? "")") }
                for difference in row["differences"]?.arrayValue ?? [] {
                    print("  - \(difference.stringValue ?? "")")
                }
            }
            if answer["more"]?.boolValue == true { print("There are more: call again.") }
        }
    }
}
