import FEEL
import FairleadDomain

// Inputs and derived values.
extension PlaybookReader {
    /// What a look-up waits at most where nothing is said.
    static let lookUpMillisecondsDefault: Int64 = 10_000

    /// Gives every name of the playbook its place before an expression is read.
    mutating func declareNames(_ fields: MappingReader) {
        let opening = fields.items("opens").flatMap { eventNames(in: $0) }
        var others: [String] = []
        for key in ["joins", "reactions"] {
            for item in fields.items(key) {
                others += eventNames(in: item)
                if let until = item.value(of: "until") { others += eventNames(in: until) }
            }
        }
        for stage in fields.items("stages") {
            if let trigger = stage.value(of: "opensOn") { others += eventNames(in: trigger) }
            for activity in stage.value(of: "activities")?.items ?? [] {
                if let wait = activity.value(of: "wait") {
                    others += eventNames(in: wait)
                    for item in wait.value(of: "elseOn")?.items ?? [] {
                        others += eventNames(in: item)
                    }
                }
                if let failed = activity.value(of: "ifFailed")?.value(of: "emit") {
                    others += eventNames(in: failed)
                }
            }
        }
        scope.declare(opening: opening, others: others)
    }

    private func eventNames(in node: SourceNode) -> [String] {
        let name = node.value(of: "event") ?? node
        if case .scalar(let text, _) = name.content { return [text] }
        return []
    }

    mutating func inputs(_ fields: MappingReader) -> [Input] {
        let members = fields.members("inputs", &diagnostics)
        var looked: [(SourceNode.Member, MappingReader, LookUp)] = []
        for member in members {
            guard isFree(member.key, at: member.keyPosition),
                let inner = MappingReader(
                    member.value, "an input", required: ["from", "newerThan"],
                    optional: ["within", "otherwise"], &diagnostics),
                let lookUp = lookUp(member, inner)
            else { continue }
            inputNames.append(member.key)
            looked.append((member, inner, lookUp))
        }
        var inputs: [Input] = []
        for (member, inner, lookUp) in looked {
            // Arguments see the events and the inputs before this one.
            let arguments = arguments(
                lookUp.with, of: lookUp.operation, in: scope, at: member.keyPosition,
                by: "the look-up of '\(member.key)'")
            let otherwise =
                inner.choice("otherwise", Input.Otherwise.self, &diagnostics) ?? .exception
            inputs.append(
                Input(
                    name: member.key, operation: lookUp.operation, with: arguments,
                    newerThanMilliseconds: inner.milliseconds("newerThan", &diagnostics) ?? 0,
                    withinMilliseconds: inner.milliseconds("within", &diagnostics)
                        ?? PlaybookReader.lookUpMillisecondsDefault,
                    otherwise: otherwise, position: member.keyPosition))
            scope.declare(input: member.key, lookUp, otherwise: otherwise)
        }
        return inputs
    }

    private mutating func lookUp(_ member: SourceNode.Member, _ fields: MappingReader) -> LookUp? {
        guard let from = fields.text("from", &diagnostics), let node = fields["from"] else {
            return nil
        }
        guard let lookUps = vocabulary.lookUps[from] else {
            diagnostics.error(
                "unknown connector '\(from)'", at: node.position,
                hint: NearestName.hint(for: from, among: vocabulary.lookUps.keys.sorted()))
            return nil
        }
        guard let lookUp = lookUps.first(where: { $0.name == member.key }) else {
            diagnostics.error(
                "connector '\(from)' declares no look-up '\(member.key)'",
                at: member.keyPosition,
                hint: NearestName.hint(for: member.key, among: lookUps.map(\.name)))
            return nil
        }
        guard let operation = vocabulary.operations[lookUp.operation] else {
            diagnostics.error("unknown operation '\(lookUp.operation)'", at: lookUp.position)
            return nil
        }
        if operation.kind != .lookup || operation.gives == nil {
            diagnostics.error(
                "'\(operation.name)' is no look-up that gives an object", at: lookUp.position)
            return nil
        }
        return lookUp
    }

    mutating func derivations(_ fields: MappingReader) -> [Derivation] {
        declareActivities(fields)
        var derivations: [Derivation] = []
        declareEach()
        for member in fields.members("derives", &diagnostics) {
            guard isFree(member.key, at: member.keyPosition),
                let value = expression(member.value, in: scope)
            else { continue }
            if value.type == .any {
                diagnostics.error(
                    "the type of '\(member.key)' cannot be told", at: member.value.position,
                    hint: "both branches of an if give the same type")
            }
            scope.declare(derived: member.key, value)
            derivations.append(Derivation(name: member.key, value: value))
            declareEach()
        }
        return derivations
    }

    /// The names of activities, with what their kinds give, before any expression reads them.
    private mutating func declareActivities(_ fields: MappingReader) {
        for stage in fields.items("stages") {
            for activity in stage.value(of: "activities")?.items ?? [] {
                guard let idNode = activity.value(of: "id"),
                    case .scalar(let id, _) = idNode.content, isFree(id, at: idNode.position)
                else { continue }
                declare(activity, id)
                postpone(activity, id)
            }
        }
    }

    private mutating func declare(_ activity: SourceNode, _ id: String) {
        let kind = PlaybookReader.activityKinds.first { activity.value(of: $0) != nil }
        var subject = ""
        if let kind, case .scalar(let text, _)? = activity.value(of: kind)?.content {
            subject = text
        }
        if kind == "call" {
            let name = subject.split(separator: "@").first.map(String.init) ?? subject
            return scope.declare(call: id, of: signatures[name])
        }
        scope.declare(activity: id, kind: kind ?? "", subject: subject)
        if kind == "task" || kind == "choose" { declareForm(of: activity, id) }
    }

    /// What is wrong with a form is said when the activity is read.
    private mutating func declareForm(of activity: SourceNode, _ id: String) {
        var none = Diagnostics()
        let form = PlaybookReader.form(activity, vocabulary, &none)
        let isChoice = activity.value(of: "choose") != nil
        guard !form.isEmpty || isChoice || activity.value(of: "visibleTo") != nil else { return }
        let options = (activity.value(of: "options")?.items ?? []).compactMap {
            $0.text("", &none)
        }
        let roles = (activity.value(of: "visibleTo")?.items ?? []).compactMap {
            $0.text("", &none)
        }
        scope.declare(
            task: id,
            PlaybookScope.taskType(form, isChoice: isChoice, options: options),
            form.reduce(TaskWork.audience(of: roles)) { $0.union($1.labels) })
    }

    /// Whether a name can be given; inputs may stand for an object of the same type that events
    /// bring, everything else is named once.
    mutating func isFree(_ name: String, at position: SourcePosition) -> Bool {
        if !SourceNode.isName(name) {
            diagnostics.error(
                "'\(name)' cannot be a name", at: position,
                hint: "names are camelCase: a letter, then letters, digits or _")
            return false
        }
        if PlaybookScope.reserved.contains(name) || scope.isGiven(name) {
            diagnostics.error("the name '\(name)' is taken", at: position)
            return false
        }
        return true
    }
}
