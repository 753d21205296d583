import DMN
import FEEL

/// What has been read of one decision.
struct DecisionSection {
    let name: String
    let line: MarkdownLine
    var question: [String] = []
    var rows: [MarkdownLine] = []
    private var hitPolicy: HitPolicy?
    private var authority: PolicyDocument?
    private var inputs: [InputClause] = []
    private var outputs: [OutputClause] = []
    private var uses: [DataDeclaration] = []
    private var allowsGaps = false
    private var isFunction = false
    private var resultType: FEELType?
    private var expression: SourceText?
    private var seen: [String] = []

    init(name: String, line: MarkdownLine) {
        self.name = name
        self.line = line
    }

    var hasLogic: Bool { !rows.isEmpty || expression != nil }
    var hasDeclarations: Bool { !seen.isEmpty }

    static let keys = [
        "Hit policy", "Authority", "Input", "Output", "Uses", "Result", "Expression", "Gaps",
        "Function",
    ]

    // MARK: Declarations

    /// Takes one item of the list, such as ``Input `exposure`: number``.
    mutating func declare(_ item: Substring, _ line: MarkdownLine, _ reader: inout DecisionReader) {
        guard let colon = Self.colon(item) else {
            reader.report(
                .syntax, "a declaration and a colon are expected here", line.place(item),
                hint: "known are \(Self.keys.joined(separator: ", "))")
            return
        }
        let head = MarkdownLine.trim(item[..<colon])
        let value = MarkdownLine.trim(item[item.index(after: colon)...])
        let key = Self.keys.first { Self.has(head, $0) }
        let once = ["Hit policy", "Authority", "Result", "Expression", "Gaps", "Function"]
        if let key, once.contains(key), seen.contains(key) {
            reader.report(.duplicate, "\(key) is declared twice", line.place(head))
        }
        seen.append(key ?? "")
        switch key {
        case "Hit policy": declareHitPolicy(value, line, &reader)
        case "Authority": declareAuthority(value, line, &reader)
        case "Input": declareInput(head.dropFirst("Input".count), value, line, &reader)
        case "Output": declareOutput(head.dropFirst("Output".count), value, line, &reader)
        case "Uses": declareData(head.dropFirst("Uses".count), value, line, &reader)
        case "Result":
            if let notation = Self.notation(value, line, &reader) { resultType = notation.type }
        case "Expression":
            let text = MarkdownLine.withoutTicks(value)
            setExpression(line.source(text), line.place(head), &reader)
        case "Gaps":
            allowsGaps = Self.choice(value, "allowed", "not allowed", line, &reader)
        case "Function":
            isFunction = Self.choice(value, "yes", "no", line, &reader)
        default:
            let near = nearest(String(head), in: Self.keys)
            reader.report(
                .unknownName, "\"\(head)\" is nothing that a decision declares",
                line.place(head),
                hint: near.map { "did you mean \"\($0)\"?" }
                    ?? "known are \(Self.keys.joined(separator: ", "))")
        }
    }

    /// The first colon outside backticks.
    private static func colon(_ item: Substring) -> Substring.Index? {
        var inTicks = false
        for index in item.indices {
            if item[index] == "`" { inTicks.toggle() }
            if item[index] == ":" && !inTicks { return index }
        }
        return nil
    }

    /// Whether a head is a key, with a name after it for those that have one.
    private static func has(_ head: Substring, _ key: String) -> Bool {
        if ["Input", "Output", "Uses"].contains(key) {
            return head == key || head.hasPrefix(key + " ")
        }
        return head == key
    }

    private mutating func declareHitPolicy(
        _ value: Substring, _ line: MarkdownLine, _ reader: inout DecisionReader
    ) {
        hitPolicy = HitPolicy(String(value))
        if hitPolicy == nil {
            reader.report(
                .value, "\(value) is no hit policy", line.place(value),
                hint: "known are UNIQUE, ANY, FIRST, PRIORITY, RULE ORDER, OUTPUT ORDER, COLLECT, "
                    + "COLLECT SUM, COLLECT COUNT, COLLECT MIN, COLLECT MAX")
        }
    }

    /// `FIN-AR-07 Receivables, clause 4.2, owner finance-controller, author ada@fairlead.example,
    /// in force from 2026-01-01 until 2026-12-31`; `author` once for each.
    private mutating func declareAuthority(
        _ value: Substring, _ line: MarkdownLine, _ reader: inout DecisionReader
    ) {
        let parts = value.split(separator: ",").map(MarkdownLine.trim)
        guard let first = parts.first, !first.isEmpty else {
            reader.report(.syntax, "the document is expected here", line.place(value))
            return
        }
        var document = PolicyDocument(document: String(first))
        for part in parts.dropFirst() {
            if part.hasPrefix("clause ") {
                document.clause = String(part.dropFirst("clause ".count))
            } else if part.hasPrefix("owner ") {
                document.owner = String(part.dropFirst("owner ".count))
            } else if part.hasPrefix("author ") {
                document.authors.append(String(part.dropFirst("author ".count)))
            } else if let (from, until) = Self.force(part) {
                document.inForceFrom = from
                document.inForceUntil = until
            } else {
                reader.report(
                    .syntax, "\"\(part)\" says nothing of an authority", line.place(part),
                    hint: "clause 4.2, owner finance-controller, author ada@fairlead.example, "
                        + "in force from 2026-01-01")
            }
        }
        authority = document
    }

