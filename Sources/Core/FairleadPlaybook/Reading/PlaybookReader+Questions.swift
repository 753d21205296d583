import FEEL
import FairleadDomain

// Models that choose, questions in the middle of a plan, escalation, waiting, and a playbook's own
// events.
extension PlaybookReader {
    // MARK: Models

    mutating func classify(_ fields: MappingReader) -> Estimate? {
        guard let name = fields.text("classify", &diagnostics), let node = fields["classify"]
        else { return nil }
        guard let model = vocabulary.models[name], !model.labels.isEmpty else {
            let known = vocabulary.models.values.filter { !$0.labels.isEmpty }.map(\.name).sorted()
            diagnostics.error(
                vocabulary.models[name] == nil
                    ? "unknown model '\(name)'" : "the model '\(name)' gives a number",
                at: node.position, hint: NearestName.hint(for: name, among: known))
            return nil
        }
        let arguments = arguments(
            model.with, and: fields, of: model.operation, in: scope, at: node.position,
            by: "the model '\(name)'")
        let scope = modelScope(fields, model)
        guard let precision = precision(fields), let fallback = label(fields, model) else {
            return nil
        }
        return Estimate(
            model: name, operation: model.operation, with: arguments, scope: scope,
            intervalWidthMax: nil, range: ("0", "1"),
            withinMilliseconds: model.withinMilliseconds, fallback: "",
            exception: exceptionCode(fields["otherwise"]?.value(of: "exception")),
            choice: .init(labels: model.labels, precision: precision, fallback: fallback))
    }

    /// `precision: 95%`, as a share of one.
    private mutating func precision(_ fields: MappingReader) -> String? {
        guard let text = fields.text("precision", &diagnostics), let node = fields["precision"]
        else {
            if !fields.has("precision") {
                diagnostics.error(
                    "a classification lacks 'precision'", at: fields.node.position,
                    hint: "how many of a hundred answers must be right: precision: 95%")
            }
            return nil
        }
        guard text.last == "%", let percent = Int(text.dropLast()), (1...100).contains(percent)
        else {
            diagnostics.error(
                "'\(text)' is no precision", at: node.position, hint: "a percentage such as 95%")
            return nil
        }
        return percent == 100 ? "1" : percent < 10 ? "0.0\(percent)" : "0.\(percent)"
    }

    private mutating func label(_ fields: MappingReader, _ model: ModelDeclaration) -> String? {
        guard let node = fields["otherwise"] else {
            diagnostics.error(
                "a classification lacks 'otherwise'", at: fields.node.position,
                hint: "the label to go on with: {label: \(model.labels[0])}")
            return nil
        }
        guard
            let inner = MappingReader(
                node, "a classification's 'otherwise'", required: ["label"],
                optional: ["exception"], &diagnostics),
            let text = inner.text("label", &diagnostics)
        else { return nil }
        if model.labels.contains(text) { return text }
        diagnostics.error(
            "the model '\(model.name)' has no label '\(text)'",
            at: inner["label"]?.position ?? node.position,
            hint: NearestName.hint(for: text, among: model.labels))
        return nil
    }

    // MARK: Questions

    mutating func lookUpWork(
        _ kind: SourceNode.Member, _ fields: MappingReader
    ) -> LookupWork? {
        guard let name = kind.value.text("an operation", &diagnostics) else { return nil }
        let known = vocabulary.operations.values.filter { $0.kind == .lookup && $0.gives != nil }
            .map(\.name).sorted()
        guard let operation = vocabulary.operations[name], known.contains(name) else {
            diagnostics.error(
                "'\(name)' is no look-up that gives an object", at: kind.value.position,
                hint: NearestName.hint(for: name, among: known))
            return nil
        }
        let arguments = arguments(
            [], and: fields, of: operation.name, in: scope, at: kind.value.position,
            by: "'\(name)'")
        return LookupWork(
            operation: name, with: arguments,
            withinMilliseconds: elapsed(fields["within"])
                ?? PlaybookReader.lookUpMillisecondsDefault,
            ifFailed: way(out: fields["ifFailed"], "'ifFailed'"))
    }

    /// Milliseconds of `{elapsed: PT10S}`: a system has no business hours.
    private mutating func elapsed(_ node: SourceNode?) -> Int64? {
        guard let node,
            let fields = MappingReader(
                node, "'within'", required: ["elapsed"], &diagnostics)
        else { return nil }
        return fields.milliseconds("elapsed", &diagnostics)
    }

