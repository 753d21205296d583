import FEEL

/// What can be said of a table without evaluating it: values that meet no rule, rules that meet
/// where they must not, rules that never decide. Each finding comes with an example.
public struct TableAnalysis: Sendable, Hashable {
    public struct Example: Sendable, Hashable {
        /// The columns' titles with the part of their values concerned, as words.
        public let regions: [String]
        /// One value for each column, `nil` where none can be told.
        public let values: [Value?]
    }

    public struct Overlap: Sendable, Hashable {
        /// Two rules that both match, from 1.
        public let rules: [Int]
        public let example: Example
    }

    public internal(set) var gaps: [Example] = []
    public internal(set) var overlaps: [Overlap] = []
    /// Rules that never give the outcome, from 1.
    public internal(set) var unreachable: [Int] = []
    /// Why the question could not be decided, where it could not.
    public internal(set) var undecided: String?

    /// How many gaps and overlaps are told at most.
    public static let examplesMax = 20
    /// How many parts of the input space are looked at, at most.
    public static let partsMax = 500_000
}

/// Walks through the columns, region by region, with the set of rules that still match.
struct TableWalk {
    let table: CompiledTable
    private let regions: [[Int]]
    private var seen: [Set<RuleSet>]
    private var parts = 0
    private var chosen: [Int] = []
    private var reached: Set<RuleSet> = []
    private var overlapping: Set<[Int]> = []
    private var analysis = TableAnalysis()

    init(_ table: CompiledTable) {
        self.table = table
        seen = Array(repeating: [], count: table.columns.count + 1)
        regions = table.columns.enumerated().map { at, column in
            column.regions.indices.filter { table.isPossible(column.regions[$0], column: at) }
        }
    }

    mutating func analyze() -> TableAnalysis {
        let computed = table.columns.indices.filter { !table.columns[$0].computed.isEmpty }
        guard computed.isEmpty else {
            let titles = computed.map { table.definition.inputs[$0].title }
            analysis.undecided =
                "cells of \(titles.joined(separator: ", ")) are computed, so gaps and overlaps "
                + "cannot be told"
            return analysis
        }
        walk(0, RuleSet(all: table.ruleCount))
        if parts > TableAnalysis.partsMax {
            analysis.undecided =
                "the table has more than \(TableAnalysis.partsMax) parts to look at"
        } else {
            findUnreachable()
        }
        return analysis
    }

    private mutating func walk(_ column: Int, _ rules: RuleSet) {
        parts += 1
        guard parts <= TableAnalysis.partsMax else { return }
        if rules.isEmpty {
            if analysis.gaps.count < TableAnalysis.examplesMax {
                analysis.gaps.append(example())
            }
            return
        }
        guard column < table.columns.count else {
            reached.insert(rules)
            noteOverlap(rules)
            return
        }
        // The same rules at the same column lead to the same findings.
        guard seen[column].insert(rules).inserted else { return }
        for region in regions[column] {
            chosen.append(region)
            walk(column + 1, rules.intersection(table.columns[column].mask(region)))
            chosen.removeLast()
        }
    }

    private mutating func noteOverlap(_ rules: RuleSet) {
        guard rules.count > 1, table.forbidsOverlap else { return }
        let indices = rules.indices
        for (at, first) in indices.enumerated() {
            for second in indices[(at + 1)...] where table.conflict(first, second) {
                guard analysis.overlaps.count < TableAnalysis.examplesMax else { return }
                guard overlapping.insert([first, second]).inserted else { continue }
                analysis.overlaps.append(
                    TableAnalysis.Overlap(rules: [first + 1, second + 1], example: example()))
            }
        }
    }

    private func example() -> TableAnalysis.Example {
        let picked = table.columns.indices.map { at in
            at < chosen.count ? chosen[at] : regions[at].first ?? 0
        }
        let parts = picked.enumerated().map { table.columns[$0].regions[$1] }
        return TableAnalysis.Example(
            regions: zip(table.definition.inputs, parts).enumerated().compactMap { at, part in
                at < chosen.count && part.1.shape != .everything
                    ? "\(part.0.title) \(part.1.phrase)" : nil
            },
            values: parts.map(\.sample))
    }

    private mutating func findUnreachable() {
        var deciding = Set<Int>()
        for rules in reached {
            switch table.definition.hitPolicy {
            case .first: deciding.formUnion([rules.first].compactMap { $0 })
            default: deciding.formUnion(rules.indices)
            }
        }
        analysis.unreachable = (0..<table.ruleCount).filter { !deciding.contains($0) }.map {
            $0 + 1
        }
    }
}

extension CompiledTable {
    /// Whether values of a region exist and are allowed.
    func isPossible(_ region: Region, column: Int) -> Bool {
        if case .everything = region.shape { return true }
        guard let sample = region.sample else { return false }
        guard let tests = allowed[column], !sample.isNull else { return true }
        // An allowed value that can only be told at evaluation is taken to be possible.
        return (try? tests.matches(sample)) ?? true
    }

    var forbidsOverlap: Bool {
        definition.hitPolicy == .unique || definition.hitPolicy == .any
    }

    /// Whether two rules must not both match. Outcomes that are computed are taken to differ only
    /// if they are written differently.
    func conflict(_ first: Int, _ second: Int) -> Bool {
        guard definition.hitPolicy == .any else { return true }
        if let a = constantOutcomes[first], let b = constantOutcomes[second] { return a != b }
        return outputs[first].map(\.syntax.canonicalText)
            != outputs[second].map(\.syntax.canonicalText)
    }
}

extension Region {
    /// The part as a predicate: `= "gold"`, `> 5000`, `between 1 and 5, neither of them`.
    var phrase: String {
        switch shape {
        case .null: "is null"
        case .below(let high): "< \(high)"
        case .point(let value): "= \(value)"
        case .between(let low, let high): "> \(low) and < \(high)"
        case .above(let low): "> \(low)"
        case .otherText: "is a text that no rule names"
        case .everything: "is anything"
        }
    }
}
