extension PlaybookOutline {
    /// Lines for a terminal: stages as boxes in the order in which they are entered, their steps
    /// with what each comes after. No line is longer than `columns` characters, at least 40.
    public func text(columns: Int) -> String {
        let width = max(40, columns)
        var page = Page(columns: width)
        page.wrap("\(name)  version \(version) · \(owner)", hanging: 2)
        page.wrap(purpose, hanging: 0)
        page.blank()
        for start in starts { page.trigger("▶ ", start) }
        for stage in stages {
            page.add("  │")
            page.box(stage)
        }
        page.section("Joins", joins)
        page.section("At any time", reactions)
        page.section("Clocks", clocks)
        page.section("Looks back", history)
        return page.lines.joined(separator: "\n")
    }
}

/// Lines of at most so many characters.
private struct Page {
    let columns: Int
    private(set) var lines: [String] = []

    init(columns: Int) { self.columns = columns }

    mutating func add(_ line: String) { lines.append(line) }

    mutating func blank() { lines.append("") }

    /// A text over as many lines as it needs; those after the first are set in.
    mutating func wrap(_ text: String, hanging: Int) {
        lines += Self.wrapped(text, columns, hanging: hanging)
    }

    mutating func trigger(_ mark: String, _ trigger: PlaybookOutline.Trigger) {
        var words = mark + trigger.event
        if let condition = trigger.condition { words += "  when \(condition)" }
        if let does = trigger.does, does != "join" { words += "  → \(does)" }
        wrap(words, hanging: 4)
    }

    mutating func section(_ title: String, _ triggers: [PlaybookOutline.Trigger]) {
        guard !triggers.isEmpty else { return }
        blank()
        add(title)
        for trigger in triggers { self.trigger("  ", trigger) }
    }

    mutating func section(_ title: String, _ notes: [PlaybookOutline.Note]) {
        guard !notes.isEmpty else { return }
        blank()
        add(title)
        for note in notes { wrap("  \(note.name)  \(note.words)", hanging: 6) }
    }

    mutating func box(_ stage: PlaybookOutline.Stage) {
        let inner = columns - 4
        let title =
            stage.after.isEmpty
            ? stage.name : "\(stage.name), after \(stage.after.joined(separator: ", "))"
        let room = columns - 5
        let shown = title.count > room ? title.prefix(room - 1) + "…" : title
        let head = "┌─ \(shown) "
        add(head + String(repeating: "─", count: max(0, columns - head.count - 1)) + "┐")
        let idWidth = stage.steps.map(\.id.count).max() ?? 0
        for note in stage.notes {
            for line in Self.wrapped("\(note.name) \(note.words)", inner, hanging: 6) {
                framed(line, inner)
            }
        }
        for step in stage.steps { row(step, idWidth, inner) }
        let ends =
            Self.wrapped("until \(stage.completesWhen)", inner, hanging: 6)
            + Self.wrapped(
                "else \(stage.exception) to \(stage.owner), by \(stage.by)", inner, hanging: 6)
        add("├" + String(repeating: "╌", count: columns - 2) + "┤")
        for line in ends { framed(line, inner) }
        add("└" + String(repeating: "─", count: columns - 2) + "┘")
    }

    private mutating func row(
        _ step: PlaybookOutline.Step, _ idWidth: Int, _ inner: Int
    ) {
        let id = step.id + String(repeating: " ", count: idWidth - step.id.count)
        let kind = step.kind.rawValue
        let column = PlaybookOutline.Step.Kind.allCases.map(\.rawValue.count).max() ?? 0
        let kindPadded = kind + String(repeating: " ", count: column - kind.count)
        var words = "\(id)  \(kindPadded)  \(step.subject)"
        if !step.after.isEmpty {
            let any = step.isAfterAny ? "any of " : ""
            words += "  ← \(any)\(step.after.joined(separator: ", "))"
        }
        for line in Self.wrapped(words, inner, hanging: idWidth + 4 + column) {
            framed(line, inner)
        }
        var notes = step.notes.map { "\($0.name) \($0.words)" }
        if let condition = step.condition { notes.insert("when \(condition)", at: 0) }
        if let condition = step.asSoonAs { notes.insert("as soon as \(condition)", at: 0) }
        guard !notes.isEmpty else { return }
        let indent = String(repeating: " ", count: idWidth + 4 + column)
        for line in Self.wrapped(
            indent + notes.joined(separator: "; "), inner, hanging: indent.count)
        {
            framed(line, inner)
        }
    }

    private mutating func framed(_ line: String, _ inner: Int) {
        add("│ " + line + String(repeating: " ", count: max(0, inner - line.count)) + " │")
    }

    /// Breaks at spaces; a word that is longer than a line is cut.
    private static func wrapped(_ text: String, _ columns: Int, hanging: Int) -> [String] {
        let indent = String(repeating: " ", count: min(hanging, columns / 2))
        var lines: [String] = []
        var line = ""
        var isFresh = true
        // Empty words are the further spaces between two columns.
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            var word = String(word)
            if !isFresh, line.count + 1 + word.count > columns {
                lines.append(line)
                line = indent
                isFresh = true
            }
            if !isFresh { line += " " }
            while line.count + word.count > columns {
                let room = columns - line.count
                lines.append(line + word.prefix(room))
                word = String(word.dropFirst(room))
                line = indent
            }
            line += word
            isFresh = false
        }
        lines.append(line)
        return lines
    }
}
