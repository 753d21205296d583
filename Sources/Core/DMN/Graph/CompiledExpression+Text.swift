import FEEL

extension CompiledExpression {
    /// The meaning of the expression in one fixed form, without white space, comments, places.
    var canonicalText: String {
        switch self {
        case .literal(let program): return program.syntax.canonicalText
        case .table(let table): return table.canonicalText
        case .context(let entries, let result):
            let texts = entries.map { "\($0.name): \($0.value.canonicalText)" }
            return "{\(texts.joined(separator: ", "))}"
                + (result.map { " gives \($0.canonicalText)" } ?? "")
        case .invocation(let invocation):
            let callee =
                invocation.callee?.value.canonicalText ?? invocation.call.syntax.canonicalText
            let texts = invocation.arguments.map { $0.value.canonicalText }
            return "call \(callee) with (\(texts.joined(separator: ", ")))"
        case .function(let function): return function.canonicalText
        case .relation(let columns, let rows):
            let texts = rows.map { "(" + Self.texts($0) + ")" }
            return "relation (\(columns.joined(separator: ", "))) \(texts.joined())"
        case .list(let items): return "[\(Self.texts(items))]"
        case .conditional(let condition, let then, let otherwise, _):
            return "if \(condition.canonicalText) then \(then.canonicalText) else "
                + otherwise.canonicalText
        case .filter(let list, _, let match, _):
            return "filter \(list.canonicalText) by \(match.canonicalText)"
        case .iteration(let slot, _, let list, let body, _):
            return "for \(slot) in \(list.canonicalText) return \(body.canonicalText)"
        case .quantified(let every, let slot, let list, let test, _):
            return "\(every ? "every" : "some") \(slot) in \(list.canonicalText) satisfies "
                + test.canonicalText
        case .typed(let inner, .feel(let type), _): return "(\(inner.canonicalText)): \(type)"
        case .typed(let inner, _, _): return inner.canonicalText
        case .broken(let error): return "broken \(error.message)"
        }
    }

    private static func texts(_ expressions: [CompiledExpression]) -> String {
        expressions.map(\.canonicalText).joined(separator: ", ")
    }
}

extension CompiledFunction {
    var canonicalText: String {
        "function(\(parameters.map(\.name).joined(separator: ", "))) \(body.canonicalText)"
    }
}
