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
    public func explain(
        _ inputs: Context, _ environment: Environment = .standard
    ) throws(DecisionError) -> Explanation {
        var (result, session, run) = try made(self.inputs.map { inputs[$0.name] }, environment)
        guard let (table, frame) = session.last else {
            return Explanation(result: result, authority: authority, rules: [], changes: [])
        }
        let inputs = result.inputs
        let failing = try table.failingColumns(inputs, frame, &run)
        return Explanation(
            result: result, authority: authority, rules: table.accounts(failing, inputs),
            changes: try table.changes(result, failing, frame, &run))
    }
}

extension CompiledTable {
    /// For each rule the columns whose values its cells do not let pass. What the regions of a
    /// column tell is looked up, so that a table of ten thousand rules is explained at once; only
    /// computed cells are evaluated.
    func failingColumns(
        _ values: [Value], _ frame: [Value?], _ run: inout Evaluation
    ) throws(DecisionError) -> [[Int]] {
        var failing = [[Int]](repeating: [], count: ruleCount)
        for at in columns.indices {
            let region = columns[at].region(of: values[at])
            let computed = Set(columns[at].computed)
            for rule in 0..<ruleCount {
                let passes =
                    if computed.contains(rule) {
                        try cellPasses(rule, at, values[at], frame, &run)
                    } else {
                        region.map { columns[at].cells.passes(rule, $0) } ?? false
                    }
                if !passes { failing[rule].append(at) }
            }
        }
        return failing
    }

    private func cellPasses(
        _ rule: Int, _ column: Int, _ value: Value, _ frame: [Value?], _ run: inout Evaluation
    ) throws(DecisionError) -> Bool {
        do throws(EvaluationError) {
            return try cells[rule][column].matches(value, frame: frame, in: &run)
        } catch { throw DecisionError(error, decision: name) }
    }

    fileprivate func accounts(
        _ failing: [[Int]], _ values: [Value]
    ) -> [Explanation.RuleAccount] {
        zip(definition.rules, failing).enumerated().map { number, told in
            let (rule, columns) = told
            return Explanation.RuleAccount(
                number: number + 1,
                failures: columns.map { at in
                    Explanation.Failure(
                        column: definition.inputs[at].title, cell: rule.conditions[at].text,
                        value: values[at])
                },
                annotations: rule.annotations, place: rule.place)
        }
    }

    /// For each column, and each other outcome that a value of this column alone would bring, the
    /// nearest such value. Columns whose cells are computed are tried only with other columns'
    /// constants, so they may be missing here.
    fileprivate func changes(
        _ result: DecisionResult, _ failing: [[Int]], _ frame: [Value?],
        _ run: inout Evaluation
    ) throws(DecisionError) -> [Explanation.Change] {
        var changes: [Explanation.Change] = []
        let isConstant = constantOutcomes.allSatisfy { $0 != nil }
        for (at, column) in columns.enumerated() {
            let here = column.region(of: result.inputs[at]) ?? 0
            // No other rule can match where this column alone changes.
            let open = failing.indices.filter { failing[$0].allSatisfy { $0 == at } }
            let computed = Set(column.computed)
            var outcomes: Set<Value> = [result.value]
            var tried: Set<[Int]> = []
            let byDistance = column.regions.indices.sorted {
                (abs($0 - here), $0) < (abs($1 - here), $1)
            }
            for region in byDistance where region != here {
                guard let sample = column.regions[region].sample else { continue }
                var matched: [Int] = []
                for rule in open {
                    let passes =
                        computed.contains(rule)
                        ? try cellPasses(rule, at, sample, frame, &run)
                        : column.cells.passes(rule, region)
                    if passes { matched.append(rule) }
                }
                // What the same rules give is known where no output is computed.
                if isConstant, !tried.insert(matched).inserted { continue }
                guard try mayCome(sample, region, at, frame, &run) else {
                    tried.remove(matched)
                    continue
                }
                var values = result.inputs
                values[at] = sample
                // A change that leads to no decision is not an outcome to strive for.
                guard
                    let (value, chosen) = try? decide(RuleNumbers(matched), values, frame, &run),
                    outcomes.insert(value).inserted
                else { continue }
                changes.append(
                    Explanation.Change(
                        column: definition.inputs[at].title, from: result.inputs[at], to: sample,
                        region: column.regions[region].description, outcome: value,
                        rules: chosen.map { $0 + 1 }))
            }
        }
        return changes
    }

    /// Whether a sample of a region is one of the values that the table allows.
    private func mayCome(
        _ sample: Value, _ region: Int, _ at: Int, _ frame: [Value?], _ run: inout Evaluation
    ) throws(DecisionError) -> Bool {
        guard let tests = allowed[at], !sample.isNull else { return true }
        if let runs = columns[at].allowed {
            return runs.contains { $0.first <= region && region <= $0.last }
        }
        do throws(EvaluationError) {
            return try tests.matches(sample, frame: frame, in: &run)
        } catch { throw DecisionError(error, decision: name) }
    }
}
