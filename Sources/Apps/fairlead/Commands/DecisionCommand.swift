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
                lines.append(
                    "  by      \(policy.words("document") ?? "")"
                        + (policy.words("clause").map { ", clause \($0)" } ?? "")
                        + (policy.words("owner").map { ", owner \($0)" } ?? "")
                        + (policy.words("inForceFrom").map { ", in force from \($0)" } ?? ""))
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
            lines += rules(decision) + changes(decision)
            if let reason = decision.words("unexplained") { lines.append("  " + reason) }
            if let masked = decision.maskedLine { lines.append(masked) }
            return lines.joined(separator: "\n")
        }

        private func rules(_ decision: JSON) -> [String] {
            (decision["rules"]?.items ?? []).map { rule in
                let number = "rule \(rule.words("number") ?? "")".padded(to: 8)
                let notes = rule.words("annotations").map { $0.isEmpty ? "" : "  (\($0))" } ?? ""
                if rule["matched"] == true { return "  \(number)matched\(notes)" }
                let failures = (rule["failures"]?.items ?? []).map { failure in
                    "\(failure.words("column") ?? "") is \(failure.words("value") ?? "unknown"), "
                        + "not \(failure.words("cell") ?? "")"
                }
                return "  \(number)no" + (failures.isEmpty ? "" : ": ")
                    + Terminal.plain(failures.joined(separator: "; ")) + notes
            }
        }

        private func changes(_ decision: JSON) -> [String] {
            (decision["changes"]?.items ?? []).map { change in
                "  if      \(change.words("column") ?? "") were \(change.words("region") ?? ""): "
                    + (change.words("outcome") ?? "")
            }
        }
    }
}
