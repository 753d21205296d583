/// Whether rules cover a box of a table's input space, and if not, a point that none covers.
///
/// Column by column, the most constrained first, with the rules that still match. A branch ends
/// where a rule lets everything pass, where the rules' volumes together are too small to cover
/// the rest (then a point is found without turning back, by always taking the part that is covered
/// least), or where rules that do not overlap fill the rest exactly. Of a column's parts only those
/// with the fewest rules matter, for what a set of rules leaves open, its subsets do too.
struct CoverSearch {
    enum Answer: Equatable {
        case covered
        /// One part for each column.
        case uncovered([Int])
        /// The bound was reached before there was an answer.
        case exhausted
    }

    private struct Place: Hashable {
        let free: [Int]
        let rules: RuleSet
    }

    private let space: RuleSpace
    private let box: [RuleSet]
    private let parts: [[Int]]
    private let isDisjoint: Bool
    /// How many parts of the box each rule passes, by rule and column.
    private var sizes: [[Int]]
    private var covered: Set<Place> = []
    private var point: [Int]
    private var stepsLeft: Int

    /// - Parameters:
    ///   - isDisjoint: whether it is known that no two of the rules overlap.
    ///   - stepsMax: how many words of sets are looked at, at most.
    init(_ space: RuleSpace, box: [RuleSet], isDisjoint: Bool, stepsMax: Int) {
        self.space = space
        self.box = box
        self.isDisjoint = isDisjoint
        parts = box.map(\.indices)
        sizes = []
        point = parts.map { $0.first ?? 0 }
        stepsLeft = stepsMax
    }

    /// The answer for some of the rules, and the steps that it took.
    mutating func run(_ rules: RuleSet) -> (answer: Answer, steps: Int) {
        let before = stepsLeft
        guard box.allSatisfy({ !$0.isEmpty }) else { return (.covered, 0) }
        let meeting = rules.intersection(space.meeting(box))
        sizes = Array(repeating: [], count: space.boxes.count)
        for rule in meeting.indices {
            sizes[rule] = box.indices.map { space.boxes[rule][$0].intersection(box[$0]).count }
        }
        let answer = visit(Array(box.indices), meeting)
        return (answer, before - stepsLeft)
    }

    private mutating func visit(_ free: [Int], _ rules: RuleSet) -> Answer {
        let indices = rules.indices
        guard !indices.isEmpty else { return .uncovered(point) }
        stepsLeft -= indices.count * (free.count + 1) + rules.words.count
        guard stepsLeft >= 0 else { return .exhausted }
        var constrained = [Int](repeating: 0, count: box.count)
        for rule in indices {
            var isFull = true
            for column in free where sizes[rule][column] < parts[column].count {
                constrained[column] += 1
                isFull = false
            }
            if isFull { return .covered }
        }
        let total = volume(free) { parts[$0].count }
        var sum: UInt128? = total == nil ? nil : 0
        if total != nil {
            for rule in indices {
                guard let part = volume(free, { sizes[rule][$0] }), let before = sum else {
                    sum = nil
                    break
                }
                let (next, overflows) = before.addingReportingOverflow(part)
                sum = overflows ? nil : next
            }
        }
        if isDisjoint, let sum, sum == total { return .covered }
        let place = Place(free: free, rules: rules)
        if covered.contains(place) { return .covered }
        guard let column = free.max(by: { constrained[$0] < constrained[$1] }) else {
            return .covered
        }
        let rest = free.filter { $0 != column }
        let isOpen = if let sum, let total { sum < total } else { false }
        let answer =
            isOpen
            ? follow(column, rest, rules) : branch(column, rest, rules)
        if answer == .covered { covered.insert(place) }
        return answer
    }

    private func volume(_ columns: [Int], _ size: (Int) -> Int) -> UInt128? {
        var result: UInt128 = 1
        for column in columns {
            let (next, overflows) = result.multipliedReportingOverflow(by: UInt128(size(column)))
            guard !overflows else { return nil }
            result = next
        }
        return result
    }

    /// Takes the part of a column that is covered least. As the mean of all is less than the whole,
    /// so is this one.
    private mutating func follow(_ column: Int, _ rest: [Int], _ rules: RuleSet) -> Answer {
        var least: (part: Int, rules: RuleSet, volume: UInt128)?
        for part in parts[column] {
            let left = rules.intersection(space.masks[column][part])
            let indices = left.indices
            stepsLeft -= left.words.count + indices.count * rest.count
            let filled = indices.reduce(UInt128(0)) { total, rule in
                total + (self.volume(rest) { sizes[rule][$0] } ?? 0)
            }
            if least.map({ filled < $0.volume }) ?? true { least = (part, left, filled) }
        }
        guard let least else { return .covered }
        point[column] = least.part
        return visit(rest, least.rules)
    }

    private mutating func branch(_ column: Int, _ rest: [Int], _ rules: RuleSet) -> Answer {
        var seen: Set<RuleSet> = []
        var candidates: [(part: Int, rules: RuleSet, count: Int)] = []
        for part in parts[column] {
            let left = rules.intersection(space.masks[column][part])
            if seen.insert(left).inserted { candidates.append((part, left, left.count)) }
        }
        stepsLeft -= parts[column].count * rules.words.count
        candidates.sort { ($0.count, $0.part) < ($1.count, $1.part) }
        var least: [RuleSet] = []
        for candidate in candidates {
            stepsLeft -= least.count
            guard stepsLeft >= 0 else { return .exhausted }
            if least.contains(where: { $0.isSubset(of: candidate.rules) }) { continue }
            least.append(candidate.rules)
            point[column] = candidate.part
            let answer = visit(rest, candidate.rules)
            guard answer == .covered else { return answer }
        }
        return .covered
    }
}
