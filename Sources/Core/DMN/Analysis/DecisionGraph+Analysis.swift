import FEEL

extension DecisionGraph {
    /// Findings about all tables, those within knowledge and other expressions too, and about
    /// inputs that nothing asks.
    public func findings() -> [Diagnostic] {
        var findings: [Diagnostic] = []
        for element in elements {
            for table in element.tables {
                findings += table.findings(at: element.place) + table.untested
            }
        }
        return findings + unused
    }

    /// Decisions of the first model whose documents are not in force on a day: an error where the
    /// last day has passed, a warning where the first is still to come, for that is how a policy is
    /// prepared.
    public func outOfForce(on day: CalendarDate) -> [Diagnostic] {
        decisions.compactMap { decision in
            guard let document = decision.authority, !document.isInForce(on: day) else {
                return nil
            }
            let from = document.inForceFrom.map { " from \($0)" } ?? ""
            let until = document.inForceUntil.map { " until \($0)" } ?? ""
            let isOver = document.inForceUntil.map { $0 < day } ?? false
            return Diagnostic(
                isOver ? .error : .warning, .value,
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

    /// The tables that stand in the expression.
    var tables: [CompiledTable] {
        switch self {
        case .table(let table): [table]
        case .literal, .broken: []
        case .context(let entries, let result):
            entries.flatMap(\.value.tables) + (result?.tables ?? [])
        case .invocation(let invocation):
            ((invocation.callee.map { [$0] } ?? []) + invocation.arguments).flatMap(\.value.tables)
        case .function(let function): function.body.tables
        case .relation(_, let rows): rows.joined().flatMap(\.tables)
        case .list(let items): items.flatMap(\.tables)
        case .conditional(let condition, let then, let otherwise, _):
            [condition, then, otherwise].flatMap(\.tables)
        case .filter(let list, _, let match, _): list.tables + match.tables
        case .iteration(_, _, _, let list, let body, _),
            .quantified(_, _, _, let list, let body, _):
            list.tables + body.tables
        case .typed(let inner, _, _): inner.tables
        }
    }
}
