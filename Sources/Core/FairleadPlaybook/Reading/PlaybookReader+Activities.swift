import FEEL
import FairleadDomain

// What each kind of activity holds.
extension PlaybookReader {
    mutating func body(
        _ kind: SourceNode.Member, _ fields: MappingReader
    ) -> Activity.Kind? {
        switch kind.key {
        case "estimate": estimate(fields).map { .estimate($0) }
        case "classify": classify(fields).map { .estimate($0) }
        case "lookup": lookUpWork(kind, fields).map { .lookup($0) }
        case "call": call(kind, fields).map { .call($0) }
        case "escalate": escalation(kind, fields).map { .escalate($0) }
        case "decide": decide(kind.value)
        case "act": act(kind, fields).map { .act($0) }
        case "notify": notice(kind, fields).map { .act($0) }
        case "approve": consent(kind, fields).map { .act($0) }
        case "task", "choose": task(fields).map { .task($0) }
        default: wait(kind.value)
        }
    }

    // MARK: Models

    private mutating func estimate(_ fields: MappingReader) -> Estimate? {
        guard let name = fields.text("estimate", &diagnostics), let node = fields["estimate"]
        else { return nil }
        guard let model = vocabulary.models[name] else {
            diagnostics.error(
                "unknown model '\(name)'", at: node.position,
                hint: NearestName.hint(for: name, among: vocabulary.models.keys.sorted()))
            return nil
        }
        let arguments = arguments(
            model.with, and: fields, of: model.operation, in: scope, at: node.position,
            by: "the model '\(name)'")
        if !model.labels.isEmpty {
            diagnostics.error(
                "the model '\(name)' chooses a label", at: node.position,
                hint: "classify: \(name)")
            return nil
        }
        let scope = modelScope(fields, model)
        guard let fallback = fallback(fields, model) else { return nil }
        return Estimate(
            model: name, operation: model.operation, with: arguments, scope: scope,
            intervalWidthMax: model.intervalWidthMax, range: (model.low, model.high),
            withinMilliseconds: model.withinMilliseconds, fallback: fallback.value,
            exception: fallback.exception)
    }

    /// `scope: [enterprise, growth]` are values of what the model is scoped by; a text is FEEL.
    mutating func modelScope(
        _ fields: MappingReader, _ model: ModelDeclaration
    ) -> Expression? {
        guard let node = fields["scope"] else {
            if let path = model.scopedBy {
                diagnostics.error(
                    "the model '\(model.name)' lacks its 'scope'", at: fields.node.position,
                    hint: "the values of \(path) that it was made for")
            }
            return nil
        }
        guard case .sequence(let items) = node.content else {
            return condition(node, in: scope)
        }
        guard let path = model.scopedBy else {
            diagnostics.error(
                "the model '\(model.name)' declares no 'scopedBy'", at: node.position,
                hint: "write the scope as a condition")
            return nil
        }
        var values: [String] = []
        for item in items {
            guard let text = item.text("an item of 'scope'", &diagnostics) else { continue }
            values.append(quoted(text))
        }
        let text = "\(path) in (\(values.joined(separator: ", ")))"
        return expression(text, at: node.position, in: scope, expecting: .boolean)
    }

    private mutating func fallback(
        _ fields: MappingReader, _ model: ModelDeclaration
    ) -> (value: String, exception: String?)? {
        guard let node = fields["otherwise"] else {
            diagnostics.error(
                "an estimate lacks 'otherwise'", at: fields.node.position,
                hint: "the value to go on with: {value: 0.5, mark: degraded}")
            return nil
        }
        guard
            let inner = MappingReader(
                node, "an estimate's 'otherwise'", required: ["value"],
                optional: ["mark", "exception"],
                &diagnostics),
            let text = inner.text("value", &diagnostics), let place = inner["value"]?.position
        else { return nil }
        if inner.has("mark"), inner.text("mark", &diagnostics) != "degraded" {
            diagnostics.error(
                "the only mark is 'degraded'", at: inner["mark"]?.position ?? node.position)
        }
        guard let value = Decimal34(text), let low = Decimal34(model.low),
            let high = Decimal34(model.high), low <= value, value <= high
        else {
            diagnostics.error(
                "the value must be a number from \(model.low) to \(model.high)", at: place)
            return nil
        }
        return (text, exceptionCode(inner["exception"]))
    }

    // MARK: Decisions

    mutating func decision(_ node: SourceNode?) -> Decision? {
        guard let node, let name = node.text("a decision", &diagnostics) else { return nil }
        if let decision = vocabulary.decisions[name] { return decision }
        diagnostics.error(
            "unknown decision '\(name)'", at: node.position,
            hint: NearestName.hint(for: name, among: vocabulary.decisions.keys.sorted()))
        return nil
    }

    private mutating func decide(_ node: SourceNode) -> Activity.Kind? {
        guard let decision = decision(node) else { return nil }
        bind(decision, in: scope, at: node.position)
        return .decide(decision: decision.name)
    }

    // MARK: Effects

