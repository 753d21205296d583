/// A set of rules by their index, as bits.
struct RuleSet: Sendable, Hashable {
    var words: [UInt64]

    init(words: [UInt64]) { self.words = words }

    /// All of a number of rules.
    init(all count: Int) {
        words = (0..<Self.wordCount(count)).map { word in
            let rest = count - word * 64
            return rest >= 64 ? UInt64.max : (1 << UInt64(rest)) - 1
        }
    }

    static func wordCount(_ rules: Int) -> Int { max(1, (rules + 63) / 64) }

    var isEmpty: Bool { words.allSatisfy { $0 == 0 } }
    var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// The indices, ascending.
    var indices: [Int] {
        var result: [Int] = []
        for (at, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                result.append(at * 64 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
        return result
    }

    var first: Int? {
        guard let at = words.firstIndex(where: { $0 != 0 }) else { return nil }
        return at * 64 + words[at].trailingZeroBitCount
    }

    func intersection(_ other: RuleSet) -> RuleSet {
        RuleSet(words: zip(words, other.words).map { $0 & $1 })
    }

    mutating func insert(_ index: Int) { words[index / 64] |= 1 << UInt64(index % 64) }

    mutating func remove(_ index: Int) { words[index / 64] &= ~(1 << UInt64(index % 64)) }

    func contains(_ index: Int) -> Bool { words[index / 64] & (1 << UInt64(index % 64)) != 0 }
}
