import FEEL

/// Why a table gave what it gave, derived when it is asked for.
public struct Explanation: Sendable, Hashable {
    public struct Failure: Sendable, Hashable {
        /// The column's title, the cell as it is written, and the value that did not pass it.
        public let column: String
        public let cell: String
        public let value: Value
    }

    public struct RuleAccount: Sendable, Hashable {
        /// From 1, in the order of the table.
        public let number: Int
        /// The cells that did not pass; empty for a rule that matched.
        public let failures: [Failure]
        public let annotations: [String]
        public let place: SourcePlace

        public var matched: Bool { failures.isEmpty }
    }

    /// One change of one input that gives another outcome.
    public struct Change: Sendable, Hashable {
        public let column: String
        public let from: Value
        /// A value that would give the outcome, the nearest to the present one that was found.
        public let to: Value
        /// All values around it that would do so, as words: `> 5000`, `"gold"`.
        public let region: String
        public let outcome: Value
        /// The rules that would give it, from 1.
        public let rules: [Int]
    }

    public let result: DecisionResult
    public let authority: PolicyDocument?
    public let rules: [RuleAccount]
    /// For each column and each other outcome that this column alone can bring, the nearest change.
    public let changes: [Change]
}

extension CompiledDecision {
    /// Explains what the decision gives; of one that is no table, only the decisions on the way.
    /// The cells of a table are evaluated again, one by one.
    public func explain(
        _ inputs: Context, _ environment: Environment = .standard
    ) throws(DecisionError) -> Explanation {
        var (result, session, run) = try made(self.inputs.map { inputs[$0.name] }, environment)
        guard let (table, frame) = session.last else {
            return Explanation(result: result, authority: authority, rules: [], changes: [])
        }
        return Explanation(
            result: result, authority: authority,
            rules: try table.accounts(result.inputs, frame, &run),
            changes: try table.changes(result, frame, &run))
    }
}

extension CompiledTable {
    func accounts(
        _ values: [Value], _ frame: [Value?], _ run: inout Evaluation
    ) throws(DecisionError) -> [Explanation.RuleAccount] {
        var accounts: [Explanation.RuleAccount] = []
        for (number, rule) in definition.rules.enumerated() {
            var failures: [Explanation.Failure] = []
            for (at, cell) in cells[number].enumerated() {
                let passes: Bool
                do throws(EvaluationError) {
                    passes = try cell.matches(values[at], frame: frame, in: &run)
                } catch { throw DecisionError(error, decision: name) }
                guard !passes else { continue }
                failures.append(
                    Explanation.Failure(
                        column: definition.inputs[at].title, cell: rule.conditions[at].text,
                        value: values[at]))
            }
            accounts.append(
                Explanation.RuleAccount(
                    number: number + 1, failures: failures, annotations: rule.annotations,
                    place: rule.place))
        }
        return accounts
    }

    /// For each column, and each other outcome that a value of this column alone would bring, the
    /// nearest such value. Columns whose cells are computed are tried only with other columns'
    /// constants, so they may be missing here.
    func changes(
        _ result: DecisionResult, _ frame: [Value?], _ run: inout Evaluation
    ) throws(DecisionError) -> [Explanation.Change] {
        var changes: [Explanation.Change] = []
        for (at, column) in columns.enumerated() {
            let here = column.region(of: result.inputs[at]) ?? 0
            var found: [Explanation.Change] = []
            let byDistance = column.regions.indices.sorted {
                (abs($0 - here), $0) < (abs($1 - here), $1)
            }
            for index in byDistance where index != here {
                guard let sample = column.regions[index].sample,
                    let change = try change(at, index, sample, result, frame, &run),
                    !found.contains(where: { $0.outcome == change.outcome })
                else { continue }
                found.append(change)
            }
            changes += found
        }
        return changes
    }

    private func change(
        _ at: Int, _ region: Int, _ sample: Value, _ result: DecisionResult, _ frame: [Value?],
        _ run: inout Evaluation
    ) throws(DecisionError) -> Explanation.Change? {
        if let tests = allowed[at], !sample.isNull {
            do throws(EvaluationError) {
                guard try tests.matches(sample, frame: frame, in: &run) else { return nil }
            } catch { throw DecisionError(error, decision: name) }
        }
        var values = result.inputs
        values[at] = sample
        let matched = try matches(values, frame, &run)
        // A change that leads to no decision is not an outcome to strive for.
        guard let (value, chosen) = try? decide(matched, values, frame, &run),
            value != result.value
        else { return nil }
        return Explanation.Change(
            column: definition.inputs[at].title, from: result.inputs[at], to: sample,
            region: columns[at].regions[region].description, outcome: value,
            rules: chosen.map { $0 + 1 })
    }
}
