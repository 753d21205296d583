import FEEL
import FairleadDomain

// What decisions and messages read, against what the playbook has.
extension PlaybookReader {
    /// The levels that a ruling may give.
    static let levels = ["automatic", "approval", "advisory", "forbidden"]
    /// Each input of a decision is a name of the playbook, of the type that the decision wants.
    mutating func bind(_ decision: Decision, in scope: PlaybookScope, at position: SourcePosition) {
        for input in decision.inputs {
            guard scope[input.name] != nil else {
                diagnostics.error(
                    "the decision '\(decision.name)' reads '\(input.name)', which this playbook"
                        + " does not have", at: position,
                    hint: NearestName.hint(for: input.name, among: scope.names.map(\.name)))
                continue
            }
            for (path, type) in PlaybookReader.leaves(of: input.type, at: input.name) {
                var own = Diagnostics()
                let value = Expression.compile(
                    path, at: position, in: scope.feel, expecting: type, &own)
                for finding in own.all where finding.severity == .error {
                    diagnostics.error(
                        "the decision '\(decision.name)' cannot take '\(path)': "
                            + finding.message, at: position, hint: finding.hint)
                }
                checkTexts(of: value?.type, among: type, path, decision, position)
            }
        }
    }

    /// Whether each text that a value may have is one that the decision knows.
    private mutating func checkTexts(
        of found: FEELType?, among wanted: FEELType, _ path: String, _ decision: Decision,
        _ position: SourcePosition
    ) {
        guard case .enumeration(let known) = wanted.required,
            case .enumeration(let texts)? = found?.required
        else { return }
        let strangers = texts.filter { !known.contains($0) }
        if strangers.isEmpty { return }
        diagnostics.error(
            "the decision '\(decision.name)' does not know that '\(path)' may be "
                + strangers.map(quoted).joined(separator: ", "), at: position)
    }

    /// The entries of a type that are no contexts themselves, with their paths.
    private static func leaves(of type: FEELType, at path: String) -> [(String, FEELType)] {
        guard case .context(let context) = type, !context.fields.isEmpty else {
            return [(path, type)]
        }
        return context.fields.flatMap { leaves(of: $0.type, at: path + "." + $0.name) }
    }

    /// The decision that an effect is under: it says the level and, where that is approval, who
    /// approves, both from values that it lists.
    mutating func ruling(_ fields: MappingReader) -> Decision? {
        guard let node = fields["governedBy"] else {
            diagnostics.error(
                "an effect lacks its ruling: 'governedBy'", at: fields.node.position,
                hint: "the decision that gives level and approver")
            return nil
        }
        guard let decision = decision(node) else { return nil }
        bind(decision, in: scope, at: node.position)
        guard case .context(let outputs) = decision.type else {
            diagnostics.error(
                "'\(decision.name)' is no ruling: it gives no 'level' and 'approver'",
                at: node.position)
            return nil
        }
        check(outputs["level"], "level", of: decision, among: PlaybookReader.levels, node)
        if case .enumeration(let levels)? = outputs["level"], levels.contains("approval") {
            check(
                outputs["approver"], "approver", of: decision,
                among: vocabulary.roles, node)
            if decision.authors.isEmpty {
                diagnostics.warning(
                    "the ruling '\(decision.name)' asks for consent and does not say who wrote it",
                    at: node.position,
                    hint: "Authority: …, author NAME; who wrote it may not give the consent")
            }
        }
        return decision
    }

    private mutating func check(
        _ type: FEELType?, _ output: String, of decision: Decision, among known: [String],
        _ node: SourceNode
    ) {
        guard case .enumeration(let values)? = type else {
            diagnostics.error(
                "the ruling '\(decision.name)' must list the values of '\(output)'",
                at: node.position, hint: known.joined(separator: ", "))
            return
        }
        for value in values where !Approver.roles(in: value).allSatisfy(known.contains) {
            diagnostics.error(
                "the ruling '\(decision.name)' gives the \(output) '\(value)', which is unknown",
                at: node.position, hint: NearestName.hint(for: value, among: known))
        }
        for value in values where Approver.asks(in: value) > Approver.asksMax {
            diagnostics.error(
                "the ruling '\(decision.name)' asks for more than \(Approver.asksMax) consents:"
                    + " '\(value)'", at: node.position)
        }
    }

    /// A template's text reads names of the playbook, of the types that it was written for.
    mutating func checkReads(
        of template: TemplateDeclaration, in scope: PlaybookScope, at position: SourcePosition
    ) {
        for read in template.reads {
            guard let type = vocabulary.types.type(read.type) else { continue }
            guard scope[read.name] != nil else {
                diagnostics.error(
                    "the template '\(template.template.name)' reads '\(read.name)', which this"
                        + " playbook does not have", at: position)
                continue
            }
            var own = Diagnostics()
            _ = Expression.compile(
                read.name, at: position, in: scope.feel, expecting: type, &own)
            for finding in own.all where finding.severity == .error {
                // The activity's own condition sees to it that the object is there.
                if finding.message == "this may be null" { continue }
                diagnostics.error(
                    "the template '\(template.template.name)' cannot read '\(read.name)': "
                        + finding.message, at: position, hint: finding.hint)
            }
        }
    }

    /// A message may carry only what its template says: whoever gets it sees it all.
    mutating func checkMessages(_ playbook: Playbook) {
        let provenance = PlaybookChecker(playbook, scope: scope).provenance
        for activity in playbook.activities {
            guard case .act(let act) = activity.kind,
                let declaration = act.template.flatMap({ vocabulary.templates[$0] })
            else { continue }
            for part in declaration.template.text.parts {
                guard case .place(let value) = part else { continue }
                let labels = provenance.labels(of: value.reads)
                if labels.isSubset(of: declaration.mayRead) { continue }
                diagnostics.error(
                    "the template '\(declaration.template.name)' may not show '\(value.text)':"
                        + " it carries \(labels.text)", at: value.position,
                    hint: declaration.mayRead.isEmpty
                        ? "it may read public fields only"
                        : "it may read " + declaration.mayRead.text)
            }
        }
    }
}
