import FEEL
import FairleadDomain
import FairleadPlaybook

/// Reads the smaller files: events, roles, queues, models.
enum VocabularyReader {
    /// `events.yaml`: canonical event types with the objects that their data holds.
    static func events(
        _ node: SourceNode, objects: [String], _ diagnostics: inout Diagnostics
    ) -> [String: EventDeclaration] {
        var events: [String: EventDeclaration] = [:]
        guard let fields = MappingReader(node, "the file", required: ["events"], &diagnostics)
        else { return events }
        for member in fields.members("events", &diagnostics) {
            guard
                let inner = MappingReader(
                    member.value, "an event", required: ["objects"],
                    optional: ["optional", "purpose", "record"], &diagnostics)
            else { continue }
            let carried =
                inner.texts("objects", &diagnostics)
                + inner.texts("optional", &diagnostics)
            if let node = inner["record"], let name = node.text("an object", &diagnostics) {
                refuse(unknown: name, "object", among: carried, at: node, &diagnostics)
            }
            for key in ["objects", "optional"] {
                for item in inner.items(key) {
                    guard let name = item.text("an object", &diagnostics) else { continue }
                    refuse(unknown: name, "object", among: objects, at: item, &diagnostics)
                }
            }
            events[member.key] = EventDeclaration(
                type: member.key, objects: inner.texts("objects", &diagnostics),
                optional: inner.texts("optional", &diagnostics),
                record: inner.text("record", &diagnostics))
        }
        return events
    }

    /// `roles.yaml`: what each role may do and see.
    static func roles(_ node: SourceNode, _ diagnostics: inout Diagnostics) -> [String: Role] {
        var roles: [String: Role] = [:]
        guard let fields = MappingReader(node, "the file", required: ["roles"], &diagnostics)
        else { return roles }
        for member in fields.members("roles", &diagnostics) {
            guard
                let inner = MappingReader(
                    member.value, "a role", required: ["permissions", "sees"],
                    optional: ["purpose"], &diagnostics)
            else { continue }
            roles[member.key] = Role(
                name: member.key, permissions: inner.texts("permissions", &diagnostics),
                sees: Labels(inner.texts("sees", &diagnostics)))
        }
        return roles
    }

    /// `models.yaml`: models that estimate, and the bounds within which an answer counts.
    static func models(
        _ node: SourceNode, operations: [String: OperationDeclaration],
        _ diagnostics: inout Diagnostics
    ) -> [String: ModelDeclaration] {
        var models: [String: ModelDeclaration] = [:]
        guard let fields = MappingReader(node, "the file", required: ["models"], &diagnostics)
        else { return models }
        for member in fields.members("models", &diagnostics) {
            guard let model = model(member, operations, &diagnostics) else { continue }
            models[model.name] = model
        }
        return models
    }

    private static func model(
        _ member: SourceNode.Member, _ operations: [String: OperationDeclaration],
        _ diagnostics: inout Diagnostics
    ) -> ModelDeclaration? {
        let isClassifier = hasKey("labels", member.value)
        guard
            let fields = MappingReader(
                member.value, "a model",
                required: ["owner", "operation", "within"]
                    + (isClassifier ? ["labels"] : ["range", "intervalWidthMax"]),
                optional: ["purpose", "with", "scopedBy"], &diagnostics),
            let owner = fields.text("owner", &diagnostics),
            let operation = fields.text("operation", &diagnostics),
            let within = fields.milliseconds("within", &diagnostics)
        else { return nil }
        if operations[operation]?.kind != .estimate {
            diagnostics.error(
                "'\(operation)' is no operation that estimates",
                at: fields["operation"]?.position ?? member.keyPosition,
                hint: operations.values.filter { $0.kind == .estimate }.map(\.name).sorted()
                    .joined(separator: ", "))
        }
        let labels = fields.texts("labels", &diagnostics)
        if isClassifier {
            if labels.count < 2 || Set(labels).count < labels.count {
                diagnostics.error(
                    "'labels' must be two or more, each once", at: member.keyPosition)
            }
            return ModelDeclaration(
                name: member.key, owner: owner, operation: operation,
                with: arguments(fields, &diagnostics),
                scopedBy: fields.text("scopedBy", &diagnostics), low: "0", high: "1",
                intervalWidthMax: "", withinMilliseconds: within, labels: labels,
                position: member.keyPosition)
        }
        let range = fields.texts("range", &diagnostics)
        let width = fields.text("intervalWidthMax", &diagnostics) ?? ""
        guard range.count == 2, let low = Decimal34(range[0]), let high = Decimal34(range[1]),
            low < high, let limit = Decimal34(width), limit > .zero
        else {
            diagnostics.error(
                "'range' and 'intervalWidthMax' must be numbers", at: member.keyPosition,
                hint: "range: [0, 1] and intervalWidthMax: 0.4")
            return nil
        }
        return ModelDeclaration(
            name: member.key, owner: owner, operation: operation,
            with: arguments(fields, &diagnostics), scopedBy: fields.text("scopedBy", &diagnostics),
            low: range[0], high: range[1],
            intervalWidthMax: width, withinMilliseconds: within, position: member.keyPosition)
    }

    private static func hasKey(_ key: String, _ node: SourceNode) -> Bool {
        guard case .mapping(let members) = node.content else { return false }
        return members.contains { $0.key == key }
    }

    private static func arguments(
        _ fields: MappingReader, _ diagnostics: inout Diagnostics
    ) -> [ArgumentSource] {
        fields.members("with", &diagnostics).map {
            ArgumentSource(name: $0.key, value: $0.value)
        }
    }

    static func refuse(
        unknown name: String, _ what: String, among known: [String], at node: SourceNode,
        _ diagnostics: inout Diagnostics
    ) {
        if known.contains(name) { return }
        diagnostics.error(
            "unknown \(what) '\(name)'", at: node.position,
            hint: NearestName.hint(for: name, among: known))
    }
}
