import FEEL

extension DecisionModel {
    /// What can be said of a decision's table without evaluating it; `nil` for an expression.
    public func analysis(_ decision: String) -> TableAnalysis? {
        guard case .table(let table)? = self[decision]?.logic else { return nil }
        return TableAnalyst.analyze(table)
    }

    /// Findings about all decisions: gaps, overlaps, rules that never decide, inputs and declared
    /// data that nothing uses.
    public func findings() -> [Diagnostic] {
        decisions.flatMap { decision in
            tableFindings(decision) + unusedFindings(decision)
        }
    }

    private func tableFindings(_ decision: CompiledDecision) -> [Diagnostic] {
        guard case .table(let table) = decision.logic, let analysis = analysis(decision.name)
        else { return [] }
        var findings: [Diagnostic] = []
        let place = decision.definition.place
        if let undecided = analysis.undecided {
            findings.append(Diagnostic(.warning, .table, undecided, at: place))
        }
        if !table.definition.allowsGaps, table.otherwise == nil, table.definition.hitPolicy.isSingle
        {
            for gap in analysis.gaps {
                let when =
                    gap.regions.isEmpty ? "anything is given" : gap.regions.joined(separator: ", ")
                findings.append(
                    Diagnostic(
                        .error, .gap, "no rule of \(decision.name) matches when \(when)",
                        at: place,
                        hint: "add a rule, or say that gaps are meant, or what holds otherwise"))
            }
        }
        let more = analysis.overlapCount - analysis.overlaps.count
        if more > 0 {
            findings.append(
                Diagnostic(
                    .error, .overlap,
                    "\(more) more pairs of rules of \(decision.name) overlap than are told here",
                    at: place))
        }
        for overlap in analysis.overlaps {
            let names = overlap.rules.map(String.init).joined(separator: " and ")
            let when = overlap.example.regions.joined(separator: ", ")
            findings.append(
                Diagnostic(
                    .error, .overlap,
                    "rules \(names) of \(decision.name) both match when \(when)",
                    at: table.definition.rules[overlap.rules[1] - 1].place,
                    hint: "with hit policy \(table.definition.hitPolicy) only one may"))
        }
        for rule in analysis.unreachable {
            let isMasked =
                table.definition.hitPolicy.isSingle && !table.rulesBefore(rule - 1).isEmpty
            findings.append(
                Diagnostic(
                    .warning, .unreachable, "rule \(rule) of \(decision.name) never decides",
                    at: table.definition.rules[rule - 1].place,
                    hint: isMasked
                        ? "rules that win over it match wherever it does"
                        : "no allowed value passes all its cells"))
        }
        return findings
    }

    private func unusedFindings(_ decision: CompiledDecision) -> [Diagnostic] {
        let reads = decision.reads.map(\.description)
        var findings: [Diagnostic] = []
        for data in decision.definition.uses {
            let text = data.path.text
            let isRead = reads.contains { $0 == text || $0.hasPrefix(text + ".") }
            guard !isRead else { continue }
            findings.append(
                Diagnostic(
                    .warning, .unused, "\(text) is declared and never read",
                    at: data.path.place(SourceSpan(0, text.utf8.count))))
        }
        guard case .table(let table) = decision.logic else { return findings }
        for (at, clause) in table.definition.inputs.enumerated()
        where table.cells.allSatisfy({ $0[at].isAny }) {
            let text = clause.expression
            findings.append(
                Diagnostic(
                    .warning, .unused, "no rule tests \(clause.title)",
                    at: text.place(SourceSpan(0, text.text.utf8.count))))
        }
        return findings
    }
}
