import FEEL

extension DecisionGraph {
    /// Findings about the tables of all decisions and about inputs that nothing asks.
    public func findings() -> [Diagnostic] {
        var findings: [Diagnostic] = []
        for element in elements {
            guard case .decision(let logic?) = element.kind, let table = logic.table else {
                continue
            }
            findings += table.findings(at: element.place) + table.untested
        }
        return findings + unused
    }

    /// Decisions of the first model whose documents are not in force on a day.
    public func outOfForce(on day: CalendarDate) -> [Diagnostic] {
        decisions.compactMap { decision in
            guard let document = decision.authority, !document.isInForce(on: day) else {
                return nil
            }
            let from = document.inForceFrom.map { " from \($0)" } ?? ""
            let until = document.inForceUntil.map { " until \($0)" } ?? ""
            return Diagnostic(
                .warning, .value,
                "\(document.document), on which \(decision.name) rests, is in force"
                    + "\(from)\(until), not on \(day)", at: decision.place)
        }
    }

    /// Inputs that no decision asks for, and requirements of which a decision reads nothing.
    private var unused: [Diagnostic] {
        var findings: [Diagnostic] = []
        let asked = Set(elements.flatMap { $0.sources.flatMap(\.elements) })
        for (at, element) in elements.enumerated() where element.model == 0 {
            if element.isInput, !asked.contains(at) {
                findings.append(
                    Diagnostic(
                        .warning, .unused, "\(element.name) is declared and never asked for",
                        at: element.place))
            }
            guard case .decision(_?) = element.kind, let decision = definition(of: at) else {
                continue
            }
            let reads = reads(of: at)
            for reference in decision.information {
                guard
                    let other = elements.firstIndex(where: {
                        $0.id == reference.id && models[$0.model].namespace == reference.namespace
                    }),
                    !reads.contains(where: {
                        $0.element == other
                            && (reference.path.starts(with: $0.fields)
                                || $0.fields.starts(with: reference.path))
                    })
                else { continue }
                let name = ([elements[other].name] + reference.path).joined(separator: ".")
                findings.append(
                    Diagnostic(
                        .warning, .unused, "\(name) is required and never read by \(element.name)",
                        at: reference.place))
            }
        }
        return findings
    }

    /// What can be said of a decision's table without evaluating it; `nil` for another expression.
    public func analysis(_ decision: String) -> TableAnalysis? {
        self[decision]?.table.map { TableAnalyst.analyze($0) }
    }
}

extension CompiledExpression {
    /// The table that the expression is, its type left aside.
    var table: CompiledTable? {
        switch self {
        case .table(let table): table
        case .typed(let inner, _, _): inner.table
        default: nil
        }
    }
}
