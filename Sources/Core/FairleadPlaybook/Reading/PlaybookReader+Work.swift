import FEEL

// Work of people.
extension PlaybookReader {
    /// The keys of work that follows from something else.
    static let workKeys = ["task", "queue", "within", "never", "skills", "visibleTo"]

    mutating func task(_ fields: MappingReader) -> TaskWork? {
        if !fields.has("queue") {
            diagnostics.error("a task lacks 'queue'", at: fields.node.position)
        }
        let title = fields.text(fields.has("choose") ? "choose" : "task", &diagnostics)
        let choice = fields.has("choose") ? choice(fields) : nil
        let queue = queue(fields["queue"])
        let within = allowance(fields["within"], "'within'")
        let never = never(fields)
        let visibleTo = fields.items("visibleTo").compactMap { role($0) }
        var form = PlaybookReader.form(fields.node, vocabulary, &diagnostics)
        if let options = choice?.options {
            form.insert(PlaybookReader.field(Choice.field, options), at: 0)
        }
        guard let title, let queue else { return nil }
        return TaskWork(
            title: title, queue: queue, within: within, never: never,
            skills: fields.texts("skills", &diagnostics), form: form, choice: choice,
            visibleTo: visibleTo)
    }

    /// `{task: …, queue: …}` of what follows when an approval is refused.
    mutating func work(_ node: SourceNode?, _ what: String) -> TaskWork? {
        guard let node,
            let fields = MappingReader(
                node, what, required: [], optional: PlaybookReader.workKeys, &diagnostics)
        else { return nil }
        return work(fields, what)
    }

    mutating func work(_ fields: MappingReader, _ what: String) -> TaskWork? {
        if !fields.has("task") {
            diagnostics.error("\(what) lacks 'task'", at: fields.node.position)
        }
        return task(fields)
    }

    mutating func queue(_ node: SourceNode?) -> String? {
        guard let node, let name = node.text("a queue", &diagnostics) else { return nil }
        if vocabulary.queues.contains(name) { return name }
        diagnostics.error(
            "unknown queue '\(name)'", at: node.position,
            hint: NearestName.hint(for: name, among: vocabulary.queues))
        return nil
    }

    /// `never: [{role: collections}, {person: account.owner}, {whoDid: draft}]`.
    mutating func never(_ fields: MappingReader) -> [Exclusion] {
        fields.items("never").compactMap { exclusion($0) }
    }

    private mutating func exclusion(_ node: SourceNode) -> Exclusion? {
        guard
            let fields = MappingReader(
                node, "an item of 'never'", required: [], optional: ["role", "person", "whoDid"],
                &diagnostics)
        else { return nil }
        let given = ["role", "person", "whoDid"].filter(fields.has)
        guard given.count == 1 else {
            diagnostics.error(
                "an item of 'never' says one of 'role', 'person' and 'whoDid'",
                at: node.position)
            return nil
        }
        switch given[0] {
        case "role": return role(fields["role"]).map { .role($0) }
        case "person": return person(fields["person"])
        default:
            guard let node = fields["whoDid"], let name = node.text("'whoDid'", &diagnostics)
            else { return nil }
            return isActivity(name, at: node.position) ? .whoDid(name) : nil
        }
    }

    /// A text or a list of texts, which may be missing.
    private mutating func person(_ node: SourceNode?) -> Exclusion? {
        guard let node, let value = expression(node, in: scope) else { return nil }
        switch value.type.required {
        case .string, .enumeration, .list(.string): return .person(value)
        default:
            diagnostics.error(
                "'person' must be a text or a list of texts, not \(value.type)",
                at: node.position)
            return nil
        }
    }
}
