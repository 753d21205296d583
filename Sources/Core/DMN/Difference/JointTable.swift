import FEEL

/// One table of the rules of two versions, over the columns of both.
enum JointTable {
    /// The table, with the old version's rules first; `nil` where a column cannot be the same.
    static func make(_ old: CompiledTable, _ new: CompiledTable) -> CompiledTable? {
        let oldTexts = old.inputs.map(\.syntax.canonicalText)
        let newTexts = new.inputs.map(\.syntax.canonicalText)
        var inputs: [InputClause] = []
        for (at, clause) in old.definition.inputs.enumerated() {
            let other = newTexts.firstIndex(of: oldTexts[at])
            inputs.append(merged(clause, other.map { new.definition.inputs[$0] }))
        }
        let added = newTexts.indices.filter { !oldTexts.contains(newTexts[$0]) }
        for at in added { inputs.append(merged(new.definition.inputs[at], nil)) }
        let any = SourceText("-")
        var rules: [RuleDefinition] = []
        for (number, rule) in old.definition.rules.enumerated() {
            let conditions = rule.conditions + added.map { _ in any }
            rules.append(row(conditions, number, rule.place))
        }
        for (number, rule) in new.definition.rules.enumerated() {
            let conditions =
                oldTexts.map { text in
                    newTexts.firstIndex(of: text).map { rule.conditions[$0] } ?? any
                } + added.map { rule.conditions[$0] }
            rules.append(row(conditions, old.ruleCount + number, rule.place))
        }
        var scope = old.inputs.first?.scope ?? Scope()
        for variable in new.inputs.first?.scope.variables ?? [] {
            if let at = scope.position(of: variable.name) {
                scope.declare(variable.name, scope.variables[at].type.widened(variable.type))
            } else {
                scope.declare(variable.name, variable.type)
            }
        }
        let table = TableDefinition(
            hitPolicy: .collect(nil), inputs: inputs,
            outputs: [OutputClause(name: "rule", type: .number)], rules: rules)
        var compiler = TableCompiler(scope: scope, mode: old.mode)
        let place = rules.first?.place ?? any.place
        return compiler.compile(table, named: old.name, at: place)
    }

    private static func row(
        _ conditions: [SourceText], _ number: Int, _ place: SourcePlace
    ) -> RuleDefinition {
        RuleDefinition(
            conditions: conditions, outputs: [SourceText(String(number))], place: place)
    }

    /// A column whose values are those of both versions.
    private static func merged(_ clause: InputClause, _ other: InputClause?) -> InputClause {
        var clause = clause
        clause.reference = nil
        guard let other else { return clause }
        clause.type = clause.type.widened(other.type)
        switch (clause.allowed, other.allowed) {
        case (let first?, let second?) where first.text != second.text:
            clause.allowed = SourceText(first.text + ", " + second.text)
        case (nil, _), (_, nil): clause.allowed = nil
        default: break
        }
        return clause
    }
}

extension FEELType {
    /// A type with the values of both.
    func widened(_ other: FEELType) -> FEELType {
        if self == other { return self }
        let isOptional = isOptional || other.isOptional
        let type: FEELType
        switch (required, other.required) {
        case (.enumeration(let first), .enumeration(let second)):
            type = .enumeration(first + second.filter { !first.contains($0) })
        case (.enumeration, .string), (.string, .enumeration), (.string, .string): type = .string
        case (let first, let second): type = first == second ? first : .any
        }
        return isOptional ? type.orNull : type
    }
}
