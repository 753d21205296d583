import FEEL

extension CompiledTable {
    /// What the hit policy makes of the rules that match: the outcome, and the rules that gave it.
    func decide(
        _ matched: RuleNumbers, _ values: @autoclosure () -> [Value], _ frame: [Value?],
        _ run: inout Evaluation
    ) throws(DecisionError) -> (value: Value, chosen: RuleNumbers) {
        guard let first = matched.first else {
            return (try noRule(values(), frame, &run), RuleNumbers())
        }
        switch definition.hitPolicy {
        case .unique:
            guard matched.count == 1 else {
                throw several(.notUnique, "more than one rule matches", matched, values())
            }
            return (try outcome(first, frame, &run), RuleNumbers(rule: first))
        case .first: return (try outcome(first, frame, &run), RuleNumbers(rule: first))
        case .any:
            let outcomes = try outcomes(matched.indices, frame, &run)
            guard outcomes.allSatisfy({ $0 == outcomes[0] }) else {
                throw several(
                    .notTheSame, "rules that match say different things", matched, values())
            }
            return (outcomes[0], matched)
        case .priority:
            let ranked = try ranked(matched.indices, frame, &run)
            return (ranked[0].outcome, RuleNumbers(rule: ranked[0].rule))
        case .ruleOrder, .collect(nil):
            let outcomes = try outcomes(matched.indices, frame, &run)
            return (.list(outcomes), matched)
        case .outputOrder:
            let ranked = try ranked(matched.indices, frame, &run)
            return (.list(ranked.map(\.outcome)), RuleNumbers(ranked.map(\.rule)))
        case .collect(let aggregator?):
            let outcomes = try outcomes(matched.indices, frame, &run)
            return (try aggregate(aggregator, outcomes), matched)
        }
    }

    private func several(
        _ code: DecisionError.Code, _ message: String, _ matched: RuleNumbers, _ values: [Value]
    ) -> DecisionError {
        let rules = matched.indices
        return DecisionError(
            code, message, decision: name, rules: rules.map { $0 + 1 }, inputs: values,
            place: definition.rules[rules[0]].place)
    }

    private func outcomes(
        _ rules: [Int], _ frame: [Value?], _ run: inout Evaluation
    ) throws(DecisionError) -> [Value] {
        var outcomes: [Value] = []
        for rule in rules { outcomes.append(try outcome(rule, frame, &run)) }
        return outcomes
    }

    /// What is given where no rule matches. A hit policy that gives all rules gives none then.
    private func noRule(
        _ values: [Value], _ frame: [Value?], _ run: inout Evaluation
    ) throws(DecisionError) -> Value {
        if let otherwise {
            let source = otherwise.lazy.compactMap { $0?.source }.first ?? SourceText("")
            return try outcome(of: otherwise, place: source.place, frame, &run)
        }
        switch definition.hitPolicy {
        case .ruleOrder, .outputOrder, .collect(nil):
            // By the standard (10.3.2.10) null; an empty list says the same and can be worked with.
            return mode == .conformant ? .null : .list([])
        case .collect(.count): return .number(0)
        default:
            throw DecisionError(
                .noRule, "no rule matches, so nothing is decided", decision: name, inputs: values)
        }
    }

    // MARK: Priority

    /// The rules by the order of the outputs' allowed values, the highest first; equals keep the
    /// order of the table.
    private func ranked(
        _ rules: [Int], _ frame: [Value?], _ run: inout Evaluation
    ) throws(DecisionError) -> [(rule: Int, outcome: Value)] {
        var ranked: [(rule: Int, ranks: [Int], outcome: Value)] = []
        for rule in rules {
            let outcome = try outcome(rule, frame, &run)
            ranked.append((rule, ranks(outcome), outcome))
        }
        ranked.sort { left, right in
            if left.ranks == right.ranks { return left.rule < right.rule }
            return left.ranks.lexicographicallyPrecedes(right.ranks)
        }
        return ranked.map { ($0.rule, $0.outcome) }
    }

    func ranks(_ outcome: Value) -> [Int] {
        definition.outputs.enumerated().compactMap { at, clause in
            guard !ranking[at].isEmpty else { return nil }
            let value = definition.outputs.count == 1 ? outcome : outcome.context?[clause.name]
            return ranking[at].firstIndex { $0 == value } ?? ranking[at].count
        }
    }

    // MARK: Aggregates

    private func aggregate(
        _ aggregator: HitPolicy.Aggregator, _ outcomes: [Value]
    ) throws(DecisionError) -> Value {
        if aggregator == .count { return .number(outcomes.count) }
        let function =
            switch aggregator {
            case .sum: "sum"
            case .min: "min"
            default: "max"
            }
        do throws(EvaluationError) {
            return try Value.aggregate(function, outcomes)
        } catch { throw DecisionError(error, decision: name) }
    }
}
