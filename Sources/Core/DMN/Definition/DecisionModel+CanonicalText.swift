import FEEL

extension DecisionModel {
    /// The meaning of a decision and of those that it asks, in one fixed form: no white space,
    /// comments, labels, questions, authorities or annotations of the file are in it, so that two
    /// models with the same text decide alike. What is digested is this text's UTF-8.
    public func canonicalText(_ decision: String) -> String? {
        guard let compiled = self[decision] else { return nil }
        var names: [String] = []
        func collect(_ decision: CompiledDecision) {
            for at in decision.required { collect(decisions[at]) }
            if !names.contains(decision.name) { names.append(decision.name) }
        }
        collect(compiled)
        let texts = names.compactMap { self[$0]?.canonicalText }
        return (["semantics \(feelSemantics) \(mode.rawValue)"] + texts).joined(separator: "\n")
            + "\n"
    }
}

extension CompiledDecision {
    var canonicalText: String {
        switch logic {
        case .expression(let program):
            return "decision \(name): \(type)\n= \(program.syntax.canonicalText)"
        case .table(let table): return table.canonicalText
        }
    }
}

extension CompiledTable {
    /// The meaning of the table in one fixed form.
    var canonicalText: String {
        var lines = ["decision \(name): \(definition.hitPolicy)"]
        for (at, clause) in definition.inputs.enumerated() {
            let allowed = allowed[at].map { " in \($0.tests.canonicalText)" } ?? ""
            lines.append("input \(inputs[at].syntax.canonicalText): \(clause.type)\(allowed)")
        }
        for (at, clause) in definition.outputs.enumerated() {
            let otherwise = otherwise?[at].map { " otherwise \($0.syntax.canonicalText)" } ?? ""
            lines.append("output \(clause.name): \(clause.type)\(otherwise)")
        }
        for (rule, cells) in cells.enumerated() {
            let conditions = cells.map(\.tests.canonicalText).joined(separator: " | ")
            let outputs = outputs[rule].map(\.syntax.canonicalText)
            lines.append("rule \(conditions) => \(outputs.joined(separator: " | "))")
        }
        return lines.joined(separator: "\n")
    }
}
