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

extension DecisionModel {
    /// Explains what a table gives for some inputs. The table is evaluated again, cell by cell.
    public func explain(
        _ decision: String, _ inputs: Context, _ environment: Environment = Environment()
    ) throws(DecisionError) -> Explanation {
        let frame = self.inputs.map { inputs[$0.name] }
        let made = try run(decision, frame, environment)
        guard let result = made.results.last, let compiled = self[decision] else {
            throw DecisionError(.unknownDecision, "there is no such decision", decision: decision)
        }
        let whole = result.with(required: Array(made.results.dropLast()))
        guard case .table(let table) = compiled.logic else {
            return Explanation(
                result: whole, authority: compiled.authority, rules: [], changes: [])
        }
        var run = Evaluation(environment)
        return Explanation(
            result: whole, authority: compiled.authority,
            rules: try table.accounts(result.inputs, made.frame, &run),
            changes: try table.changes(result, made.frame, &run))
    }
}

extension DecisionGraph {
    /// Explains what a decision gives; for one that is no table, only the decisions on the way.
    public func explain(
        _ name: String, _ given: [GivenValue], _ environment: Environment = Environment()
    ) throws(DecisionError) -> Explanation {
        var session = GraphSession(self)
        var run = Evaluation(environment)
        let value = try evaluate(name, given, &session, &run)
        guard let (table, frame) = session.last, let made = session.results.last else {
            return Explanation(
                result: DecisionResult(
                    decision: name, value: value, required: session.results),
                authority: authority(name), rules: [], changes: [])
        }
        return Explanation(
            result: made.with(required: session.results.dropLast()), authority: authority(name),
            rules: try table.accounts(made.inputs, frame, &run),
            changes: try table.changes(made, frame, &run))
    }

    private func authority(_ name: String) -> PolicyDocument? {
        let model = models[0]
        let sources = model.decisions.first { $0.name == name }?.authorities ?? []
        let found = sources.lazy.compactMap { source in
            model.authorities.first { $0.id == source.id }
        }
        return found.first.map {
            PolicyDocument(
                document: $0.name, clause: $0.clause, owner: $0.ownerName,
                inForceFrom: $0.inForceFrom)
        }
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
