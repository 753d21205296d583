import FEEL

/// Finds the gaps, overlaps and rules without effect of a table.
///
/// A cell that is a condition on other data may pass or not. So a gap is one if no rule matches
/// even where all such cells pass, and there is none if the other rules alone cover everything;
/// what lies between is told as undecided.
struct TableAnalyst {
    private let table: CompiledTable
    private var space: RuleSpace
    /// The rules none of whose cells is computed.
    private let sure: RuleSet
    private var isDisjoint = true
    private var stepsLeft: Int
    private var doubts: [String] = []
    private var analysis = TableAnalysis()

    /// What can be said of a table within a number of steps.
    static func analyze(
        _ table: CompiledTable, stepsMax: Int = TableAnalysis.stepsMax
    ) -> TableAnalysis {
        let doubtful = table.dependentColumns
        guard doubtful.isEmpty else {
            var analysis = TableAnalysis()
            analysis.gapsAreAll = false
            analysis.undecided =
                "gaps and overlaps cannot be told: what \(table.titles(doubtful)) allow, or how "
                + "they depend on each other, is known only when they are evaluated"
            return analysis
        }
        guard RuleSpace.wordCount(table) * 8 <= stepsMax else {
            var analysis = TableAnalysis()
            analysis.gapsAreAll = false
            analysis.undecided = table.beyondBound("gaps and overlaps")
            return analysis
        }
        var analyst = TableAnalyst(table, stepsMax)
        return analyst.analyze()
    }

    private init(_ table: CompiledTable, _ stepsMax: Int) {
        self.table = table
        space = RuleSpace(table, moreMax: TableAnalysis.examplesMax)
        stepsLeft = stepsMax
        var sure = space.present
        for column in table.columns { for rule in column.computed { sure.remove(rule) } }
        self.sure = sure
    }

    private mutating func analyze() -> TableAnalysis {
        findOverlaps()
        findUnreachable()
        findGaps()
        if !doubts.isEmpty { analysis.undecided = doubts.joined(separator: "; ") }
        return analysis
    }

    private mutating func search(
        _ rules: RuleSet, _ box: [RuleSet], isDisjoint: Bool = false
    ) -> CoverSearch.Answer {
        var search = CoverSearch(
            space, box: box, isDisjoint: isDisjoint, stepsMax: max(0, stepsLeft))
        let (answer, steps) = search.run(rules)
        stepsLeft -= steps + rules.count
        return answer
    }

    private mutating func doubt(_ question: String) {
        let text = table.beyondBound(question)
        if !doubts.contains(text) { doubts.append(text) }
    }

    private mutating func doubtComputed(_ question: String) {
        let computed = table.columns.indices.filter { !table.columns[$0].computed.isEmpty }
        let text =
            "\(question) cannot be told where cells of \(table.titles(computed)) are conditions "
            + "that only evaluation answers"
        if !doubts.contains(text) { doubts.append(text) }
    }

    // MARK: Gaps

    private mutating func findGaps() {
        var isDisjoint = isDisjoint
        while true {
            switch search(space.present, space.whole, isDisjoint: isDisjoint) {
            case .exhausted:
                analysis.gapsAreAll = false
                return doubt("whether every input meets a rule")
            case .uncovered(let point):
                guard analysis.gaps.count < TableAnalysis.examplesMax else {
                    analysis.gapsAreAll = false
                    return
                }
                let box = space.widened(point)
                analysis.gaps.append(example(box, point))
                space.add(box)
            case .covered:
                guard sure.count < table.ruleCount else { return }
                isDisjoint = false
                var rules = sure
                for more in table.ruleCount..<space.boxes.count { rules.insert(more) }
                if search(rules, space.whole) != .covered {
                    analysis.gapsAreAll = false
                    doubtComputed("gaps")
                }
                return
            }
        }
    }

    /// An example from a box, with the values of a point in it.
    private func example(_ box: [RuleSet], _ point: [Int]) -> TableAnalysis.Example {
        space.example(box, point, of: table)
    }

    // MARK: Overlaps