    private mutating func act(_ kind: SourceNode.Member, _ fields: MappingReader) -> Act? {
        guard let operation = effect(kind.value), let governed = ruling(fields) else {
            return nil
        }
        let inner = scope.under(ruling: governed)
        let arguments = arguments(
            [], and: fields, of: operation.name, in: inner, at: kind.value.position,
            by: "'\(operation.name)'")
        let compensate = fields["compensate"].flatMap { compensation($0, of: operation) }
        return act(
            fields, operation: operation.name, with: arguments, template: nil,
            governedBy: governed, compensate: compensate)
    }

    private mutating func notice(_ kind: SourceNode.Member, _ fields: MappingReader) -> Act? {
        guard let name = kind.value.text("a template", &diagnostics) else { return nil }
        guard let template = vocabulary.templates[name] else {
            diagnostics.error(
                "unknown template '\(name)'", at: kind.value.position,
                hint: NearestName.hint(for: name, among: vocabulary.templates.keys.sorted()))
            return nil
        }
        guard let governed = ruling(fields) else { return nil }
        let inner = scope.under(ruling: governed)
        checkReads(of: template, in: inner, at: kind.value.position)
        var given = template.with
        if let audience = audience(fields["audience"]) { given.append(audience) }
        let arguments = arguments(
            given, and: fields, of: template.via, in: inner, at: kind.value.position,
            by: "the notice '\(name)'", rendered: "text")
        return act(
            fields, operation: template.via, with: arguments, template: name,
            governedBy: governed, compensate: nil)
    }

    mutating func act(
        _ fields: MappingReader, operation: String, with arguments: [Argument],
        template: String?, governedBy: Decision, compensate: String?
    ) -> Act {
        let shows = fields["shows"].flatMap { node in
            TemplateReader.text(node, in: scope.under(ruling: governedBy).feel, &diagnostics)
        }
        let expiry = expiry(fields)
        return Act(
            operation: operation, with: arguments, template: template,
            governedBy: governedBy.name, recheck: inputNames(fields["recheck"]),
            ifRefused: way(out: fields["ifRefused"], "'ifRefused'"), ifExpired: expiry.way,
            approveWithin: expiry.within, expiresTo: expiry.to,
            compensate: compensate, never: never(fields), shows: shows,
            ifFailed: way(out: fields["ifFailed"], "'ifFailed'"), isDraft: isDraft(fields),
            noReturn: fields.boolean("noReturn", &diagnostics) ?? false)
    }

    mutating func effect(_ node: SourceNode) -> OperationDeclaration? {
        guard let name = node.text("an operation", &diagnostics) else { return nil }
        let known = vocabulary.operations.values.filter { $0.kind == .effect }.map(\.name).sorted()
        guard let operation = vocabulary.operations[name] else {
            diagnostics.error(
                "unknown operation '\(name)'", at: node.position,
                hint: NearestName.hint(for: name, among: known))
            return nil
        }
        if operation.kind == .effect { return operation }
        diagnostics.error("'\(name)' is no effect", at: node.position)
        return nil
    }

    /// What reverses an effect takes the same arguments, and `reference`, what was done. One
    /// argument more may be the outside id of what was done, where its answer has one.
    private mutating func compensation(
        _ node: SourceNode, of operation: OperationDeclaration
    ) -> String? {
        guard let reverse = effect(node) else { return nil }
        var strangers = reverse.arguments.filter { argument in
            !argument.optional && argument.name != "reference"
                && !operation.arguments.contains {
                    $0.name == argument.name && $0.type == argument.type
                }
        }
        let answer = operation.gives.flatMap { vocabulary.types.schemas[$0] }
        if strangers.count == 1, strangers[0].type == "string", answer?.field("id") != nil {
            strangers = []
        }
        for argument in strangers {
            diagnostics.error(
                "'\(reverse.name)' needs '\(argument.name)', which '\(operation.name)' does not"
                    + " have", at: node.position)
        }
        return reverse.name
    }

    /// `audience: {contact: billing, of: account}` is the argument `to: account.billingContact`,
    /// `{channel: NAME}` a channel, `{user: EXPRESSION}` one of our own people.
    private mutating func audience(_ node: SourceNode?) -> ArgumentSource? {
        guard let node else { return nil }
        for name in ["channel", "user"] {
            guard let value = node.value(of: name),
                let text = value.text("'\(name)'", &diagnostics)
            else { continue }
            _ = MappingReader(node, "'audience'", required: [name], &diagnostics)
            return ArgumentSource(
                name: name,
                value: SourceNode(
                    .scalar(name == "channel" ? quoted(text) : text, plain: true),
                    at: value.position))
        }
        guard
            let fields = MappingReader(
                node, "'audience'", required: ["contact", "of"], &diagnostics),
            let contact = fields.name("contact", &diagnostics),
            let object = fields.name("of", &diagnostics)
        else { return nil }
        return ArgumentSource(
            name: "to",
            value: SourceNode(
                .scalar("\(object).\(contact)Contact", plain: true), at: node.position))
    }
}
