import FairleadCanonical

/// A case in lines for people.
struct CaseText {
    private let matter: JSON

    init(_ matter: JSON) { self.matter = matter }

    var text: String {
        var parts = [head, facts]
        parts.append(
            list("Decisions", "decisions") { decision in
                "\(decision.words("id") ?? "")  \(decision.words("model") ?? "")  →  "
                    + (decision.words("outputs") ?? "not for your eyes")
            })
        parts.append(list("Effects", "effects", effect))
        parts.append(
            list("Approvals", "approvals") { approval in
                "\(approval.words("id") ?? "")  \(approval.words("operation") ?? "")  "
                    + "\(approval.words("role") ?? "")  \(approval.words("state") ?? "")"
                    + (approval.words("shown").map { "\n      \($0)" } ?? "")
            })
        parts.append(
            list("Tasks", "tasks") { task in
                "\(task.words("id") ?? "")  \(task.words("title") ?? "")  "
                    + "[\(task.words("queue") ?? "")]  \(task.words("state") ?? "")"
            })
        parts.append(
            list("Exceptions", "exceptions") { raised in
                "\(raised.words("id") ?? "")  \(raised.words("code") ?? "")  "
                    + "\(raised.words("owner") ?? "")  \(raised.words("state") ?? ""): "
                    + (raised.words("message") ?? "")
            })
        parts.append(matter.maskedLine ?? "")
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private var head: String {
        var lines = [
            "Case \(matter.words("id") ?? "")  \(matter.words("playbook") ?? "no playbook yet")"
                + (matter.words("playbookVersion").map { " v\($0)" } ?? "")
                + "  \(matter.words("state") ?? "")"
        ]
        for (title, path) in [
            ("account", "account"), ("opened", "opened"), ("closed", "closed"),
            ("outcome", "outcome"), ("level", "level"), ("queue", "queue"),
            ("priority", "priority.score"), ("of which", "priority.components"),
            ("goes on without", "degraded"), ("catalog", "catalog"),
        ] {
            guard let words = matter.words(path), !words.isEmpty else { continue }
            lines.append("  " + title.padded(to: 16) + Terminal.plain(words))
        }
        for clock in matter["clocks"]?.items ?? [] {
            let stopped = clock.minute("stopped").map { ", stopped \($0)" } ?? ""
            lines.append(
                "  " + "clock".padded(to: 16)
                    + "\(clock.words("name") ?? "") due \(clock.minute("due") ?? "")\(stopped)")
        }
        return lines.joined(separator: "\n")
    }

    private var facts: String {
        guard let facts = matter["facts"]?.objectValue, !facts.isEmpty else { return "" }
        let lines = facts.map { name, fact in
            let from = "\(fact.words("source") ?? ""), \(fact.words("age") ?? "") ago"
            return "  " + name.padded(to: 20) + from.padded(to: 24)
                + Terminal.plain(String((fact.words("value") ?? "").prefix(100)))
        }
        return (["Facts"] + lines).joined(separator: "\n")
    }

    private func effect(_ effect: JSON) -> String {
        var line =
            "\(effect.words("id") ?? "")  \(effect.words("operation") ?? "")  "
            + "\(effect.words("level") ?? "")  \(effect.words("state") ?? "")"
        if let code = effect.words("outcome.code") { line += " (\(code))" }
        if let found = effect.words("outcome.readBack") { line += ", read back: \(found)" }
        return line
    }

    private func list(_ title: String, _ name: String, _ line: (JSON) -> String) -> String {
        let items = matter[name]?.items ?? []
        if items.isEmpty { return "" }
        return ([title] + items.map { "  " + line($0) }).joined(separator: "\n")
    }
}