    private mutating func findOverlaps() {
        var known: [[RuleSet: RuleSet]] = Array(repeating: [:], count: table.columns.count)
        for first in 0..<table.ruleCount {
            var others = space.present
            for (column, parts) in space.boxes[first].enumerated() {
                stepsLeft -= others.words.count
                if let found = known[column][parts] {
                    others = others.intersection(found)
                } else {
                    let found = space.passing(column, parts)
                    stepsLeft -= parts.count * found.words.count
                    known[column][parts] = found
                    others = others.intersection(found)
                }
            }
            guard stepsLeft >= 0 else {
                isDisjoint = false
                return doubt("which rules overlap")
            }
            for second in others.indices where second > first {
                isDisjoint = false
                if table.forbidsOverlap { note(first, second) }
            }
            if !isDisjoint, !table.forbidsOverlap { return }
        }
    }

    private mutating func note(_ first: Int, _ second: Int) {
        guard sure.contains(first), sure.contains(second) else {
            if table.conflict(first, second) != false { doubtComputed("overlaps") }
            return
        }
        switch table.conflict(first, second) {
        case false?: return
        case nil:
            let text = "whether rules that overlap say the same cannot be told of computed outputs"
            if !doubts.contains(text) { doubts.append(text) }
            return
        case true?: break
        }
        analysis.overlapCount += 1
        guard analysis.overlaps.count < TableAnalysis.examplesMax else { return }
        let box = zip(space.boxes[first], space.boxes[second]).map { $0.intersection($1) }
        analysis.overlaps.append(
            TableAnalysis.Overlap(
                rules: [first + 1, second + 1], example: example(box, box.map { $0.first ?? 0 })))
    }

    // MARK: Rules without effect

    private mutating func findUnreachable() {
        for rule in 0..<table.ruleCount {
            let box = space.boxes[rule]
            if box.contains(where: \.isEmpty) {
                analysis.unreachable.append(rule + 1)
                continue
            }
            let before = table.rulesBefore(rule).filter { sure.contains($0) }
            guard !before.isEmpty else { continue }
            var rules = RuleSet(none: space.ruleCapacity)
            for other in before { rules.insert(other) }
            switch search(rules, box) {
            case .covered: analysis.unreachable.append(rule + 1)
            case .exhausted: return doubt("which rules never decide")
            case .uncovered: continue
            }
        }
    }
}

extension RuleSpace {
    /// An example from a box, with the values of a point in it.
    func example(
        _ box: [RuleSet], _ point: [Int], of table: CompiledTable
    ) -> TableAnalysis.Example {
        var words: [String] = []
        for (column, parts) in box.enumerated() where parts != whole[column] {
            let phrase = Region.words(
                regions[column].map { table.columns[column].regions[$0] }, parts)
            words.append("\(table.definition.inputs[column].title) \(phrase)")
        }
        let values = point.enumerated().map { column, part in
            table.columns[column].regions[regions[column][part]].sample
        }
        return TableAnalysis.Example(regions: words, values: values)
    }
}

extension CompiledTable {
    /// The rules that win over one where both match.
    func rulesBefore(_ rule: Int) -> [Int] {
        switch definition.hitPolicy {
        case .first: return Array(0..<rule)
        case .priority:
            guard let own = ranks(ofRule: rule) else { return [] }
            return (0..<ruleCount).filter { other in
                guard other != rule, let ranks = ranks(ofRule: other) else { return false }
                return ranks == own ? other < rule : ranks.lexicographicallyPrecedes(own)
            }
        default: return []
        }
    }

    /// The rank of a rule among all by what it gives; `nil` where that is computed.
    func ranks(ofRule rule: Int) -> [Int]? {
        var ranks: [Int] = []
        for (at, values) in ranking.enumerated() where !values.isEmpty {
            guard let value = outputs[rule][at].constant else { return nil }
            ranks.append(values.firstIndex { $0 == value } ?? values.count)
        }
        return ranks
    }

    /// The columns whose values are not free: two that test the same, and those whose allowed
    /// values are not constants.
    var dependentColumns: [Int] {
        let texts = inputs.map(\.syntax.canonicalText)
        return columns.indices.filter { at in
            texts.filter { $0 == texts[at] }.count > 1
                || allowed[at].map { !ColumnBuilder.isConstant($0, columns[at]) } ?? false
        }
    }

    func titles(_ columns: [Int]) -> String {
        columns.map { definition.inputs[$0].title }.joined(separator: ", ")
    }

    /// That a question was not decided, with the columns that have the most parts.
    func beyondBound(_ question: String) -> String {
        let most = columns.indices.filter { columns[$0].regions.count > 1 }
        return "\(question): not decided within the bound; the columns are \(titles(most))"
    }
}
