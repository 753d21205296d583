/// A table's input space, cut into parts, and which rules let each part pass.
///
/// A column's parts are its regions that hold an allowed value. Sets of rules leave room for some
/// more: the boxes that were found to be covered by no rule.
struct RuleSpace {
    /// The regions that each column's parts stand for.
    let regions: [[Int]]
    /// The rules that pass, by column and part.
    private(set) var masks: [[RuleSet]]
    /// The parts that pass, by rule and column.
    private(set) var boxes: [[RuleSet]]
    /// All parts of each column.
    let whole: [RuleSet]
    let ruleCapacity: Int

    /// The space of a table, with room for a number of more boxes.
    init(_ table: CompiledTable, moreMax: Int) {
        let capacity = table.ruleCount + moreMax
        ruleCapacity = capacity
        let regions = table.columns.enumerated().map { at, column in
            column.regions.indices.filter { table.isPossible(column.regions[$0], column: at) }
        }
        self.regions = regions
        whole = regions.map { RuleSet(all: $0.count) }
        let empty = RuleSet(none: capacity)
        masks = regions.enumerated().map { at, parts in
            parts.map { region in
                var mask = empty
                for (word, bits) in table.columns[at].mask(region).words.enumerated() {
                    mask.words[word] |= bits
                }
                return mask
            }
        }
        boxes = Array(
            repeating: regions.map { RuleSet(none: $0.count) }, count: table.ruleCount)
        for (column, parts) in masks.enumerated() {
            for (part, mask) in parts.enumerated() {
                for rule in mask.indices { boxes[rule][column].insert(part) }
            }
        }
    }

    /// How many words the sets of a table's space would take.
    static func wordCount(_ table: CompiledTable) -> Int {
        table.columns.reduce(0) { $0 + $1.regions.count } * RuleSet.wordCount(table.ruleCount)
    }

    /// Adds a box as if it were a rule.
    mutating func add(_ box: [RuleSet]) {
        for (column, parts) in box.enumerated() {
            for part in parts.indices { masks[column][part].insert(boxes.count) }
        }
        boxes.append(box)
    }

    /// The rules that let a part of some parts pass.
    func passing(_ column: Int, _ parts: RuleSet) -> RuleSet {
        var result = RuleSet(none: ruleCapacity)
        for part in parts.indices { result.formUnion(masks[column][part]) }
        return result
    }

    /// The rules that meet a box.
    func meeting(_ box: [RuleSet]) -> RuleSet {
        var result = RuleSet(all: ruleCapacity)
        for (column, parts) in box.enumerated() where parts != whole[column] || parts.isEmpty {
            result = result.intersection(passing(column, parts))
        }
        return result.intersection(present)
    }

    /// The rules and boxes that there are.
    var present: RuleSet {
        var result = RuleSet(none: ruleCapacity)
        for rule in boxes.indices { result.insert(rule) }
        return result
    }

    /// The greatest box around a point that no rule meets, found column by column.
    func widened(_ point: [Int]) -> [RuleSet] {
        widened(point, within: whole, avoiding: present)
    }

    /// The greatest box around a point, within another, that none of some rules meets.
    func widened(
        _ point: [Int], within limit: [RuleSet], avoiding rules: RuleSet
    ) -> [RuleSet] {
        var box = point.enumerated().map { column, part in
            var parts = RuleSet(none: regions[column].count)
            parts.insert(part)
            return parts
        }
        for column in box.indices {
            var others = rules
            for other in box.indices where other != column {
                others = others.intersection(passing(other, box[other]))
            }
            for part in limit[column].indices
            where masks[column][part].intersection(others).isEmpty {
                box[column].insert(part)
            }
        }
        return box
    }
}

extension RuleSet {
    init(none count: Int) {
        self.init(words: [UInt64](repeating: 0, count: Self.wordCount(count)))
    }

    mutating func formUnion(_ other: RuleSet) {
        for word in words.indices { words[word] |= other.words[word] }
    }

    func isSubset(of other: RuleSet) -> Bool {
        for (word, bits) in words.enumerated() where bits & ~other.words[word] != 0 {
            return false
        }
        return true
    }
}
