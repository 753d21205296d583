import FEEL

extension CompiledExpression {
    /// What the expression reads of the variables around it, in the order in which it is written;
    /// what functions read when they are called is part of it.
    var reads: [Path] {
        var reads: [Path] = []
        collect(&reads, bound: [])
        return reads
    }

    private func collect(_ reads: inout [Path], bound: Set<String>) {
        switch self {
        case .literal(let program): Self.add(program.reads, &reads, bound)
        case .table(let table): Self.add(table.reads, &reads, bound)
        case .context(let entries, let result):
            var bound = bound
            for entry in entries {
                entry.value.collect(&reads, bound: bound)
                bound.insert(entry.name)
            }
            result?.collect(&reads, bound: bound)
        case .invocation(let invocation):
            let made = (invocation.callee.map { [$0] } ?? []) + invocation.arguments
            for entry in made { entry.value.collect(&reads, bound: bound) }
            Self.add(invocation.call.reads, &reads, bound.union(made.map(\.name)))
        case .function(let function):
            function.body.collect(&reads, bound: bound.union(function.parameters.map(\.name)))
        case .relation(_, let rows):
            for cell in rows.joined() { cell.collect(&reads, bound: bound) }
        case .list(let items):
            for item in items { item.collect(&reads, bound: bound) }
        case .conditional(let condition, let then, let otherwise, _):
            for part in [condition, then, otherwise] { part.collect(&reads, bound: bound) }
        case .filter(let list, _, let match, _):
            list.collect(&reads, bound: bound)
            match.collect(&reads, bound: bound.union(["item"]))
        case .iteration(let name, _, _, let list, let body, _):
            list.collect(&reads, bound: bound)
            body.collect(&reads, bound: bound.union([name, "partial"]))
        case .quantified(_, let name, _, let list, let test, _):
            list.collect(&reads, bound: bound)
            test.collect(&reads, bound: bound.union([name]))
        case .typed(let inner, _, _): inner.collect(&reads, bound: bound)
        case .broken: break
        }
    }

    private static func add(_ paths: [Path], _ reads: inout [Path], _ bound: Set<String>) {
        for path in paths where !bound.contains(path.root) && !reads.contains(path) {
            reads.append(path)
        }
    }
}

extension CompiledTable {
    /// What the columns, cells and outputs read.
    var reads: [Path] {
        var paths: [Path] = []
        func add(_ more: [Path]) {
            for path in more where !paths.contains(path) { paths.append(path) }
        }
        for program in inputs { add(program.reads) }
        for tests in allowed { add(tests?.reads ?? []) }
        for cell in cells.joined() { add(cell.reads) }
        for program in outputs.joined() { add(program.reads) }
        for program in otherwise ?? [] { add(program?.reads ?? []) }
        return paths
    }
}
