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
    /// Whether the gaps told are all that there are.
    public internal(set) var gapsAreAll = true
    public internal(set) var overlaps: [Overlap] = []
    /// How many pairs of rules overlap; more than are told, perhaps.
    public internal(set) var overlapCount = 0
    /// Rules that never give the outcome, from 1.
    public internal(set) var unreachable: [Int] = []
    /// Why a question could not be decided, where one could not; names the columns.
    public internal(set) var undecided: String?

    /// How many gaps and overlaps are told at most.
    public static let examplesMax = 20
    /// How many words of sets of rules are looked at for one table, at most.
    public static let stepsMax = 100_000_000
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

    /// Whether two rules that both match break the hit policy; `nil` where their outcomes are
    /// computed, so that it cannot be told.
    func conflict(_ first: Int, _ second: Int) -> Bool? {
        guard definition.hitPolicy == .any else { return true }
        if let a = constantOutcomes[first], let b = constantOutcomes[second] { return a != b }
        let isSame =
            outputs[first].map(\.syntax.canonicalText)
            == outputs[second].map(\.syntax.canonicalText)
        return isSame ? false : nil
    }
}

extension Region {
    /// Some of a column's regions, in their order, as a predicate: `= "gold"`, `> 5 and <= 10`.
    static func words(_ regions: [Region], _ chosen: RuleSet) -> String {
        var phrases: [String] = []
        var texts: [String] = []
        var run: [Region] = []
        func end() {
            if let first = run.first, let last = run.last { phrases.append(span(first, last)) }
            run = []
        }
        for (at, region) in regions.enumerated() {
            guard chosen.contains(at) else {
                end()
                continue
            }
            switch region.shape {
            case .point(.string(_)), .point(.boolean(_)): texts.append("\(region)")
            case .null, .otherText, .everything:
                end()
                phrases.append(region.phrase)
            default: run.append(region)
            }
        }
        end()
        if let last = texts.popLast() {
            let list = texts.isEmpty ? last : texts.joined(separator: ", ") + " or " + last
            phrases.insert("= \(list)", at: 0)
        }
        return phrases.joined(separator: " or ")
    }

    /// From one region of an ordered column to another.
    private static func span(_ first: Region, _ last: Region) -> String {
        if first == last { return first.phrase }
        var words: [String] = []
        switch first.shape {
        case .point(let low): words.append(">= \(low)")
        case .between(let low, _), .above(let low): words.append("> \(low)")
        default: break
        }
        switch last.shape {
        case .point(let high): words.append("<= \(high)")
        case .between(_, let high), .below(let high): words.append("< \(high)")
        default: break
        }
        return words.isEmpty ? "is anything but null" : words.joined(separator: " and ")
    }
}

extension Region {
    /// The part as a predicate: `= "gold"`, `> 5000`, `> 1 and < 5`.
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
