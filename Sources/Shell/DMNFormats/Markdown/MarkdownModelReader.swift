import FEEL

/// Reads a model that Markdown shows: the tables and expressions of its sections, and the rest from
/// the block of YAML.
struct MarkdownModelReader {
    private let lines: [MarkdownLine]
    private let file: String?

    private struct Section {
        let line: MarkdownLine
        var rows: [MarkdownLine] = []
        /// The lines of the block with the expression.
        var expression: [MarkdownLine]?
    }

    /// Whether a text holds a model, and not only the tables of a policy.
    static func isModel(_ text: String) -> Bool {
        MarkdownModelReader(text, file: nil).block != nil
    }

    static func tree(_ text: String, file: String?) throws(CompileError) -> XMLNode {
        let reader = MarkdownModelReader(text, file: file)
        guard let block = reader.block else {
            throw CompileError([
                Diagnostic(
                    .error, .syntax, "a block of YAML with the model is expected",
                    at: reader.lines[0].place)
            ])
        }
        // Blank lines before it, so that its places are those of the file.
        let yaml =
            String(repeating: "\n", count: block.lowerBound)
            + reader.lines[block].map(\.text).joined(separator: "\n")
        let root = try DMNYAML.tree(yaml, file: file)
        do throws(Diagnostic) {
            return try reader.fill(root, try reader.sections(before: block.lowerBound))
        } catch { throw CompileError([error]) }
    }

    private init(_ text: String, file: String?) {
        lines = MarkdownLine.lines(text, file: file)
        self.file = file
    }

    /// The lines of the block of YAML that holds the model.
    private var block: Range<Int>? {
        for (at, line) in lines.enumerated()
        where line.text == "```yaml" && at + 1 < lines.count
            && lines[at + 1].text.hasPrefix("definitions:")
        {
            let end = lines[at...].firstIndex { $0.text == "```" } ?? lines.count
            return (at + 1)..<end
        }
        return nil
    }

    private func sections(before end: Int) throws(Diagnostic) -> [String: Section] {
        var sections: [String: Section] = [:]
        var current: String?
        var at = 0
        while at < end {
            let line = lines[at]
            at += 1
            if let heading = line.heading {
                let name = String(heading)
                let isSection = ModelSections.kinds.values.contains { name.hasPrefix($0 + ": ") }
                current = isSection ? name : nil
                guard isSection else { continue }
                guard sections[name] == nil else {
                    throw Diagnostic(
                        .error, .duplicate, "\(name) stands here twice", at: line.place)
                }
                sections[name] = Section(line: line)
            } else if line.text == "```feel" {
                let last = lines[at..<end].firstIndex { $0.text == "```" } ?? end
                if let current, sections[current]?.expression == nil {
                    sections[current]?.expression = Array(lines[at..<last])
                }
                at = last + 1
            } else if line.isRow, let current {
                sections[current]?.rows.append(line)
            }
        }
        return sections
    }

    private func fill(
        _ root: XMLNode, _ sections: [String: Section]
    ) throws(Diagnostic) -> XMLNode {
        var root = root
        var used: [String] = []
        for (at, child) in root.children.enumerated() {
            guard case .element(let node) = child, node.prefix == root.prefix,
                let heading = ModelSections.heading(node), !used.contains(heading)
            else { continue }
            var failure: Diagnostic?
            let changed = ModelSections.replacing(in: node) { inner -> XMLNode? in
                guard inner["shown"] == "above" else { return nil }
                used.append(heading)
                do throws(Diagnostic) {
                    return try shown(inner, sections[heading], heading)
                } catch {
                    failure = error
                    return nil
                }
            }
            if let failure { throw failure }
            if let changed { root.children[at] = .element(changed) }
        }
        for (name, section) in sections.sorted(by: { $0.value.line.number < $1.value.line.number })
        where !used.contains(name) {
            throw Diagnostic(
                .error, .unknownName, "the model below shows no \(name) here",
                at: section.line.place)
        }
        return root
    }

    private func shown(
        _ node: XMLNode, _ section: Section?, _ heading: String
    ) throws(Diagnostic) -> XMLNode {
        let isTable = node.name == "decisionTable"
        guard let section, isTable ? !section.rows.isEmpty : section.expression != nil else {
            throw Diagnostic(
                .error, .table,
                "no \(isTable ? "table" : "expression") stands above under \"\(heading)\"",
                at: SourcePlace(
                    file: file, line: node.line, column: node.column, length: 1, lineText: ""))
        }
        return isTable
            ? try table(node, section) : expression(node, section.expression ?? [])
    }

    private func expression(_ node: XMLNode, _ lines: [MarkdownLine]) -> XMLNode {
        var result = node.removing("shown")
        let words = lines.map(\.text).joined(separator: "\n")
        for (at, child) in result.children.enumerated() {
            guard case .element(let inner) = child, inner.name == "text" else { continue }
            result.children[at] = .element(
                XMLNode(
                    prefix: inner.prefix, name: "text", attributes: [],
                    namespaces: inner.namespaces, line: lines.first?.number ?? node.line,
                    column: 1, children: [.text(words)]))
        }
        return result
    }

    private func table(_ node: XMLNode, _ section: Section) throws(Diagnostic) -> XMLNode {
        let columns = node.elements.filter {
            ["input", "output", "annotation"].contains($0.name)
        }
        let ids = node.elements("ids").map { $0.text.split(separator: " ").map(String.init) }
        guard section.rows.count > 1, MarkdownTable.isRuler(section.rows[1]) else {
            throw Diagnostic(
                .error, .table, "a row of dashes is expected under the heading row",
                at: section.rows[0].place)
        }
        var result = node.removing("shown")
        result.children = node.elements.filter { $0.name != "ids" }.map(XMLNode.Child.element)
        for (number, row) in section.rows.dropFirst(2).enumerated() {
            let cells = MarkdownTable.cells(row)
            guard cells.count == columns.count else {
                throw Diagnostic(
                    .error, .table,
                    "this row has \(cells.count) cells, the table has \(columns.count) columns",
                    at: row.place, hint: "within a cell a vertical bar is written \\|")
            }
            let own = number < ids.count && ids[number].count == cells.count + 1 ? ids[number] : []
            func id(_ at: Int) -> [XMLNode.Attribute] {
                guard at < own.count, own[at] != "-" else { return [] }
                return [.init(name: "id", value: own[at])]
            }
            var entries: [XMLNode.Child] = []
            for (at, cell) in cells.enumerated() {
                let place = row.place(cell)
                let words = cell.replacing("\\|", with: "|")
                let text = XMLNode(
                    prefix: node.prefix, name: "text", attributes: [], namespaces: node.namespaces,
                    line: place.line, column: place.column,
                    children: words.isEmpty ? [] : [.text(String(words))])
                entries.append(
                    .element(
                        node.child(columns[at].name + "Entry", [.element(text)], id(at + 1))))
            }
            result.children.append(.element(node.child("rule", entries, id(0))))
        }
        return result
    }
}
