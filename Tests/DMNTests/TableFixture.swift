import DMN
import FEEL
import Testing

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

// What evaluation says of the findings of an analysis.
extension DecisionGraph {
    /// The code of what evaluation of `t` says of an example.
    func code(of example: TableAnalysis.Example) -> DecisionError.Code? {
        var inputs = Context()
        for (input, value) in zip(self.inputs, example.values) {
            inputs[input.name] = value ?? .null
        }
        do throws(DecisionError) {
            _ = try evaluate("t", inputs)
            return nil
        } catch { return error.code }
    }

    /// Tries inputs at random: what goes wrong with any is told by the analysis.
    func expect(
        _ analysis: TableAnalysis, ofRandomInputs count: Int, _ generator: inout TableGenerator
    ) throws {
        for _ in 0..<count {
            var inputs = Context()
            for input in self.inputs { inputs[input.name] = generator.value(input.type) }
            do throws(DecisionError) {
                let result = try evaluate("t", inputs)
                #expect(result.chosen.allSatisfy { !analysis.unreachable.contains($0) })
            } catch {
                switch error.code {
                case .noRule: #expect(!analysis.gaps.isEmpty, "\(inputs)")
                case .notUnique, .notTheSame: #expect(!analysis.overlaps.isEmpty, "\(inputs)")
                default: Issue.record("\(error)")
                }
            }
        }
    }
}
