public import FairleadPlaybook

/// A playbook as a picture: stages as frames, their steps from left to right, what starts the case
/// before them, what may happen at any time beneath.
public struct PlaybookPicture {
    private let outline: PlaybookOutline

    /// What of a condition a box shows, in characters; all of it is in the box's tooltip.
    static let conditionCharactersMax = 44

    public init(_ outline: PlaybookOutline) { self.outline = outline }

    /// The picture for Graphviz.
    public var dot: String {
        var lines = [
            "digraph playbook {",
            "  graph [rankdir=LR, compound=true, fontname=\"sans-serif\", fontsize=11,",
            "    fontcolor=\"#1a1a1a\", nodesep=0.18, ranksep=0.5, labelloc=b, labeljust=l,",
            "    label=\(besideThePlan), tooltip=\(Graphviz.quoted(outline.purpose))];",
            "  node [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\", fontsize=11,",
            "    color=\"#5a5a5a\", fontcolor=\"#1a1a1a\", margin=\"0.1,0.05\"];",
            "  edge [color=\"#5a5a5a\", arrowsize=0.7, fontname=\"sans-serif\", fontsize=9];",
            "  subgraph cluster_all {",
            "    graph [penwidth=0, fontsize=18, labelloc=t, label=\(title)];",
        ]
        for (index, stage) in outline.stages.enumerated() { lines += frame(stage, index) }
        lines += starts + followings
        return (lines + ["  }", "}"]).joined(separator: "\n") + "\n"
    }

    private var title: String {
        Graphviz.quoted(
            "\(outline.name)  version \(outline.version), \(outline.owner)\n\(outline.purpose)"
        )
        .replacing("\\n", with: "\\l").dropLast() + "\\l\\l\""
    }

    /// What may happen at any time, and the clocks, as a table.
    private var besideThePlan: String {
        let reactions = outline.reactions.map { reaction in
            [
                reaction.event, reaction.condition.map { "when \(Self.short($0))" } ?? "",
                reaction.does ?? "",
            ]
        }
        let clocks = outline.clocks.map { [$0.name, "", $0.words] }
        let history = outline.history.map { [$0.name, "", $0.words] }
        let rows =
            Self.rows("At any time", reactions)
            + Self.rows("Clocks", clocks)
            + Self.rows("Looks back", history)
        guard !rows.isEmpty else { return "\"\"" }
        return "<<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"2\">\(rows)</TABLE>>"
    }

    private static func rows(_ title: String, _ rows: [[String]]) -> String {
        guard !rows.isEmpty else { return "" }
        let head = "<TR><TD ALIGN=\"LEFT\" COLSPAN=\"3\"><B>\(title)</B></TD></TR>"
        return head
            + rows.map { row in
                "<TR>"
                    + row.map { "<TD ALIGN=\"LEFT\">\(Graphviz.escaped($0))</TD>" }.joined()
                    + "</TR>"
            }.joined()
    }

    // MARK: Stages

    private func frame(_ stage: PlaybookOutline.Stage, _ index: Int) -> [String] {
        let label =
            "<<B>\(Graphviz.escaped(stage.name))</B><BR ALIGN=\"LEFT\"/>"
            + "<FONT POINT-SIZE=\"10\">until "
            + Graphviz.escaped(Self.short(stage.completesWhen)) + "<BR ALIGN=\"LEFT\"/>else "
            + Graphviz.escaped("\(stage.exception) to \(stage.owner), by \(stage.by)")
            + "<BR ALIGN=\"LEFT\"/></FONT>>"
        var lines = [
            "  subgraph cluster_\(index) {",
            "    graph [penwidth=1, style=\"rounded,filled\", fillcolor=\"#fafafa\",",
            "      color=\"#8a8a8a\",",
            "      fontsize=13, label=\(label),",
            "      tooltip=\(Graphviz.quoted("until \(stage.completesWhen)"))];",
        ]
        if stage.steps.isEmpty {
            lines.append("    \(hook(of: index)) [style=invis, label=\"\", width=0];")
        }
        for step in stage.steps { lines.append("    " + box(step)) }
        lines.append("  }")
        for step in stage.steps {
            let style = step.isAfterAny ? " [style=dashed, label=\"any\"]" : ""
            for before in step.after {
                lines.append(
                    "  \(Graphviz.quoted(before)) -> \(Graphviz.quoted(step.id))\(style);")
            }
        }
        return lines
    }

