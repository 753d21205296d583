import FEEL
import FairleadDomain

// Playbooks that call others.
extension PlaybookReader {
    /// What the playbook of a node takes and gives, before any is read in full; nil: nothing calls
    /// it that a name could be given to.
    public static func signature(
        _ node: SourceNode, _ types: ObjectTypes, _ diagnostics: inout Diagnostics
    ) -> PlaybookSignature? {
        guard case .scalar(let name, _)? = node.value(of: "playbook")?.content,
            case .scalar(let text, _)? = node.value(of: "version")?.content,
            let version = Int(text)
        else { return nil }
        return PlaybookSignature(
            name: name, version: version,
            takes: parameters(node.value(of: "takes"), types, isGiven: false, &diagnostics),
            gives: parameters(node.value(of: "gives"), types, isGiven: true, &diagnostics),
            alwaysCalls: alwaysCalls(node))
    }

    /// The calls of stages and activities that have no condition.
    private static func alwaysCalls(_ node: SourceNode) -> [String] {
        var names: [String] = []
        for stage in node.value(of: "stages")?.items ?? [] {
            if stage.value(of: "when") != nil || stage.value(of: "opensOn") != nil { continue }
            for activity in stage.value(of: "activities")?.items ?? [] {
                guard activity.value(of: "when") == nil, activity.value(of: "asSoonAs") == nil,
                    case .scalar(let text, _)? = activity.value(of: "call")?.content,
                    let name = text.split(separator: "@").first
                else { continue }
                names.append(String(name))
            }
        }
        return names
    }

    /// `NAME: TYPE`, or `NAME: {type: TYPE, labels: [...], evidence: true}`.
    private static func parameters(
        _ node: SourceNode?, _ types: ObjectTypes, isGiven: Bool, _ diagnostics: inout Diagnostics
    ) -> [PlaybookSignature.Parameter] {
        guard let node else { return [] }
        guard case .mapping(let members) = node.content else {
            diagnostics.error("what it takes and gives are mappings", at: node.position)
            return []
        }
        return members.compactMap { member in
            var labels: [String] = []
            var isEvidence = false
            var typeNode = member.value
            if case .mapping = member.value.content {
                guard
                    let fields = MappingReader(
                        member.value, "a parameter",
                        required: isGiven ? ["type", "from"] : ["type"],
                        optional: ["labels", "evidence"], &diagnostics),
                    let inner = fields["type"]
                else { return nil }
                typeNode = inner
                labels = fields.texts("labels", &diagnostics)
                isEvidence = fields.boolean("evidence", &diagnostics) ?? false
            } else if isGiven {
                diagnostics.error(
                    "what a playbook gives has a type and comes from something",
                    at: member.value.position, hint: "{type: boolean, from: EXPRESSION}")
                return nil
            }
            guard let text = typeNode.text("a type", &diagnostics) else { return nil }
            guard let type = types.type(text) else {
                diagnostics.error(
                    "'\(text)' is no type", at: typeNode.position,
                    hint: NearestName.hint(for: text, among: types.schemas.keys.sorted()))
                return nil
            }
            return PlaybookSignature.Parameter(
                name: member.key, type: type, object: types.schemas[text] == nil ? nil : text,
                labels: Labels(labels), isEvidence: isEvidence)
        }
    }

    /// Gives what the playbook takes its names.
    mutating func declareParameters(_ fields: MappingReader) {
        for parameter in signatures[fields.text("playbook", &diagnostics) ?? ""]?.takes ?? [] {
            let position = fields["takes"]?.value(of: parameter.name)?.position
            guard isFree(parameter.name, at: position ?? fields.node.position) else { continue }
            scope.declare(parameter: parameter)
        }
    }

    /// What it gives, each from an expression of its type.
    mutating func gives(_ fields: MappingReader) -> [Argument] {
        let signature = signatures[fields.text("playbook", &diagnostics) ?? ""]
        var given: [Argument] = []
        for member in fields.members("gives", &diagnostics) {
            guard let parameter = signature?.gives.first(where: { $0.name == member.key }),
                let from = member.value.value(of: "from"),
                let value = expression(from, in: scope, expecting: parameter.type)
            else { continue }
            given.append(Argument(name: member.key, value: value))
        }
        return given
    }

    /// `call: name@version`.
    mutating func call(_ kind: SourceNode.Member, _ fields: MappingReader) -> Call? {
        guard let text = kind.value.text("a playbook", &diagnostics) else { return nil }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, let version = Int(parts[1]) else {
            diagnostics.error(
                "'\(text)' is no playbook with its version", at: kind.value.position,
                hint: "call: NAME@VERSION")
            return nil
        }
        let name = String(parts[0])
        guard let callee = signatures[name] else {
            diagnostics.error(
                "unknown playbook '\(name)'", at: kind.value.position,
                hint: NearestName.hint(for: name, among: signatures.keys.sorted()))
            return nil
        }
        if callee.version != version {
            diagnostics.error(
                "the playbook '\(name)' has the version \(callee.version), not \(version)",
                at: kind.value.position)
        }
        if callsItself(name, by: []) {
            diagnostics.error(
                "'\(name)' calls itself for ever", at: kind.value.position,
                hint: "one of the calls on that way needs a 'when'")
        }
        var given: [Argument] = []
        for member in fields.members("with", &diagnostics) {
            guard let wanted = callee.takes.first(where: { $0.name == member.key }) else {
                diagnostics.error(
                    "the playbook '\(name)' takes no '\(member.key)'", at: member.keyPosition,
                    hint: NearestName.hint(for: member.key, among: callee.takes.map(\.name)))
                continue
            }
            if let value = expression(member.value, in: scope, expecting: wanted.type) {
                given.append(Argument(name: member.key, value: value))
            }
        }
        for wanted in callee.takes where fields["with"]?.value(of: wanted.name) == nil {
            diagnostics.error(
                "the call lacks '\(wanted.name)', which '\(name)' takes", at: kind.value.position)
        }
        return Call(
            playbook: name, version: version, with: given,
            noReturn: fields.boolean("noReturn", &diagnostics) ?? false)
    }

    private func callsItself(_ name: String, by way: [String]) -> Bool {
        for next in signatures[name]?.alwaysCalls ?? [] {
            if next == way.first ?? name { return true }
            if !way.contains(next), callsItself(next, by: (way.isEmpty ? [name] : way) + [next]) {
                return true
            }
        }
        return false
    }
}

extension PlaybookChecker {
    /// What goes over from one playbook to another carries what was declared of it, and a model's
    /// answer only where both sides say so.
    mutating func checkOver(
        _ values: [Argument], _ declared: [PlaybookSignature.Parameter], _ what: String
    ) {
        for value in values {
            guard let parameter = declared.first(where: { $0.name == value.name }) else { continue }
            if !parameter.isEvidence, let way = provenance.estimate(in: value.value.reads) {
                diagnostics.error(
                    "\(what) '\(value.name)' depends on a model's answer by "
                        + way.joined(separator: ", "), at: value.value.position,
                    hint: "declare it so: evidence: true")
            }
            let labels = provenance.labels(of: value.value.reads)
            let allowed = provenance.labels(of: parameter)
            if labels.isSubset(of: allowed) { continue }
            diagnostics.error(
                "\(what) '\(value.name)' carries \(labels.text)", at: value.value.position,
                hint: "declare it so: labels: [\(labels.text)]")
        }
    }
}
