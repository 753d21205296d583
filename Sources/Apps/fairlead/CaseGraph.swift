import FairleadCanonical
import FairleadDrawing

/// A case's stages and activities, what each waited for and what it did.
struct CaseGraph {
    private let matter: JSON
    private let stages: [(name: String, state: String, activities: [JSON])]

    init(_ matter: JSON) {
        self.matter = matter
        let activities = matter["activities"]?.items ?? []
        stages = (matter["stages"]?.items ?? []).map { stage in
            let name = stage.words("name") ?? ""
            return (
                name, stage.words("state") ?? "",
                activities.filter { $0.words("stage") == name }
            )
        }
    }

    var json: JSON {
        [
            "case": matter["id"] ?? .null,
            "stages": .array(
                stages.map { stage in
                    [
                        "name": .string(stage.name), "state": .string(stage.state),
                        "activities": .array(
                            stage.activities.map { activity in
                                [
                                    "id": activity["id"] ?? .null,
                                    "state": activity["state"] ?? .null,
                                    "after": activity["after"] ?? [],
                                    "does": .array(works(of: activity).map(JSON.string)),
                                ]
                            }),
                    ]
                }),
        ]
    }

    /// Lines with branches.
    var tree: String {
        var lines = [
            "\(matter.words("id") ?? "")  \(matter.words("playbook") ?? "")  "
                + (matter.words("state") ?? "")
        ]
        for (index, stage) in stages.enumerated() {
            let isLast = index == stages.count - 1
            lines.append("\(isLast ? "└─" : "├─") \(stage.name)  \(stage.state)")
            for (place, activity) in stage.activities.enumerated() {
                let branch = place == stage.activities.count - 1 ? "└─" : "├─"
                lines.append("\(isLast ? "   " : "│  ")\(branch) \(line(activity))")
            }
        }
        return lines.joined(separator: "\n")
    }

    private func line(_ activity: JSON) -> String {
        var line = "\(activity.words("id") ?? "")  \(activity.words("state") ?? "")"
        if let reason = activity.words("reason") { line += " (\(reason))" }
        let after = activity.words("after") ?? ""
        if !after.isEmpty { line += "  after \(after)" }
        let works = works(of: activity)
        if !works.isEmpty { line += "  → " + works.joined(separator: "; ") }
        return Terminal.plain(line)
    }

    /// What came of an activity: decisions, effects and tasks.
    private func works(of activity: JSON) -> [String] {
        let id = activity["id"]
        func named(_ list: String) -> [JSON] {
            (matter[list]?.items ?? []).filter { $0["activity"] == id }
        }
        return named("decisions").compactMap { $0.words("model").map { "decided by \($0)" } }
            + named("effects").map {
                "\($0.words("operation") ?? "") \($0.words("state") ?? "")"
            }
            + named("tasks").map { "task \($0.words("id") ?? "") \($0.words("state") ?? "")" }
    }

    /// The same for Graphviz.
    var dot: String {
        var lines = ["digraph case {", "  rankdir=LR; node [shape=box, fontname=\"sans-serif\"];"]
        for (index, stage) in stages.enumerated() {
            lines.append("  subgraph cluster_\(index) {")
            lines.append("    label=\(Graphviz.quoted("\(stage.name): \(stage.state)"));")
            for activity in stage.activities {
                let works = works(of: activity).map { "\n" + $0 }.joined()
                let id = activity.words("id") ?? ""
                let label = Graphviz.quoted("\(id): \(activity.words("state") ?? "")" + works)
                lines.append("    \(Graphviz.quoted(id)) [label=\(label)];")
            }
            lines.append("  }")
            for activity in stage.activities {
                let id = Graphviz.quoted(activity.words("id") ?? "")
                for before in activity["after"]?.items ?? [] {
                    lines.append("  \(Graphviz.quoted(before.words ?? "")) -> \(id);")
                }
            }
        }
        return (lines + ["}"]).joined(separator: "\n")
    }
}
