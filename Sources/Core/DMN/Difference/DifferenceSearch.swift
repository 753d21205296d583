import FEEL

/// Finds where two versions of a table decide differently, over their joint input space.
///
/// The rules of both stand in one table, so that its columns are cut where either cuts them. Two
/// rules of different outcomes differ where both match and none that wins over them does.
struct DifferenceSearch {
    private let old: CompiledTable
    private let new: CompiledTable
    private let joint: CompiledTable
    private var space: RuleSpace
    private let sure: RuleSet
    private var stepsLeft = TableAnalysis.stepsMax
    private var doubts: [String] = []
    private var difference: DecisionDifference

    static func compare(
        _ old: CompiledTable, _ new: CompiledTable, named name: String
    ) -> DecisionDifference {
        var difference = DecisionDifference(decision: name, kind: .table)
        difference.casesAreAll = false
        guard let joint = JointTable.make(old, new) else {
            difference.undecided = "the columns of the two versions cannot be compared"
            return difference
        }
        let dependent = joint.dependentColumns
        guard dependent.isEmpty, RuleSpace.wordCount(joint) * 8 <= TableAnalysis.stepsMax else {
            difference.undecided =
                dependent.isEmpty
                ? joint.beyondBound("what is decided differently")
                : "what is decided differently cannot be told: what \(joint.titles(dependent)) "
                    + "allow is known only when they are evaluated"
            return difference
        }
        difference.casesAreAll = true
        var search = DifferenceSearch(old, new, joint, difference)
        return search.run()
    }

    private init(
        _ old: CompiledTable, _ new: CompiledTable, _ joint: CompiledTable,
        _ difference: DecisionDifference
    ) {
        self.old = old
        self.new = new
        self.joint = joint
        self.difference = difference
        space = RuleSpace(joint, moreMax: DecisionDifference.casesMax)
        var sure = space.present
        for column in joint.columns { for rule in column.computed { sure.remove(rule) } }
        self.sure = sure
    }

    /// A rule of one version, or what holds where none of its rules match.
    private struct Side {
        let box: [RuleSet]
        /// The rules that win over it.
        let before: RuleSet
        let outcome: TableOutcome
        let rule: Int?
    }

    private mutating func run() -> DecisionDifference {
        if !sure.isSuperset(of: space.present) {
            doubts.append(
                "rules with conditions that only evaluation answers were left aside: "
                    + words(space.present.indices.filter { !sure.contains($0) }))
            difference.casesAreAll = false
        }
        if !old.isRanked || !new.isRanked {
            doubts.append("which rule wins is known only when the outputs are evaluated")
            difference.casesAreAll = false
        } else if old.definition.hitPolicy.isSingle, new.definition.hitPolicy.isSingle {
            let sides = (sides(old, offset: 0), sides(new, offset: old.ruleCount))
            for before in sides.0 {
                for after in sides.1 where before.outcome != after.outcome {
                    compare(before, after)
                }
            }
        } else {
            compareLists()
        }
        difference.undecided = doubts.isEmpty ? nil : doubts.joined(separator: "; ")
        return difference
    }

    private func words(_ rules: [Int]) -> String {
        rules.map { rule in
            rule < old.ruleCount ? "old rule \(rule + 1)" : "new rule \(rule - old.ruleCount + 1)"
        }.joined(separator: ", ")
    }

    // MARK: One rule decides

    private func sides(_ table: CompiledTable, offset: Int) -> [Side] {
        var sides: [Side] = []
        var all = RuleSet(none: space.ruleCapacity)
        for rule in 0..<table.ruleCount where sure.contains(offset + rule) {
            all.insert(offset + rule)
            var before = RuleSet(none: space.ruleCapacity)
            for other in table.rulesBefore(rule) where sure.contains(offset + other) {
                before.insert(offset + other)
            }
            sides.append(
                Side(
                    box: space.boxes[offset + rule], before: before,
                    outcome: TableOutcome(table, rule), rule: rule + 1))
        }
        sides.append(
            Side(
                box: space.whole, before: all, outcome: TableOutcome(otherwise: table), rule: nil))
        return sides
    }

    private mutating func compare(_ before: Side, _ after: Side) {
        let box = zip(before.box, after.box).map { $0.intersection($1) }
        stepsLeft -= box.reduce(1) { $0 + $1.words.count }
        guard !box.contains(where: \.isEmpty), stepsLeft > 0 else { return exhausted() }
        var winners = before.before
        winners.formUnion(after.before)
        tell(box, winners, before.outcome, before.rule, after.outcome, after.rule)
    }

