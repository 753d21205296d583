import FEEL

extension DecisionModel {
    /// What can be said of a decision's table without evaluating it; `nil` for an expression.
    public func analysis(_ decision: String) -> TableAnalysis? {
        self[decision]?.table.map { TableAnalyst.analyze($0) }
    }

    /// Findings about all decisions: gaps, overlaps, rules that never decide, inputs and declared
    /// data that nothing uses.
    public func findings() -> [Diagnostic] {
        decisions.flatMap { decision in
            (decision.table?.findings(at: decision.definition.place) ?? [])
                + unusedFindings(decision)
                + (decision.table?.untested ?? [])
        }
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
        return findings
    }
}
