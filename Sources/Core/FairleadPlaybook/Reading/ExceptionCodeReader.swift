/// Reads `exceptions.yaml`: reason codes, each with who answers for it, by when, and what is to be
/// done.
public enum ExceptionCodeReader {
    /// A remedy has at most so many steps.
    static let stepsMax = 12

    public static func read(
        _ node: SourceNode, roles: [String], queues: [String], _ diagnostics: inout Diagnostics
    ) -> [String: ExceptionCode] {
        var codes: [String: ExceptionCode] = [:]
        guard let fields = MappingReader(node, "the file", required: ["exceptions"], &diagnostics)
        else { return codes }
        for member in fields.members("exceptions", &diagnostics) {
            codes[member.key] = code(member, roles, queues, &diagnostics)
        }
        for name in ExceptionCode.raisedByItself where codes[name] == nil {
            diagnostics.warning(
                "the code '\(name)', which Fairlead raises itself, has no entry",
                at: node.position)
        }
        return codes
    }

    private static func code(
        _ member: SourceNode.Member, _ roles: [String], _ queues: [String],
        _ diagnostics: inout Diagnostics
    ) -> ExceptionCode? {
        guard
            let fields = MappingReader(
                member.value, "the code '\(member.key)'",
                required: ["title", "kind", "severity", "remedy"],
                optional: ["owner", "within", "escalatesTo"], &diagnostics)
        else { return nil }
        let title = fields.text("title", &diagnostics)
        let kind = fields.choice("kind", ExceptionCode.Kind.self, &diagnostics)
        let severity = fields.choice("severity", ExceptionCode.Severity.self, &diagnostics)
        let remedy = fields.texts("remedy", &diagnostics)
        if fields.has("remedy"), remedy.isEmpty || remedy.count > stepsMax {
            diagnostics.error(
                "a remedy has 1 to \(stepsMax) steps",
                at: fields["remedy"]?.position ?? member.keyPosition)
        }
        let within = within(fields, &diagnostics)
        if fields.has("escalatesTo"), within == nil {
            diagnostics.error(
                "'escalatesTo' needs 'within'",
                at: fields.member("escalatesTo")?.keyPosition ?? member.keyPosition)
        }
        let owner = known(fields["owner"], "role", roles, &diagnostics)
        let queue = known(fields["escalatesTo"], "queue or role", queues + roles, &diagnostics)
        guard let title, let kind, let severity else { return nil }
        return ExceptionCode(
            code: member.key, title: title, kind: kind, severity: severity, owner: owner,
            withinMilliseconds: within, escalatesTo: queue, remedy: remedy)
    }

    /// `within: {elapsed: PT4H}`.
    private static func within(
        _ fields: MappingReader, _ diagnostics: inout Diagnostics
    ) -> Int64? {
        guard let node = fields["within"],
            let inner = MappingReader(node, "'within'", required: ["elapsed"], &diagnostics)
        else { return nil }
        return inner.milliseconds("elapsed", &diagnostics)
    }

    private static func known(
        _ node: SourceNode?, _ what: String, _ names: [String], _ diagnostics: inout Diagnostics
    ) -> String? {
        guard let node, let name = node.text("a \(what)", &diagnostics) else { return nil }
        if names.contains(name) { return name }
        diagnostics.error(
            "unknown \(what) '\(name)'", at: node.position,
            hint: NearestName.hint(for: name, among: names))
        return nil
    }
}