    // MARK: People

    mutating func escalation(
        _ kind: SourceNode.Member, _ fields: MappingReader
    ) -> TaskWork? {
        if !fields.has("because") {
            diagnostics.error(
                "an escalation lacks 'because'", at: fields.node.position,
                hint: "what whoever is told must know")
        }
        guard let role = role(kind.value), let reason = fields.text("because", &diagnostics)
        else { return nil }
        return TaskWork(
            title: reason, queue: role, within: allowance(fields["within"], "'within'"))
    }

    /// `mode: draft` leaves the sending to somebody.
    mutating func isDraft(_ fields: MappingReader) -> Bool {
        guard let text = fields.has("mode") ? fields.text("mode", &diagnostics) : nil else {
            return false
        }
        if text != "draft" {
            diagnostics.error(
                "the only mode is 'draft'", at: fields["mode"]?.position ?? fields.node.position)
        }
        return text == "draft"
    }

    // MARK: Events

    mutating func wait(_ node: SourceNode) -> Activity.Kind? {
        guard case .mapping = node.content else {
            return event(node).map { .wait(Wait(event: $0, when: nil, elseOn: [])) }
        }
        guard
            let fields = MappingReader(
                node, "'wait'", required: ["event"], optional: ["when", "elseOn"], &diagnostics),
            let event = event(fields["event"])
        else { return nil }
        let when = condition(fields["when"], in: scope.after(event: event))
        let elseOn = fields.items("elseOn").compactMap { otherwise(of: $0) }
        return .wait(Wait(event: event, when: when, elseOn: elseOn))
    }

    private mutating func otherwise(of node: SourceNode) -> Wait.Otherwise? {
        guard case .mapping(let members) = node.content else {
            diagnostics.error("an item of 'elseOn' must be a mapping", at: node.position)
            return nil
        }
        let own = ["event", "when"]
        let trigger = SourceNode(
            .mapping(members.filter { own.contains($0.key) }), at: node.position)
        let rest = SourceNode(
            .mapping(members.filter { !own.contains($0.key) }), at: node.position)
        guard
            let fields = MappingReader(
                trigger, "an item of 'elseOn'", required: ["event"], optional: ["when"],
                &diagnostics),
            let event = event(fields["event"])
        else { return nil }
        let when = condition(fields["when"], in: scope.after(event: event))
        guard let way = way(out: rest, "an item of 'elseOn'") else { return nil }
        return Wait.Otherwise(event: event, when: when, way: way)
    }

    /// `emit: EVENT, with: {OBJECT: EXPRESSION}`: what it tells is of the event's declared objects.
    mutating func emission(_ node: SourceNode, _ what: String) -> WayOut? {
        guard
            let fields = MappingReader(
                node, what, required: ["emit"], optional: ["with", "keepStageOpen"], &diagnostics),
            let type = event(fields["emit"]), let declared = vocabulary.events[type]
        else { return nil }
        let told = told(fields, by: declared, at: node.position)
        let keeps = fields.boolean("keepStageOpen", &diagnostics) ?? true
        return .emit(event: type, with: told, keepsStageOpen: keeps)
    }

    /// The objects that an event of the playbook's own tells of.
    mutating func told(
        _ fields: MappingReader, by event: EventDeclaration, at position: SourcePosition
    ) -> [Argument] {
        var told: [Argument] = []
        for member in fields.members("with", &diagnostics) {
            guard (event.objects + event.optional).contains(member.key),
                let type = vocabulary.types.type(member.key)
            else {
                diagnostics.error(
                    "an event '\(event.type)' tells of no '\(member.key)'", at: member.keyPosition,
                    hint: NearestName.hint(for: member.key, among: event.objects + event.optional))
                continue
            }
            if let value = expression(member.value, in: scope, expecting: type) {
                told.append(Argument(name: member.key, value: value))
            }
        }
        for object in event.objects where !told.contains(where: { $0.name == object }) {
            if fields["with"]?.value(of: object) != nil { continue }
            diagnostics.error(
                "an event '\(event.type)' always tells of its '\(object)'", at: position,
                hint: "with: {\(object): …}")
        }
        return told
    }
}
