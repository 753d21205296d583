import DMN
import FEEL

/// Walks through the lines of a file and gathers decisions.
struct DecisionReader {
    let lines: [MarkdownLine]
    private(set) var diagnostics: [Diagnostic] = []
    private var at = 0

    init(lines: [MarkdownLine]) { self.lines = lines }

    mutating func report(
        _ code: Diagnostic.Code, _ message: String, _ place: SourcePlace, hint: String? = nil
    ) {
        guard diagnostics.count < 100 else { return }
        diagnostics.append(Diagnostic(.error, code, message, at: place, hint: hint))
    }

    mutating func add(_ error: CompileError) {
        diagnostics += error.diagnostics.prefix(max(0, 100 - diagnostics.count))
    }

    mutating func decisions() -> [DecisionDefinition] {
        var decisions: [DecisionDefinition] = []
        while at < lines.count {
            let line = lines[at]
            at += 1
            if line.trimmed.hasPrefix("```") {
                skipFence()
            } else if let heading = line.heading, let name = Self.name(heading) {
                var section = DecisionSection(name: String(name), line: line)
                checkName(name, line)
                read(&section)
                if let decision = section.decision(&self) { decisions.append(decision) }
            }
        }
        return decisions
    }

    private static func name(_ heading: Substring) -> Substring? {
        guard heading.lowercased().hasPrefix("decision:") else { return nil }
        return MarkdownLine.withoutTicks(heading.dropFirst("decision:".count))
    }

    private mutating func checkName(_ name: Substring, _ line: MarkdownLine) {
        guard !isPlainName(String(name)) else { return }
        report(
            .syntax, "a decision needs a name that expressions can use", line.place(name),
            hint: "one word of letters and digits, such as serviceGrace")
    }

    private mutating func skipFence() {
        while at < lines.count, !lines[at].trimmed.hasPrefix("```") { at += 1 }
        at += 1
    }

    /// Reads what belongs to a decision, up to the next heading.
    private mutating func read(_ section: inout DecisionSection) {
        while at < lines.count, lines[at].heading == nil {
            let line = lines[at]
            at += 1
            if line.isRow {
                let first = at - 1
                while at < lines.count, lines[at].isRow { at += 1 }
                if section.rows.isEmpty {
                    section.rows = Array(lines[first..<at])
                } else {
                    report(
                        .table, "a decision has one table", line.place,
                        hint: "begin another decision with its own heading")
                }
            } else if line.trimmed.hasPrefix("```") {
                readFence(line, &section)
            } else if let item = line.item, !section.hasLogic {
                section.declare(item, line, &self)
            } else if !section.hasDeclarations, !section.hasLogic, !line.isBlank {
                section.question.append(String(line.trimmed))
            }
        }
    }

    private mutating func readFence(_ line: MarkdownLine, _ section: inout DecisionSection) {
        let first = at
        skipFence()
        guard line.trimmed.dropFirst(3).lowercased() == "feel" else { return }
        let last = min(at - 1, lines.count)
        guard first < last else {
            report(.syntax, "an expression is expected here", line.place)
            return
        }
        let text = lines[first..<last].map(\.text).joined(separator: "\n")
        let origin = SourceOrigin(
            file: line.file, line: lines[first].number, lineText: lines[first].text)
        section.setExpression(SourceText(text, origin: origin), line.place, &self)
    }
}
