import FairleadDomain
import FairleadPlaybook

extension ConnectorOperation {
    static func parse(
        _ member: SourceNode.Member, connector: String, _ diagnostics: inout Diagnostics
    ) -> ConnectorOperation? {
        let what = "the operation '\(member.key)'"
        guard
            let reader = MappingReader(
                member.value, what, required: ["kind", "request"],
                optional: [
                    "purpose", "arguments", "once", "answer", "readBack", "errors", "retry",
                    "compensates", "claims", "group",
                ], &diagnostics)
        else { return nil }
        let kind = kind(reader, &diagnostics)
        let request = reader["request"].flatMap { RequestTemplate.parse($0, &diagnostics) }
        let arguments = reader.members("arguments", &diagnostics).compactMap {
            argument($0, &diagnostics)
        }
        var answer = reader["answer"].flatMap { ParsedAnswer.parse($0, &diagnostics) }
        let once = ParsedOnce.parse(reader["once"], kind, member, &diagnostics)
        let readBack = reader["readBack"].flatMap { ReadBackRules.parse($0, &diagnostics) }
        guard let kind, let request, let once else { return nil }
        if kind == .effect, answer == nil { answer = ParsedAnswer.nothing }
        guard let answer else {
            diagnostics.error("\(what) lacks 'answer'", at: member.keyPosition)
            return nil
        }
        if kind != .effect {
            for key in ["readBack", "compensates", "claims"] {
                if let stranger = reader.member(key) {
                    diagnostics.error(
                        "'\(key)' is for effects only", at: stranger.keyPosition)
                }
            }
        }
        return ConnectorOperation(
            declaration: OperationDeclaration(
                name: "\(connector).\(member.key)", kind: kind, once: once.once,
                arguments: arguments, gives: answer.gives, givesList: answer.rules.list != nil,
                retry: RetryPolicy.parse(reader["retry"], of: kind, &diagnostics),
                claims: reader["claims"].flatMap { claim($0, &diagnostics) },
                group: reader.name("group", &diagnostics).map { "\(connector).\($0)" },
                requestsEach: readBack == nil ? 1 : 2),
            request: request, answer: answer.rules, keyHeader: once.keyHeader, find: once.find,
            readBack: readBack,
            errors: reader.items("errors").compactMap { ErrorRule.parse($0, &diagnostics) },
            compensates: reader.text("compensates", &diagnostics), position: member.keyPosition)
    }

    private static func kind(
        _ reader: MappingReader, _ diagnostics: inout Diagnostics
    ) -> OperationDeclaration.Kind? {
        guard let text = reader.text("kind", &diagnostics), let node = reader["kind"] else {
            return nil
        }
        if let kind = OperationDeclaration.Kind(rawValue: text) { return kind }
        diagnostics.error(
            "'\(text)' is no kind of operation", at: node.position,
            hint: "one of lookup, estimate, effect")
        return nil
    }

    /// `name: type`, with `?` after the type where it may be left out.
    private static func argument(
        _ member: SourceNode.Member, _ diagnostics: inout Diagnostics
    ) -> OperationDeclaration.Argument? {
        guard let type = member.value.text("the type of '\(member.key)'", &diagnostics) else {
            return nil
        }
        let isOptional = type.hasSuffix("?")
        return OperationDeclaration.Argument(
            name: member.key, type: isOptional ? String(type.dropLast()) : type,
            optional: isOptional)
    }

    private static func claim(
        _ node: SourceNode, _ diagnostics: inout Diagnostics
    ) -> ResourceClaim? {
        guard
            let reader = MappingReader(
                node, "a claim", required: ["resource", "side"], &diagnostics),
            let resource = reader.text("resource", &diagnostics),
            let side = reader.text("side", &diagnostics)
        else { return nil }
        return ResourceClaim(resource: resource, side: side)
    }
}

/// How an operation is once, with what the shell needs for it.
private struct ParsedOnce {
    var once: Once
    var keyHeader: String?
    var find: FindRules?