    /// The days of `in force from 2026-01-01 until 2026-12-31`, of which the last may be left out.
    private static func force(_ part: Substring) -> (CalendarDate, CalendarDate?)? {
        let words = part.split(separator: " ")
        guard words.count == 4 || words.count == 6, words.prefix(3) == ["in", "force", "from"],
            let from = CalendarDate(String(words[3]))
        else { return nil }
        guard words.count == 6 else { return (from, nil) }
        guard words[4] == "until", let until = CalendarDate(String(words[5])), from <= until else {
            return nil
        }
        return (from, until)
    }

    private mutating func declareInput(
        _ rest: Substring, _ value: Substring, _ line: MarkdownLine,
        _ reader: inout DecisionReader
    ) {
        let (expression, label) = Self.named(rest)
        guard !expression.isEmpty else {
            reader.report(.syntax, "what is tested is expected after Input", line.place(rest))
            return
        }
        guard let notation = Self.notation(value, line, &reader) else { return }
        if let otherwise = notation.otherwise {
            reader.report(.syntax, "only an output has an otherwise", otherwise.place)
        }
        inputs.append(
            InputClause(
                expression: line.source(expression), label: label, type: notation.type,
                allowed: notation.allowed))
    }

    private mutating func declareOutput(
        _ rest: Substring, _ value: Substring, _ line: MarkdownLine,
        _ reader: inout DecisionReader
    ) {
        let name = MarkdownLine.withoutTicks(rest)
        guard isPlainName(String(name)) else {
            reader.report(
                .syntax, "an output needs a name that expressions can use",
                line.place(name.isEmpty ? value : name))
            return
        }
        guard let notation = Self.notation(value, line, &reader) else { return }
        if let allowed = notation.allowed {
            reader.report(.syntax, "an output's values are not tested", allowed.place)
        }
        outputs.append(
            OutputClause(name: String(name), type: notation.type, otherwise: notation.otherwise))
    }

    private mutating func declareData(
        _ rest: Substring, _ value: Substring, _ line: MarkdownLine,
        _ reader: inout DecisionReader
    ) {
        let path = MarkdownLine.withoutTicks(rest)
        guard !path.isEmpty, let notation = Self.notation(value, line, &reader) else {
            if path.isEmpty {
                reader.report(.syntax, "what is read is expected after Uses", line.place(value))
            }
            return
        }
        uses.append(DataDeclaration(path: line.source(path), type: notation.type))
    }

    /// `` `expression` as label `` in its two parts.
    private static func named(_ rest: Substring) -> (Substring, String?) {
        let rest = MarkdownLine.trim(rest)
        guard rest.first == "`", let close = rest.dropFirst().firstIndex(of: "`") else {
            return (rest, nil)
        }
        let expression = MarkdownLine.trim(rest[rest.index(after: rest.startIndex)..<close])
        let after = MarkdownLine.trim(rest[rest.index(after: close)...])
        guard after.hasPrefix("as ") else { return (expression, nil) }
        return (expression, String(MarkdownLine.trim(after.dropFirst(3))))
    }

    private static func notation(
        _ value: Substring, _ line: MarkdownLine, _ reader: inout DecisionReader
    ) -> TypeNotation? {
        do throws(CompileError) {
            return try TypeNotation(line.source(MarkdownLine.withoutTicks(value)))
        } catch {
            reader.add(error)
            return nil
        }
    }

    private static func choice(
        _ value: Substring, _ yes: String, _ no: String, _ line: MarkdownLine,
        _ reader: inout DecisionReader
    ) -> Bool {
        if value != yes && value != no {
            reader.report(
                .value, "\"\(yes)\" or \"\(no)\" is expected here",
                line.place(value.isEmpty ? line.trimmed : value))
        }
        return value == yes
    }

    mutating func setExpression(
        _ source: SourceText, _ place: SourcePlace, _ reader: inout DecisionReader
    ) {
        if hasLogic {
            reader.report(.table, "a decision has one table or one expression", place)
        }
        expression = source
    }

    // MARK: The decision

    /// The decision, if it is whole; what it lacks is reported.
    func decision(_ reader: inout DecisionReader) -> DecisionDefinition? {
        let heading = line.place
        let before = reader.diagnostics.count
        let logic: DecisionDefinition.Logic
        if let expression {
            if !inputs.isEmpty || !outputs.isEmpty || hitPolicy != nil {
                reader.report(
                    .table, "an expression has no columns and no hit policy", heading,
                    hint: "declare what it reads with Uses, and what it gives with Result")
            }
            logic = .expression(expression, type: resultType)
        } else if rows.isEmpty {
            reader.report(.table, "\(name) has neither a table nor an expression", heading)
            return nil
        } else {
            if resultType != nil {
                reader.report(.table, "a table declares outputs, not a Result", heading)
            }
            var table = MarkdownTable(inputs: inputs, outputs: outputs, rows: rows)
            guard
                let definition = table.definition(
                    hitPolicy ?? .unique, allowsGaps: allowsGaps, &reader)
            else { return nil }
            logic = .table(definition)
        }
        guard reader.diagnostics.count == before else { return nil }
        return DecisionDefinition(
            name: name, place: heading,
            question: question.isEmpty ? nil : question.joined(separator: " "),
            authority: authority, logic: logic, uses: uses, isFunction: isFunction)
    }
}
