import DMN
import FEEL

/// Builds definitions from rows of cells.
enum TableFixture {
    static let place = SourcePlace(file: nil, line: 1, column: 1, length: 1, lineText: "")

    static func table(
        _ name: String = "t", _ hitPolicy: HitPolicy = .unique,
        inputs: [(String, FEELType)], outputs: [(String, FEELType)], allowsGaps: Bool = false,
        allowed: [String?] = [], otherwise: [String?] = [], _ rows: [[String]]
    ) -> DecisionDefinition {
        let clauses = inputs.enumerated().map { at, input in
            InputClause(
                expression: SourceText(input.0), type: input.1,
                allowed: (at < allowed.count ? allowed[at] : nil).map { SourceText($0) })
        }
        let results = outputs.enumerated().map { at, output in
            OutputClause(
                name: output.0, type: output.1,
                otherwise: (at < otherwise.count ? otherwise[at] : nil).map { SourceText($0) })
        }
        let rules = rows.map { row in
            RuleDefinition(
                conditions: row.prefix(inputs.count).map { SourceText($0) },
                outputs: row.dropFirst(inputs.count).map { SourceText($0) }, place: place)
        }
        return DecisionDefinition(
            name: name, place: place,
            logic: .table(
                TableDefinition(
                    hitPolicy: hitPolicy, inputs: clauses, outputs: results, rules: rules,
                    allowsGaps: allowsGaps)))
    }

    static func expression(
        _ name: String, _ text: String, type: FEELType? = nil,
        uses: [(String, FEELType)] = []
    ) -> DecisionDefinition {
        DecisionDefinition(
            name: name, place: place, logic: .expression(SourceText(text), type: type),
            uses: uses.map { DataDeclaration(path: SourceText($0.0), type: $0.1) })
    }
}

extension DecisionGraph {
    func evaluate(_ name: String, _ inputs: Context) throws(DecisionError) -> DecisionResult {
        guard let decision = self[name] else {
            throw DecisionError(.unknownDecision, "there is none", decision: name)
        }
        return try decision.evaluate(inputs)
    }
}