    private func box(_ step: PlaybookOutline.Step) -> String {
        var rows = ["<B>\(Graphviz.escaped(step.id))</B>"]
        rows.append(
            "<FONT POINT-SIZE=\"9\">\(step.kind.rawValue) "
                + Graphviz.escaped(Self.short(step.subject)) + "</FONT>")
        for (word, condition) in [("when", step.condition), ("as soon as", step.asSoonAs)] {
            guard let condition else { continue }
            rows.append(
                "<FONT POINT-SIZE=\"9\"><I>\(word) "
                    + Graphviz.escaped(Self.short(condition)) + "</I></FONT>")
        }
        let label = rows.map { $0 + "<BR ALIGN=\"LEFT\"/>" }.joined()
        let tooltip =
            ([step.condition.map { "when \($0)" }, step.asSoonAs.map { "as soon as \($0)" }]
            .compactMap { $0 } + step.notes.map { "\($0.name): \($0.words)" })
            .joined(separator: "\n")
        return "\(Graphviz.quoted(step.id)) [fillcolor=\"\(Self.fill(step.kind))\", "
            + "label=<\(label)>, tooltip=\(Graphviz.quoted(tooltip.isEmpty ? step.id : tooltip))];"
    }

    /// Light enough for dark words; the kind stands in words too.
    private static func fill(_ kind: PlaybookOutline.Step.Kind) -> String {
        switch kind {
        case .estimate, .classify: "#e8e1f5"
        case .lookup, .call: "#e3f0f0"
        case .decide: "#dcebfa"
        case .act: "#ddf1df"
        case .notify: "#eef5d6"
        case .task, .escalate: "#fdebc8"
        case .wait: "#ececec"
        }
    }

    // MARK: What leads where

    private var starts: [String] {
        var lines: [String] = []
        let first = outline.stages.indices.filter { outline.stages[$0].after.isEmpty }
        for (index, start) in outline.starts.enumerated() {
            let condition = start.condition.map { "when \($0)" } ?? start.event
            lines.append(
                "  start\(index) [shape=ellipse, fillcolor=\"#ffffff\", "
                    + "label=\(Graphviz.quoted(start.event)), "
                    + "tooltip=\(Graphviz.quoted(condition))];")
            for stage in first {
                lines.append(
                    "  start\(index) -> \(hook(of: stage)) [lhead=cluster_\(stage)];")
            }
        }
        return lines
    }

    private var followings: [String] {
        outline.stages.indices.flatMap { index in
            outline.stages[index].after.compactMap { name in
                outline.stages.firstIndex { $0.name == name }.map { before in
                    "  \(hook(of: before, isLast: true)) -> \(hook(of: index)) "
                        + "[ltail=cluster_\(before), lhead=cluster_\(index), penwidth=1.6];"
                }
            }
        }
    }

    /// A node of a stage to which an edge of the whole stage is tied: one that nothing comes
    /// before, or one that comes last.
    private func hook(of index: Int, isLast: Bool = false) -> String {
        let steps = outline.stages[index].steps
        let preceding = Set(steps.flatMap(\.after))
        let own = Set(steps.map(\.id))
        let ends = steps.filter { step in
            isLast ? !preceding.contains(step.id) : step.after.allSatisfy { !own.contains($0) }
        }
        guard !ends.isEmpty else { return "hook\(index)" }
        return Graphviz.quoted(ends[ends.count / 2].id)
    }

    private static func short(_ text: String) -> String {
        text.count <= conditionCharactersMax
            ? text : text.prefix(conditionCharactersMax - 1) + "…"
    }
}
