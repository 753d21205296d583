import ArgumentParser
import FairleadAPITypes
import FairleadCanonical
import FairleadClient

struct DecisionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decision", abstract: "Decision records.", subcommands: [Explain.self])

    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Why it was decided so, by whose authority, and what would change it.")

        @OptionGroup var server: ServerOptions
        @ArgumentParser.Argument(help: "The decision's id.") var id: String

        func run() async throws {
            let id = id
            let decision = try await server.connected { client in
                try await client.call(.getDecision, ["id": id])
            }
            print(server.json ? decision.text : text(decision))
        }

        private func text(_ decision: JSON) -> String {
            var lines = [
                "\(decision.words("model") ?? "")  \(decision.words("id") ?? "") in case "
                    + "\(decision.words("case") ?? ""), \(decision.minute("time") ?? "")",
                "  gave    \(decision.words("outputs") ?? "not for your eyes")",
            ]
            if let policy = decision["policy"], !policy.isNull {
                lines.append("  by      " + DecisionText.words(of: policy))
            }
            if let level = decision.words("level") { lines.append("  level   \(level)") }
            lines.append(
                "  as      catalog \((decision.words("versions.catalog") ?? "").prefix(12)), "
                    + "model \((decision.words("versions.model") ?? "").prefix(12)), semantics "
                    + (decision.words("versions.semantics") ?? ""))
            let degraded = decision.words("degraded") ?? ""
            if !degraded.isEmpty { lines.append("  without \(degraded)") }
            for (name, value) in decision["inputs"]?.objectValue ?? [:] {
                lines.append(
                    "  from    " + name.padded(to: 20) + Terminal.plain(value.words ?? "unknown"))
            }
            lines += DecisionText(explanation: decision).lines
            if let reason = decision.words("unexplained") { lines.append("  " + reason) }
            if let masked = decision.maskedLine { lines.append(masked) }
            return lines.joined(separator: "\n")
        }
    }
}
