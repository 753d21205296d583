import DMN
import FEEL

/// Reads the rows of a table: a heading row, a row of dashes, then one rule a row.
struct MarkdownTable {
    let inputs: [InputClause]
    let outputs: [OutputClause]
    let rows: [MarkdownLine]

    private enum Role {
        case input(Int)
        case output(Int)
        case annotation(String)
    }

    mutating func definition(
        _ hitPolicy: HitPolicy, allowsGaps: Bool, _ reader: inout DecisionReader
    ) -> TableDefinition? {
        guard let roles = roles(&reader) else { return nil }
        guard rows.count > 1, Self.isRuler(rows[1]) else {
            reader.report(
                .table, "a row of dashes is expected under the heading row",
                (rows.count > 1 ? rows[1] : rows[0]).place, hint: "| --- | --- |")
            return nil
        }
        var rules: [RuleDefinition] = []
        for row in rows.dropFirst(2) {
            if let rule = rule(row, roles, &reader) { rules.append(rule) }
        }
        let annotations: [String] = roles.compactMap { role in
            if case .annotation(let name) = role { return name }
            return nil
        }
        return TableDefinition(
            hitPolicy: hitPolicy, inputs: inputs, outputs: outputs, annotationNames: annotations,
            rules: rules, allowsGaps: allowsGaps)
    }

    /// What each column is, by the heading row.
    private func roles(_ reader: inout DecisionReader) -> [Role]? {
        let before = reader.diagnostics.count
        var roles: [Role] = []
        var taken: [String] = []
        for cell in Self.cells(rows[0]) {
            let title = String(MarkdownLine.withoutTicks(cell))
            if taken.contains(title) {
                reader.report(
                    .duplicate, "the column \(title) stands here twice", rows[0].place(cell))
            }
            taken.append(title)
            roles.append(role(title, after: roles, rows[0].place(cell), &reader))
        }
        // A heading that is misspelt is told already.
        guard reader.diagnostics.count == before else { return nil }
        let missing =
            inputs.map(\.title).filter { !taken.contains($0) }
            + outputs.map(\.name).filter { !taken.contains($0) }
        for title in missing {
            reader.report(.table, "the table has no column for \(title)", rows[0].place)
        }
        return reader.diagnostics.count == before ? roles : nil
    }

    private func role(
        _ title: String, after roles: [Role], _ place: SourcePlace, _ reader: inout DecisionReader
    ) -> Role {
        let matching = inputs.firstIndex { $0.title == title || $0.expression.text == title }
        if let at = matching { return .input(at) }
        if let at = outputs.firstIndex(where: { $0.name == title }) { return .output(at) }
        let declared = inputs.map(\.title) + outputs.map(\.name)
        if title.isEmpty {
            reader.report(.table, "this column has no title", place)
        } else if let near = nearest(title, in: declared) {
            reader.report(
                .unknownName, "no input or output is named \(title)", place,
                hint: "did you mean \(near)?")
        }
        return .annotation(title)
    }

    private func rule(
        _ row: MarkdownLine, _ roles: [Role], _ reader: inout DecisionReader
    ) -> RuleDefinition? {
        let cells = Self.cells(row)
        guard cells.count == roles.count else {
            reader.report(
                .table, "this row has \(cells.count) cells, the heading row has \(roles.count)",
                row.place, hint: "within a cell a vertical bar is written \\|")
            return nil
        }
        var conditions = [SourceText?](repeating: nil, count: inputs.count)
        var results = [SourceText?](repeating: nil, count: outputs.count)
        var annotations: [String] = []
        for (cell, role) in zip(cells, roles) {
            switch role {
            case .input(let at): conditions[at] = expression(cell, row, &reader)
            case .output(let at): results[at] = expression(cell, row, &reader)
            case .annotation: annotations.append(String(cell))
            }
        }
        let (tests, values) = (conditions.compactMap { $0 }, results.compactMap { $0 })
        guard tests.count == inputs.count, values.count == outputs.count else { return nil }
        return RuleDefinition(
            conditions: tests, outputs: values, annotations: annotations, place: row.place)
    }

    private func expression(
        _ cell: Substring, _ row: MarkdownLine, _ reader: inout DecisionReader
    ) -> SourceText? {
        let text = MarkdownLine.withoutTicks(cell)
        guard !text.isEmpty else {
            reader.report(
                .table, "this cell is empty", row.place(cell), hint: "a hyphen lets any value pass")
            return nil
        }
        let source = row.source(text)
        guard text.contains("\\|") else { return source }
        var plain = ""
        for character in text {
            if character == "|", plain.last == "\\" { plain.removeLast() }
            plain.append(character)
        }
        return SourceText(plain, origin: source.origin)
    }

    /// The cells of a row, trimmed; a bar after a backslash is part of its cell.
    static func cells(_ row: MarkdownLine) -> [Substring] {
        var cells: [Substring] = []
        let line = row.trimmed
        var start = line.index(after: line.startIndex)
        var last: Character = "|"
        for index in line[start...].indices {
            if line[index] == "|" && last != "\\" {
                cells.append(MarkdownLine.trim(line[start..<index]))
                start = line.index(after: index)
            }
            last = line[index]
        }
        let rest = MarkdownLine.trim(line[start...])
        if !rest.isEmpty { cells.append(rest) }
        return cells
    }

    static func isRuler(_ row: MarkdownLine) -> Bool {
        let cells = cells(row)
        return !cells.isEmpty
            && cells.allSatisfy { cell in
                cell.contains("-") && cell.allSatisfy { $0 == "-" || $0 == ":" }
            }
    }
}
