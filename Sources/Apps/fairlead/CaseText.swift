import FairleadCanonical

/// A case in lines for people.
struct CaseText {
    private let matter: JSON

    init(_ matter: JSON) { self.matter = matter }

    var text: String {
        var parts = [head]
        parts.append(
            list("Links", "links") { link in
                "\(Self.relation[link.words("as") ?? ""] ?? "")  \(link.words("case") ?? "")"
            })
        parts.append(list("Events", "events", event))
        parts.append(facts)
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
        for one in matter["clocks"]?.items ?? [] {
            lines.append("  " + "clock".padded(to: 16) + clock(one))
        }
        return lines.joined(separator: "\n")
    }

    /// `recovery (OLA, PT24H): due 2026-11-21 09:30, 34 % used, 75 % at 03:30 to revops-lead`.
    private func clock(_ clock: JSON) -> String {
        let target = ["elapsed", "business", "businessDays", "at"].compactMap { name in
            clock.words("target." + name).map { name == "businessDays" ? $0 + " days" : $0 }
        }
        let promise = ([clock.words("kind")] + target + [clock.words("target.calendar")])
            .compactMap { $0 }.joined(separator: " ")
        var parts = [clock.minute("due").map { "due \($0)" } ?? "no deadline now"]
        if let used = clock.words("percentUsed") { parts.append("\(used) % used") }
        if let since = clock.minute("pausedSince") { parts.append("paused since \(since)") }
        if let stopped = clock.minute("stopped") { parts.append("stopped \(stopped)") }
        if let next = clock["next"], let percent = next.words("percent") {
            let at = next.minute("at").map { " at \($0)" } ?? ""
            parts.append("\(percent) %\(at) to \(next.words("to") ?? "nobody")")
        }
        if let by = clock["next"]?.minute("answerBy") { parts.append("to be answered by \(by)") }
        return "\(clock.words("name") ?? "") (\(promise)): " + parts.joined(separator: ", ")
    }

    private static let relation = [
        "calledBy": "called by", "calls": "calls", "mergedInto": "merged into",
        "mergedFrom": "merged from", "splitFrom": "split from", "splitInto": "split into",
        "contests": "contests",
    ]

    private func event(_ event: JSON) -> String {
        let entry = "\(event.words("entry.shard") ?? "")/\(event.words("entry.number") ?? "")"
        return [
            entry.padded(to: 10), event.minute("time") ?? "",
            (event.words("type") ?? "").padded(to: 22),
            (event.words("source") ?? "").padded(to: 12), event.words("id") ?? "",
        ].joined(separator: "  ")
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
