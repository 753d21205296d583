import FEEL
import FairleadDomain

// What people fill in, and what they choose from.
extension PlaybookReader {
    /// Names that a task's value has already.
    private static let taken = ["outcome", Choice.field, Choice.recommendation, Choice.reason]

    /// The fields of an activity's `form`: a type, a list of texts, or a mapping with `type` or
    /// `values`, `optional` and `labels`.
    static func form(
        _ activity: SourceNode, _ vocabulary: Vocabulary, _ diagnostics: inout Diagnostics
    ) -> [FormField] {
        guard let node = activity.value(of: "form") else { return [] }
        guard case .mapping(let members) = node.content else {
            diagnostics.error("'form' must be a mapping, not \(node.kindName)", at: node.position)
            return []
        }
        if members.count > FormField.countMax {
            diagnostics.error(
                "a form has at most \(FormField.countMax) fields", at: node.position)
        }
        var fields: [FormField] = []
        for member in members {
            if !SourceNode.isName(member.key) || taken.contains(member.key) {
                diagnostics.error(
                    "'\(member.key)' cannot be the name of a field", at: member.keyPosition)
                continue
            }
            if let field = field(member, vocabulary, &diagnostics) { fields.append(field) }
        }
        return fields
    }

    private static func field(
        _ member: SourceNode.Member, _ vocabulary: Vocabulary, _ diagnostics: inout Diagnostics
    ) -> FormField? {
        guard case .mapping = member.value.content else {
            return field(member.key, member.value, vocabulary, &diagnostics)
        }
        guard
            let inner = MappingReader(
                member.value, "a field of a form", required: [],
                optional: ["type", "values", "optional", "labels"], &diagnostics)
        else { return nil }
        guard let node = inner["type"] ?? inner["values"], inner.has("type") != inner.has("values")
        else {
            diagnostics.error(
                "a field of a form has 'type' or 'values'", at: member.value.position)
            return nil
        }
        guard let plain = field(member.key, node, vocabulary, &diagnostics) else { return nil }
        return FormField(
            name: plain.name, typeText: plain.typeText, type: plain.type,
            isOptional: inner.boolean("optional", &diagnostics) ?? false,
            labels: inner.has("labels")
                ? Labels(inner.texts("labels", &diagnostics)) : plain.labels)
    }

    private static func field(
        _ name: String, _ node: SourceNode, _ vocabulary: Vocabulary,
        _ diagnostics: inout Diagnostics
    ) -> FormField? {
        if case .sequence(let items) = node.content {
            let values = items.compactMap { $0.text("a value of '\(name)'", &diagnostics) }
            if values.isEmpty {
                diagnostics.error("'\(name)' has no values", at: node.position)
                return nil
            }
            return field(name, values)
        }
        guard let text = node.text("the type of '\(name)'", &diagnostics) else { return nil }
        guard let type = vocabulary.types.type(text) else {
            diagnostics.error(
                "'\(text)' is no type", at: node.position,
                hint: NearestName.hint(for: text, among: FEELType.named.map(\.name)))
            return nil
        }
        // What a person writes in his own words may name people.
        let labels = type == .string ? Labels(["personal"]) : .none
        return FormField(
            name: name, typeText: text, type: type, isOptional: false, labels: labels)
    }

    static func field(_ name: String, _ values: [String]) -> FormField {
        FormField(
            name: name, typeText: values.joined(separator: ", "), type: .enumeration(values),
            isOptional: false, labels: .none)
    }

    /// `choose: TITLE` with `options`, `recommended`, `reasonWhen`.
    mutating func choice(_ fields: MappingReader) -> Choice? {
        guard let node = fields["options"] else {
            diagnostics.error("a choice lacks 'options'", at: fields.node.position)
            return nil
        }
        let options = fields.texts("options", &diagnostics)
        if options.count < 2 || options.count > Choice.optionsMax
            || Set(options).count != options.count
        {
            diagnostics.error(
                "'options' are 2 to \(Choice.optionsMax) different texts", at: node.position)
        }
        let recommended = fields["recommended"].flatMap { node in
            expression(node, in: scope, expecting: .string.orNull)
        }
        if case .enumeration(let known)? = recommended?.type.required,
            let stranger = known.first(where: { !options.contains($0) })
        {
            diagnostics.error(
                "'recommended' may be '\(stranger)', which is no option",
                at: recommended?.position ?? node.position,
                hint: NearestName.hint(for: stranger, among: options))
        }
        let reasonWhen = condition(fields["reasonWhen"], in: scope.choosing(options))
        return Choice(options: options, recommended: recommended, reasonWhen: reasonWhen)
    }
}

extension PlaybookScope {
    /// With what a person chose and what was recommended to him.
    func choosing(_ options: [String]) -> PlaybookScope {
        var copy = self
        copy.declareLocal(Choice.field, .enumeration(options))
        copy.declareLocal(Choice.recommendation, FEELType.enumeration(options).orNull)
        return copy
    }

    /// The value of a task: what became of it, and what was filled in.
    static func taskType(_ form: [FormField], isChoice: Bool, options: [String]) -> FEELType {
        var fields: [ContextType.Field] = [.init("outcome", .enumeration(["done", "skipped"]))]
        fields += form.map { .init($0.name, $0.isOptional ? $0.type.orNull : $0.type) }
        if isChoice {
            fields.append(.init(Choice.field, .enumeration(options)))
            fields.append(.init(Choice.recommendation, FEELType.enumeration(options).orNull))
            fields.append(.init(Choice.reason, FEELType.string.orNull))
        }
        return .context(ContextType(fields))
    }
}
