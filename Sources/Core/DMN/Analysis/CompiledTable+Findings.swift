import FEEL

extension CompiledTable {
    /// Gaps, overlaps and rules that never decide.
    func findings(at place: SourcePlace) -> [Diagnostic] {
        let analysis = TableAnalyst.analyze(self)
        var findings: [Diagnostic] = []
        if let undecided = analysis.undecided {
            findings.append(Diagnostic(.warning, .table, undecided, at: place))
        }
        if !definition.allowsGaps, otherwise == nil, definition.hitPolicy.isSingle {
            for gap in analysis.gaps {
                let when =
                    gap.regions.isEmpty ? "anything is given" : gap.regions.joined(separator: ", ")
                findings.append(
                    Diagnostic(
                        .error, .gap, "no rule of \(name) matches when \(when)",
                        at: place,
                        hint: instance(gap)
                            + "add a rule, or say that gaps are meant, or what holds otherwise"))
            }
        }
        let more = analysis.overlapCount - analysis.overlaps.count
        if more > 0 {
            findings.append(
                Diagnostic(
                    .error, .overlap,
                    "\(more) more pairs of rules of \(name) overlap than are told here",
                    at: place))
        }
        for overlap in analysis.overlaps {
            let names = overlap.rules.map(String.init).joined(separator: " and ")
            let when = overlap.example.regions.joined(separator: ", ")
            findings.append(
                Diagnostic(
                    .error, .overlap,
                    "rules \(names) of \(name) both match when \(when)",
                    at: definition.rules[overlap.rules[1] - 1].place,
                    hint: instance(overlap.example)
                        + "with hit policy \(definition.hitPolicy) only one may"))
        }
        for rule in analysis.unreachable {
            let isMasked =
                definition.hitPolicy.isSingle && !rulesBefore(rule - 1).isEmpty
            findings.append(
                Diagnostic(
                    .warning, .unreachable, "rule \(rule) of \(name) never decides",
                    at: definition.rules[rule - 1].place,
                    hint: isMasked
                        ? "rules that win over it match wherever it does"
                        : "no allowed value passes all its cells"))
        }
        return findings
    }

    /// The example of a finding as values of the columns.
    private func instance(_ example: TableAnalysis.Example) -> String {
        let values = zip(definition.inputs, example.values).compactMap { clause, value in
            value.map { "\(clause.title) = \($0)" }
        }
        return values.isEmpty ? "" : "for instance \(values.joined(separator: ", ")); "
    }

    /// Columns that no rule tests.
    var untested: [Diagnostic] {
        definition.inputs.enumerated().compactMap { at, clause in
            guard cells.allSatisfy({ $0[at].isAny }) else { return nil }
            let text = clause.expression
            return Diagnostic(
                .warning, .unused, "no rule tests \(clause.title)",
                at: text.place(SourceSpan(0, text.text.utf8.count)))
        }
    }
}