    private mutating func exhausted() {
        guard stepsLeft <= 0 else { return }
        difference.casesAreAll = false
        let text = joint.beyondBound("what is decided differently")
        if !doubts.contains(text) { doubts.append(text) }
    }

    private mutating func point(in box: [RuleSet], outside rules: RuleSet) -> [Int]? {
        var search = CoverSearch(space, box: box, isDisjoint: false, stepsMax: max(0, stepsLeft))
        let (answer, steps) = search.run(rules)
        stepsLeft -= steps
        switch answer {
        case .covered: return nil
        case .uncovered(let point): return point
        case .exhausted:
            stepsLeft = 0
            exhausted()
            return nil
        }
    }

    /// Tells of all that lies in a box and that none of some rules meets, box by box.
    private mutating func tell(
        _ box: [RuleSet], _ rules: RuleSet, _ was: TableOutcome, _ wasRule: Int?,
        _ now: TableOutcome, _ nowRule: Int?
    ) {
        var winners = rules
        while let point = point(in: box, outside: winners) {
            guard difference.cases.count < DecisionDifference.casesMax else {
                difference.casesAreAll = false
                return
            }
            let whole = space.widened(point, within: box, avoiding: winners)
            let example = space.example(whole, point, of: joint)
            difference.cases.append(
                DecisionDifference.Case(
                    when: example.regions, example: example.values,
                    titles: joint.definition.inputs.map(\.title),
                    was: .init(text: was.text, rule: wasRule),
                    now: .init(text: now.text, rule: nowRule)))
            winners.insert(space.boxes.count)
            space.add(whole)
        }
    }

    // MARK: All rules that match decide

    /// Where an outcome is no longer among those given, or is one of them now.
    private mutating func compareLists() {
        if old.definition.hitPolicy != new.definition.hitPolicy {
            doubts.append(
                "the hit policy was \(old.definition.hitPolicy) and is "
                    + "\(new.definition.hitPolicy)")
        }
        compareLists(old, 0, new, old.ruleCount, isGone: true)
        compareLists(new, old.ruleCount, old, 0, isGone: false)
    }

    private mutating func compareLists(
        _ table: CompiledTable, _ offset: Int, _ other: CompiledTable, _ otherOffset: Int,
        isGone: Bool
    ) {
        let outcomes = (0..<other.ruleCount).map { TableOutcome(other, $0) }
        for rule in 0..<table.ruleCount where sure.contains(offset + rule) {
            let outcome = TableOutcome(table, rule)
            var same = RuleSet(none: space.ruleCapacity)
            for (at, found) in outcomes.enumerated()
            where found == outcome && sure.contains(otherOffset + at) {
                same.insert(otherOffset + at)
            }
            let box = space.boxes[offset + rule]
            if isGone {
                tell(box, same, outcome, rule + 1, .none, nil)
            } else {
                tell(box, same, .none, nil, outcome, rule + 1)
            }
        }
    }
}

/// What a rule gives: values, or expressions that only evaluation answers.
enum TableOutcome: Hashable {
    case none
    case value(Value)
    case computed([String])

    init(_ table: CompiledTable, _ rule: Int) {
        self =
            table.constantOutcomes[rule].map { .value($0) }
            ?? .computed(table.outputs[rule].map(\.syntax.canonicalText))
    }

    init(otherwise table: CompiledTable) {
        guard let programs = table.otherwise else {
            self = .none
            return
        }
        let values = programs.map { $0.map(\.constant) ?? .null }
        let constants = values.compactMap { $0 }
        self =
            constants.count == values.count
            ? .value(CompiledTable.outcome(constants, table.definition))
            : .computed(programs.map { $0?.syntax.canonicalText ?? "null" })
    }

    /// As words; `nil` where nothing is decided.
    var text: String? {
        switch self {
        case .none: nil
        case .value(let value): value.description
        case .computed(let texts): texts.joined(separator: ", ")
        }
    }
}

extension CompiledTable {
    /// Whether it is known without evaluation which of two rules wins.
    fileprivate var isRanked: Bool {
        definition.hitPolicy != .priority
            || (0..<ruleCount).allSatisfy { ranks(ofRule: $0) != nil }
    }
}

extension RuleSet {
    func isSuperset(of other: RuleSet) -> Bool { other.isSubset(of: self) }
}
