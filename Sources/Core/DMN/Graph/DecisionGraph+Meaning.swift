import FEEL

extension CompiledDecision {
    /// The meaning of the decision and of what it asks in one fixed form: no white space, comments,
    /// labels, questions, authorities, annotations or diagrams of the file are in it, so that two
    /// decisions with the same text decide alike. What is digested is this text's UTF-8.
    public var meaning: String {
        let parts = graph.required(for: [element])
        return graph.text(of: parts.filter { graph.addsMeaning($0) })
    }
}

extension DecisionGraph {
    /// The meaning of the first model and of what it uses of others, with the types of its inputs;
    /// the same for a model in XML, in YAML and in Markdown.
    public var meaning: String {
        text(of: required(for: elements.indices.filter { elements[$0].model == 0 }))
    }

    fileprivate func text(of parts: [Int]) -> String {
        (["semantics \(feelSemantics) \(mode.rawValue)"] + parts.map(canonicalText))
            .joined(separator: "\n") + "\n"
    }

    /// Some elements and those that they require, each after those, in the order of the models.
    func required(for starts: [Int]) -> [Int] {
        var found: [Int] = []
        var seen: Set<Int> = []
        func visit(_ at: Int) {
            guard seen.insert(at).inserted else { return }
            for source in elements[at].sources.flatMap(\.elements).sorted() { visit(source) }
            found.append(at)
        }
        for start in starts { visit(start) }
        return found
    }

    /// Whether an element says more than the expressions that read it: an input does where its type
    /// is declared.
    fileprivate func addsMeaning(_ at: Int) -> Bool {
        !elements[at].isInput || elements[at].type != nil
    }

    /// The meaning of one element in one fixed form.
    func canonicalText(_ at: Int) -> String {
        let element = elements[at]
        let type = element.type.map(types.text) ?? element.known.description
        let name = name(of: at)
        switch element.kind {
        case .input: return "given \(name): \(type)"
        case .decision(nil): return "decision \(name): \(type)\ndecided elsewhere"
        case .decision(let logic?):
            if let table = logic.table {
                let wider: [String] = if case .typed = logic { ["gives \(type)"] } else { [] }
                return "decision \(name): "
                    + (table.canonicalLines(types) + wider).joined(separator: "\n")
            }
            return "decision \(name): \(type)\n= \(own(logic, element).canonicalText(types))"
        case .knowledge(let function):
            return "knowledge \(name): \(function?.canonicalText(types) ?? "nothing")"
        case .service(let service):
            let parameters = service.inputs.map { self.name(of: $0) }
            let outputs = service.outputs.map { self.name(of: $0) }
            let result = service.result.map { ": \(types.text($0))" } ?? ""
            return "service \(name)(\(parameters.joined(separator: ", "))) gives "
                + outputs.joined(separator: ", ") + result
        }
    }

    /// A decision's logic without the type of its variable, which stands beside its name.
    private func own(_ logic: CompiledExpression, _ element: GraphElement) -> CompiledExpression {
        if case .typed(let inner, let type, _) = logic, type == element.type { return inner }
        return logic
    }

    /// What names an element among all models; in the first one its name alone.
    private func name(of at: Int) -> String {
        let element = elements[at]
        return element.model == 0
            ? element.name : models[element.model].namespace + "#" + element.name
    }
}