    static func parse(
        _ node: SourceNode?, _ kind: OperationDeclaration.Kind?, _ member: SourceNode.Member,
        _ diagnostics: inout Diagnostics
    ) -> ParsedOnce? {
        guard let node else {
            if kind == .effect {
                diagnostics.error(
                    "an effect says how it is once", at: member.keyPosition,
                    hint: "once: {key: HEADER, kept: PT24H}, {find: …} or none")
                return nil
            }
            return ParsedOnce(once: .none)
        }
        if kind != .effect {
            diagnostics.error("'once' is for effects only", at: node.position)
        }
        if case .scalar("none", _) = node.content { return ParsedOnce(once: .none) }
        guard
            let reader = MappingReader(
                node, "'once'", required: [],
                optional: ["key", "kept", "find", "where", "with", "settlesWithin"], &diagnostics)
        else { return nil }
        if reader.has("key") == reader.has("find") {
            diagnostics.error("'once' is key, find or none", at: node.position)
            return nil
        }
        return reader.has("key") ? key(reader, &diagnostics) : find(reader, &diagnostics)
    }

    private static func key(
        _ reader: MappingReader, _ diagnostics: inout Diagnostics
    ) -> ParsedOnce? {
        guard let header = reader.text("key", &diagnostics) else { return nil }
        guard HeaderName.isValid(header) else {
            diagnostics.error("'\(header)' is no name of a header", at: reader.node.position)
            return nil
        }
        guard let kept = reader.milliseconds("kept", &diagnostics) else {
            if !reader.has("kept") {
                diagnostics.error(
                    "a key says how long the receiver keeps it", at: reader.node.position,
                    hint: "kept: PT24H")
            }
            return nil
        }
        return ParsedOnce(once: .key(keptMilliseconds: kept), keyHeader: header)
    }

    private static func find(
        _ reader: MappingReader, _ diagnostics: inout Diagnostics
    ) -> ParsedOnce? {
        guard let operation = reader.text("find", &diagnostics) else { return nil }
        let match = reader["where"].map { ValueMapping.Condition.parse($0, &diagnostics) } ?? []
        if match.isEmpty {
            diagnostics.error(
                "'find' says how what was done is recognised", at: reader.node.position,
                hint: "where: {path: reference, equals: $reference}")
            return nil
        }
        return ParsedOnce(
            once: .find(
                settlesWithinMilliseconds: reader.milliseconds("settlesWithin", &diagnostics)),
            find: FindRules(
                operation: operation, match: match,
                arguments: reader["with"].map { ValueMapping.fields($0, &diagnostics) } ?? []))
    }
}

/// How an answer is read, and which object type it gives.
private struct ParsedAnswer {
    var gives: String?
    var rules: AnswerRules

    static let nothing = ParsedAnswer(
        gives: nil,
        rules: AnswerRules(
            list: nil, at: ValuePath.whole, value: nil, record: nil, paging: nil,
            isOptional: true))

    static func parse(_ node: SourceNode, _ diagnostics: inout Diagnostics) -> ParsedAnswer? {
        guard
            let reader = MappingReader(
                node, "the answer", required: [],
                optional: ["gives", "list", "at", "as", "record", "paging", "optional"],
                &diagnostics)
        else { return nil }
        func path(_ key: String) -> ValuePath? {
            reader[key].flatMap { ValueMapping.path($0, &diagnostics) }
        }
        let gives = reader.text("gives", &diagnostics)
        var value = reader["as"].flatMap { ValueMapping.parse($0, &diagnostics) }
        // An object mapping of the type's own name needs no mention.
        if value == nil, let gives { value = .use(gives, at: ValuePath.whole) }
        let list = path("list")
        if list != nil, let at = reader.member("at") {
            diagnostics.error("'at' does not go with 'list'", at: at.keyPosition)
        }
        let paging = reader["paging"].flatMap { Paging.parse($0, &diagnostics) }
        if list == nil, let member = reader.member("paging") {
            diagnostics.error("'paging' needs 'list'", at: member.keyPosition)
        }
        return ParsedAnswer(
            gives: gives,
            rules: AnswerRules(
                list: list, at: path("at") ?? ValuePath.whole, value: value,
                record: path("record"), paging: paging,
                isOptional: reader.boolean("optional", &diagnostics) ?? false))
    }
}
