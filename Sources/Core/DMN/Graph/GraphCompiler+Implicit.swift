import FEEL

extension GraphCompiler {
    /// Some editors, Camunda's among them, let a table read variables that nothing declares, and
    /// the outcomes of other decisions by identifier or by output. In a model none of whose inputs
    /// has a type, what a column names alone is such a variable.
    mutating func addImplicitInputs(_ required: inout [[Int]]) {
        for (place, model) in models.enumerated()
        where model.inputs.allSatisfy({ $0.variable.type == nil }) {
            for decision in model.decisions {
                guard case .table(let table)? = decision.logic?.kind,
                    let at = elements.firstIndex(where: {
                        $0.model == place && $0.id == decision.id
                    })
                else { continue }
                for clause in table.inputs { addVariable(of: clause, at, &required) }
            }
        }
    }

    private mutating func addVariable(
        of clause: InputClause, _ at: Int, _ required: inout [[Int]]
    ) {
        guard let path = Path(clause.expression) else { return }
        let name = path.root
        let known = required[at].map { elements[$0].name } + (implicit[at] ?? []).map(\.name)
        guard !known.contains(name) else { return }
        let asked = required[at].first { elements[$0].id == name || gives($0, name) }
        let source = asked ?? input(name, clause, path.fields.isEmpty, elements[at].model)
        implicit[at, default: []].append(.init(name: name, element: source))
        while required.count < elements.count { required.append([]) }
        if asked == nil { required[at].append(source) }
    }

    /// Whether a decision's table has only an output of a name.
    private func gives(_ at: Int, _ name: String) -> Bool {
        let decision = models[elements[at].model].decisions.first { $0.id == elements[at].id }
        guard case .table(let table)? = decision?.logic?.kind else { return false }
        return table.outputs.count == 1 && table.outputs[0].name == name
    }

    /// The input of a name, made where there is none yet.
    private mutating func input(
        _ name: String, _ clause: InputClause, _ isWhole: Bool, _ model: Int
    ) -> Int {
        if let at = elements.firstIndex(where: { $0.model == model && $0.name == name }) {
            return at
        }
        let type = isWhole ? clause.reference.flatMap { typeCompiler.type($0, in: model) } : nil
        elements.append(
            GraphElement(
                model: model, id: "implicit:" + name, name: name, place: clause.expression.place,
                type: type, known: type.map { typeCompiler.staticType($0) } ?? .any, kind: .input))
        return elements.count - 1
    }
}
