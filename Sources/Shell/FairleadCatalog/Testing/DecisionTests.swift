import DMN
import FEEL
import FairleadPlaybook

/// The tests of a decision, as they stand beside its table in `NAME.tests.yaml`.
struct DecisionTests {
    struct Case {
        let name: String
        let given: Context
        /// The outputs that are expected, or why no decision is made.
        let expected: Expected
        let position: SourcePosition
    }

    enum Expected {
        case value(Value)
        case outputs([(name: String, value: Value)])
        case fails(code: String)
    }

    let decision: String
    let now: DateTime?
    let cases: [Case]
    let position: SourcePosition

    /// Reads one document; what a case gives and expects is of the decision's types.
    init?(
        _ node: SourceNode, decisions: [String: Decision], _ diagnostics: inout Diagnostics
    ) {
        guard
            let fields = MappingReader(
                node, "the tests", required: ["decision", "cases"], optional: ["now"],
                &diagnostics),
            let name = fields.text("decision", &diagnostics)
        else { return nil }
        guard let decision = decisions[name] else {
            diagnostics.error(
                "unknown decision '\(name)'", at: fields["decision"]?.position ?? node.position,
                hint: NearestName.hint(for: name, among: decisions.keys.sorted()))
            return nil
        }
        self.decision = name
        self.position = node.position
        var moment: DateTime?
        if let text = fields.text("now", &diagnostics) {
            moment = DateTime(text)
            if moment == nil {
                diagnostics.error("'\(text)' is no moment", at: fields["now"]?.position ?? position)
            }
        }
        now = moment
        cases = fields.items("cases").compactMap {
            DecisionTests.read($0, decision, &diagnostics)
        }
    }

    private static func read(
        _ node: SourceNode, _ decision: Decision, _ diagnostics: inout Diagnostics
    ) -> Case? {
        guard
            let fields = MappingReader(
                node, "a case", required: ["name", "given"], optional: ["expect", "fails"],
                &diagnostics),
            let name = fields.text("name", &diagnostics)
        else { return nil }
        var given = Context()
        for member in fields.members("given", &diagnostics) {
            guard let input = decision.inputs.first(where: { $0.name == member.key }) else {
                diagnostics.error(
                    "'\(decision.name)' does not read '\(member.key)'", at: member.keyPosition,
                    hint: NearestName.hint(
                        for: member.key, among: decision.inputs.map(\.name)))
                continue
            }
            given[member.key] = TestValue.value(member.value, as: input.type, &diagnostics)
        }
        let expected: Expected?
        switch (fields["expect"], fields["fails"]) {
        case (let node?, nil): expected = outcome(node, decision, &diagnostics)
        case (nil, let node?):
            expected = node.text("'fails'", &diagnostics).map { .fails(code: $0) }
        default:
            diagnostics.error("a case has either 'expect' or 'fails'", at: node.position)
            expected = nil
        }
        guard let expected else { return nil }
        return Case(name: name, given: given, expected: expected, position: node.position)
    }

    private static func outcome(
        _ node: SourceNode, _ decision: Decision, _ diagnostics: inout Diagnostics
    ) -> Expected? {
        guard case .mapping(let members) = node.content,
            case .context(let type) = decision.type
        else { return TestValue.value(node, as: decision.type, &diagnostics).map { .value($0) } }
        var outputs: [(name: String, value: Value)] = []
        for member in members {
            guard let output = type[member.key] else {
                diagnostics.error(
                    "'\(decision.name)' gives no '\(member.key)'", at: member.keyPosition,
                    hint: NearestName.hint(for: member.key, among: type.fields.map(\.name)))
                continue
            }
            if let value = TestValue.value(member.value, as: output, &diagnostics) {
                outputs.append((member.key, value))
            }
        }
        return .outputs(outputs)
    }
}

/// Values as tests write them: plain YAML, read by the type that is wanted.
enum TestValue {
    static func value(
        _ node: SourceNode, as type: FEELType, _ diagnostics: inout Diagnostics
    ) -> Value? {
        let value: Value? =
            switch node.content {
            case .scalar(let text, let plain): scalar(text, isPlain: plain, as: type)
            case .sequence(let items): list(items, as: type, &diagnostics)
            case .mapping(let members): context(members, as: type, &diagnostics)
            }
        if let value, type.contains(value) { return value }
        diagnostics.error("this is no \(type)", at: node.position)
        return nil
    }

    private static func scalar(_ text: String, isPlain: Bool, as type: FEELType) -> Value? {
        if isPlain, text == "null" { return .null }
        switch type.required {
        case .boolean: return ["true": Value.boolean(true), "false": .boolean(false)][text]
        case .number: return Decimal34(text).map { .number($0) }
        case .string, .enumeration: return .string(text)
        case .date: return CalendarDate(text).map { .date($0) }
        case .dateTime: return DateTime(text).map { .dateTime($0) }
        case .daysTime: return DaysTimeDuration(text).map { .daysTime($0) }
        case .yearsMonths: return YearsMonthsDuration(text).map { .yearsMonths($0) }
        default: return (try? Program(text))?.constant
        }
    }

    private static func list(
        _ items: [SourceNode], as type: FEELType, _ diagnostics: inout Diagnostics
    ) -> Value? {
        guard case .list(let item) = type.required else { return nil }
        return .list(items.compactMap { value($0, as: item, &diagnostics) })
    }

    private static func context(
        _ members: [SourceNode.Member], as type: FEELType, _ diagnostics: inout Diagnostics
    ) -> Value? {
        guard case .context(let fields) = type.required else { return nil }
        var context = Context()
        for member in members {
            context[member.key] = value(
                member.value, as: fields[member.key] ?? .any, &diagnostics)
        }
        return .context(context)
    }
}
