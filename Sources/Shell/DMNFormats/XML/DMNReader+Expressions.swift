import DMN
import FEEL

extension DMNReader {
    static let expressions = [
        "literalExpression", "decisionTable", "context", "invocation", "functionDefinition",
        "relation", "list", "conditional", "filter", "for", "some", "every",
    ]

    /// The expression among an element's children, if there is one.
    mutating func expression(in node: XMLNode?, named name: String) -> BoxedExpression? {
        let found = node?.elements.first { isModel($0) && Self.expressions.contains($0.name) }
        return found.map { expression($0, named: name) }
    }

    /// An expression that must be there; what is lacking is reported.
    private mutating func required(
        _ node: XMLNode, _ child: String, named name: String
    ) -> BoxedExpression {
        if let found = expression(in: node.first(child), named: name) { return found }
        report(.syntax, "\(node.name) lacks its \(child)", node)
        return BoxedExpression(.literal(SourceText("null")), place: place(node))
    }

    private mutating func expression(_ node: XMLNode, named name: String) -> BoxedExpression {
        BoxedExpression(kind(node, named: name), type: type(node), place: place(node))
    }

    private mutating func kind(_ node: XMLNode, named name: String) -> BoxedExpression.Kind {
        switch node.name {
        case "decisionTable": return .table(table(node, named: name))
        case "context": return context(node, named: name)
        case "invocation":
            let callee = expression(in: node, named: name)
            if callee == nil { report(.syntax, "an invocation lacks what it calls", node) }
            return .invocation(
                callee ?? BoxedExpression(.literal(SourceText("null")), place: place(node)),
                node.elements("binding").map { binding in
                    .init(
                        parameter: declaration(binding.first("parameter") ?? binding),
                        value: expression(in: binding, named: name))
                })
        case "functionDefinition": return .function(function(node, named: name))
        case "relation":
            return .relation(
                columns: node.elements("column").map(declaration),
                rows: node.elements("row").map { items($0, named: name) })
        case "list": return .list(items(node, named: name))
        case "conditional":
            return .conditional(
                required(node, "if", named: name), then: required(node, "then", named: name),
                otherwise: required(node, "else", named: name))
        case "filter":
            return .filter(
                required(node, "in", named: name), match: required(node, "match", named: name))
        case "for":
            return .iteration(
                iterator(node), in: required(node, "in", named: name),
                body: required(node, "return", named: name))
        case "some", "every":
            return .quantified(
                every: node.name == "every", iterator(node),
                in: required(node, "in", named: name),
                satisfies: required(node, "satisfies", named: name))
        default: return .literal(literal(node))
        }
    }

    private func iterator(_ node: XMLNode) -> VariableDefinition {
        let type = node.first("in").flatMap { self.type($0) }
        return VariableDefinition(
            name: name(node, "iteratorVariable"), type: type, place: place(node))
    }

    private mutating func items(_ node: XMLNode, named name: String) -> [BoxedExpression] {
        node.elements.filter { isModel($0) && Self.expressions.contains($0.name) }
            .map { expression($0, named: name) }
    }

    /// The text of an expression; one that is empty is null.
    func literal(_ node: XMLNode) -> SourceText {
        guard let text = node.first("text"), words(text) != nil else { return SourceText("null") }
        return source(text)
    }

    private mutating func context(_ node: XMLNode, named name: String) -> BoxedExpression.Kind {
        var entries: [BoxedExpression.Entry] = []
        var result: BoxedExpression?
        for entry in node.elements("contextEntry") {
            let variable = entry.first("variable").map { declaration($0) }
            guard let value = expression(in: entry, named: variable?.name ?? name) else {
                report(.syntax, "an entry of a context lacks its expression", entry)
                continue
            }
            if let variable {
                entries.append(.init(variable: variable, value: value))
            } else {
                result = value
            }
        }
        return .context(entries, result: result)
    }

    mutating func function(_ node: XMLNode, named name: String) -> FunctionDefinition {
        FunctionDefinition(
            language: node["kind"].flatMap(FunctionDefinition.Language.init) ?? .feel,
            parameters: node.elements("formalParameter").map(declaration),
            body: expression(in: node, named: name), type: type(node), place: place(node))
    }

    // MARK: Tables

    private mutating func table(_ node: XMLNode, named name: String) -> TableDefinition {
        let inputs = node.elements("input").map { input($0) }
        let outputs = node.elements("output").map { output($0, node, named: name) }
        let rules = node.elements("rule").map { rule in
            RuleDefinition(
                conditions: rule.elements("inputEntry").map(condition),
                outputs: rule.elements("outputEntry").map(literal),
                annotations: rule.elements("annotationEntry").map {
                    words($0.first("text")) ?? ""
                },
                place: place(rule))
        }
        return TableDefinition(
            hitPolicy: hitPolicy(node), inputs: inputs, outputs: outputs,
            annotationNames: node.elements("annotation").map { self.name($0) }, rules: rules,
            allowsGaps: own("gaps", node) == "allowed")
    }

    private mutating func hitPolicy(_ node: XMLNode) -> HitPolicy {
        let name = node["hitPolicy"] ?? "UNIQUE"
        let aggregation = node["aggregation"].map { " " + $0 } ?? ""
        if let policy = HitPolicy(name == "COLLECT" ? name + aggregation : name) { return policy }
        report(.value, "\(name)\(aggregation) is no hit policy", node)
        return .unique
    }

    private func input(_ node: XMLNode) -> InputClause {
        let expression = node.first("inputExpression")
        return InputClause(
            expression: expression.map(literal) ?? SourceText("null"), label: node["label"],
            type: .any, allowed: tests(node.first("inputValues")),
            reference: expression.flatMap { type($0) })
    }

    private func output(
        _ node: XMLNode, _ table: XMLNode, named name: String
    ) -> OutputClause {
        let own = self.name(node)
        let otherwise = node.first("defaultOutputEntry").flatMap {
            words($0.first("text")) == nil ? nil : literal($0)
        }
        return OutputClause(
            name: own.isEmpty ? name : own, type: .any, otherwise: otherwise,
            allowed: tests(node.first("outputValues")), reference: type(node))
    }

    /// A cell; one that is empty lets everything pass.
    private func condition(_ node: XMLNode) -> SourceText {
        guard let text = node.first("text"), words(text) != nil else { return SourceText("-") }
        return source(text)
    }
}
