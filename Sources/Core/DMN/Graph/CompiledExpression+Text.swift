import FEEL

extension CompiledExpression {
    /// The meaning of the expression in one fixed form, without white space, comments, places.
    func canonicalText(_ types: ItemTypes) -> String {
        func text(_ expression: CompiledExpression) -> String { expression.canonicalText(types) }
        func texts(_ expressions: [CompiledExpression]) -> String {
            expressions.map(text).joined(separator: ", ")
        }
        switch self {
        case .literal(let program): return program.syntax.canonicalText
        case .table(let table): return "(\(table.canonicalLines(types).joined(separator: "; ")))"
        case .context(let entries, let result):
            let texts = entries.map { "\($0.name): \(text($0.value))" }
            return "{\(texts.joined(separator: ", "))}"
                + (result.map { " gives \(text($0))" } ?? "")
        case .invocation(let invocation):
            let made = (invocation.callee.map { [$0] } ?? []) + invocation.arguments
            let texts = made.map { "\($0.name): \(text($0.value))" }
            return "call \(invocation.call.syntax.canonicalText) with "
                + "(\(texts.joined(separator: ", ")))"
        case .function(let function): return function.canonicalText(types)
        case .relation(let columns, let rows):
            return "relation (\(columns.joined(separator: ", "))) "
                + rows.map { "(\(texts($0)))" }.joined()
        case .list(let items): return "[\(texts(items))]"
        case .conditional(let condition, let then, let otherwise, _):
            return "if \(text(condition)) then \(text(then)) else \(text(otherwise))"
        case .filter(let list, _, let match, _): return "filter \(text(list)) by \(text(match))"
        case .iteration(let name, _, _, let list, let body, _):
            return "for \(name) in \(text(list)) return \(text(body))"
        case .quantified(let every, let name, _, let list, let test, _):
            return "\(every ? "every" : "some") \(name) in \(text(list)) satisfies \(text(test))"
        case .typed(let inner, let type, _): return "(\(text(inner))): \(types.text(type))"
        case .broken(let error): return "broken \(error.message)"
        }
    }
}

extension CompiledFunction {
    func canonicalText(_ types: ItemTypes) -> String {
        let texts = parameters.map { parameter in
            parameter.name + (parameter.type.map { ": \(types.text($0))" } ?? "")
        }
        return "function(\(texts.joined(separator: ", "))) \(body.canonicalText(types))"
    }
}

extension CompiledTable {
    /// The meaning of the table in one fixed form: no labels, annotations, places.
    func canonicalLines(_ types: ItemTypes) -> [String] {
        var lines = ["\(definition.hitPolicy)"]
        for (at, clause) in definition.inputs.enumerated() {
            let tests = allowed[at].map { " in \($0.tests.canonicalText)" } ?? ""
            let type = conversions.type(ofInput: at).map(types.text) ?? clause.type.description
            lines.append("input \(inputs[at].syntax.canonicalText): \(type)\(tests)")
        }
        for (at, clause) in definition.outputs.enumerated() {
            var type = conversions.type(ofOutput: at).map(types.text) ?? clause.type.description
            if case .enumeration = clause.type.required {
            } else if !ranking[at].isEmpty {
                // The order says which rule wins.
                type += " of " + ranking[at].map(\.description).joined(separator: ", ")
            }
            let otherwise = otherwise?[at].map { " otherwise \($0.syntax.canonicalText)" } ?? ""
            lines.append("output \(clause.name): \(type)\(otherwise)")
        }
        for (rule, cells) in cells.enumerated() {
            let conditions = cells.map(\.tests.canonicalText).joined(separator: " | ")
            let outputs = outputs[rule].map(\.syntax.canonicalText)
            lines.append("rule \(conditions) => \(outputs.joined(separator: " | "))")
        }
        return lines
    }
}
