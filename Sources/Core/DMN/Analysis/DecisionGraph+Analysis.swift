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
        let asked = Set(elements.flatMap { $0.sources.flatMap(\.elements) })
        for (at, element) in elements.enumerated()
        where element.isInput && element.model == 0 && !asked.contains(at) {
            findings.append(
                Diagnostic(
                    .warning, .unused, "\(element.name) is declared and never asked for",
                    at: element.place))
        }
        return findings
    }

    /// What can be said of a decision's table without evaluating it; `nil` for another expression.
    public func analysis(_ decision: String) -> TableAnalysis? {
        table(decision).map { TableAnalyst.analyze($0) }
    }

    func table(_ decision: String) -> CompiledTable? {
        guard let at = position(decision), case .decision(let logic?) = elements[at].kind else {
            return nil
        }
        return logic.table
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
