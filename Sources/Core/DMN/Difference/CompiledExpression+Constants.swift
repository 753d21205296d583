import FEEL

extension CompiledExpression {
    /// The constants that stand in the expression, in the order in which they are written: where
    /// what it gives is likely to change.
    var constants: [Value] {
        var constants: [Value] = []
        collect(&constants)
        return constants
    }

    private func collect(_ constants: inout [Value]) {
        switch self {
        case .literal(let program): Self.add(program.syntax, &constants)
        case .table(let table):
            for program in table.inputs + table.outputs.joined() {
                Self.add(program.syntax, &constants)
            }
            for tests in table.cells.joined() + table.allowed.compactMap({ $0 }) {
                for test in tests.tests.tests { Self.add(test.syntax, &constants) }
            }
        case .context(let entries, let result):
            for entry in entries { entry.value.collect(&constants) }
            result?.collect(&constants)
        case .invocation(let invocation):
            for entry in (invocation.callee.map { [$0] } ?? []) + invocation.arguments {
                entry.value.collect(&constants)
            }
        case .function(let function): function.body.collect(&constants)
        case .relation(_, let rows): for cell in rows.joined() { cell.collect(&constants) }
        case .list(let items): for item in items { item.collect(&constants) }
        case .conditional(let condition, let then, let otherwise, _):
            for part in [condition, then, otherwise] { part.collect(&constants) }
        case .filter(let list, _, let match, _):
            list.collect(&constants)
            match.collect(&constants)
        case .iteration(_, _, _, let list, let body, _),
            .quantified(_, _, _, let list, let body, _):
            list.collect(&constants)
            body.collect(&constants)
        case .typed(let inner, _, _): inner.collect(&constants)
        case .broken: break
        }
    }

    private static func add(_ syntax: Syntax, _ constants: inout [Value]) {
        var open = [syntax]
        while let next = open.popLast() {
            if case .literal(let value) = next.kind, !constants.contains(value) {
                constants.append(value)
            }
            open += next.kind.children.reversed()
        }
    }
}
