/// Writes a model as Markdown: its tables and expressions for people, and the rest of it as YAML.
enum MarkdownModelWriter {
    static func text(_ root: XMLNode) throws -> String {
        var rest = root
        var sections: [String] = []
        var seen: [String] = []
        for (at, child) in root.children.enumerated() {
            guard case .element(let node) = child, node.prefix == root.prefix,
                let heading = ModelSections.heading(node), !seen.contains(heading)
            else { continue }
            seen.append(heading)
            var shown: String?
            let changed = ModelSections.replacing(in: node) { inner -> XMLNode? in
                let part = inner.name == "decisionTable" ? table(inner) : expression(inner)
                shown = part?.text
                return part?.rest
            }
            guard let changed, let shown else { continue }
            rest.children[at] = .element(changed)
            sections.append("## \(heading)\n\n\(shown)\n")
        }
        let title = (root["name"] ?? "Model").split(whereSeparator: \.isWhitespace)
        let yaml = try YAMLTreeWriter.text(rest)
        return """
            # \(title.joined(separator: " "))

            \(sections.joined(separator: "\n"))
            ## Model

            What the tables and expressions above belong to. Their text is taken from there; the \
            headings of their columns are for people.

            ```yaml
            \(yaml)```

            """
    }

    // MARK: Tables

    private static func table(_ node: XMLNode) -> (text: String, rest: XMLNode)? {
        let columns = node.elements.filter {
            ["input", "output", "annotation"].contains($0.name)
        }
        let rules = node.elements.filter { $0.name == "rule" }
        let others = node.elements.contains { $0.name == "ids" || $0.prefix != node.prefix }
        guard !rules.isEmpty, !others, !node.isMixed, node["shown"] == nil,
            node.elements.suffix(rules.count).allSatisfy({ $0.name == "rule" })
        else { return nil }
        var rows = [columns.map(title)]
        var ids: [[String]] = []
        for rule in rules {
            guard let row = self.row(rule, columns) else { return nil }
            rows.append(row.cells)
            ids.append(row.ids)
        }
        guard let text = markdown(rows) else { return nil }
        var rest = node
        rest.children = node.elements.dropLast(rules.count).map(XMLNode.Child.element)
        rest = rest.adding(ModelSections.above)
        if ids.joined().contains(where: { $0 != "-" }) {
            for row in ids {
                rest.children.append(
                    .element(node.child("ids", [.text(row.joined(separator: " "))])))
            }
        }
        return (text, rest)
    }

    private static func title(_ column: XMLNode) -> String {
        let named = column["label"] ?? column["name"]
        let text = named ?? column.first("inputExpression")?.first("text")?.text ?? "result"
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            .replacing("\\|", with: "/").replacing("|", with: "/")
    }

    /// The texts of a rule's cells, and its identifiers; `nil` where it holds anything else.
    private static func row(
        _ rule: XMLNode, _ columns: [XMLNode]
    ) -> (cells: [String], ids: [String])? {
        let cells = rule.elements
        let names = columns.map { $0.name == "annotation" ? "annotationEntry" : $0.name + "Entry" }
        guard !rule.isMixed, cells.map(\.name) == names else { return nil }
        var texts: [String] = []
        var ids: [String] = []
        for node in [rule] + cells {
            guard node.prefix == rule.prefix, node.attributes.allSatisfy({ $0.name == "id" }),
                node["id"]?.contains(where: \.isWhitespace) != true, node["id"] != "-"
            else { return nil }
            ids.append(node["id"] ?? "-")
        }
        for cell in cells {
            guard !cell.isMixed, cell.elements.count == 1, let text = cell.first("text"),
                text.prefix == rule.prefix, text.attributes.isEmpty, text.elements.isEmpty
            else { return nil }
            texts.append(text.text)
        }
        return (texts, ids)
    }

    private static func markdown(_ rows: [[String]]) -> String? {
        var widths = rows[0].map { _ in 3 }
        var cells: [[String]] = []
        for row in rows {
            var written: [String] = []
            for (at, text) in row.enumerated() {
                let isPlain = !text.contains(where: { $0.isNewline || $0 == "\t" })
                guard isPlain, !text.contains("\\|"), !isTicked(text),
                    MarkdownLine.trim(text[...]) == text[...]
                else { return nil }
                written.append(text.replacing("|", with: "\\|"))
                widths[at] = max(widths[at], written[at].unicodeScalars.count)
            }
            cells.append(written)
        }
        var lines = cells.map { row in
            "| "
                + zip(row, widths).map { text, width in
                    text + String(repeating: " ", count: width - text.unicodeScalars.count)
                }.joined(separator: " | ") + " |"
        }
        let ruler = widths.map { String(repeating: "-", count: $0) }
        lines.insert("| " + ruler.joined(separator: " | ") + " |", at: 1)
        return lines.joined(separator: "\n")
    }

    private static func isTicked(_ text: String) -> Bool {
        MarkdownLine.withoutTicks(text[...]) != text[...]
    }

    // MARK: Expressions

    private static func expression(_ node: XMLNode) -> (text: String, rest: XMLNode)? {
        guard !node.isMixed, node["shown"] == nil, let text = node.first("text"),
            text.attributes.isEmpty, text.elements.isEmpty, text.prefix == node.prefix,
            node.elements("text").count == 1, !text.text.contains("```"),
            !text.text.contains("\r"), !text.text.isEmpty
        else { return nil }
        var rest = node
        rest.children = node.elements.map { inner in
            inner.name == "text" ? .element(node.child("text", [])) : .element(inner)
        }
        return ("```feel\n\(text.text)\n```", rest.adding(ModelSections.above))
    }
}

extension XMLNode {
    func adding(_ attribute: Attribute) -> XMLNode {
        var node = XMLNode(
            prefix: prefix, name: name,
            attributes: (attributes + [attribute]).sorted { $0.name < $1.name },
            namespaces: namespaces, line: line, column: column)
        node.children = children
        return node
    }

    func removing(_ attribute: String) -> XMLNode {
        var node = XMLNode(
            prefix: prefix, name: name, attributes: attributes.filter { $0.name != attribute },
            namespaces: namespaces, line: line, column: column)
        node.children = children
        return node
    }

    /// A new element beside the children of this one.
    func child(_ name: String, _ children: [Child], _ attributes: [Attribute] = []) -> XMLNode {
        XMLNode(
            prefix: prefix, name: name, attributes: attributes, namespaces: namespaces, line: line,
            column: column, children: children)
    }
}
