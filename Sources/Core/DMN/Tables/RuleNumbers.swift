/// Rules by their index, in an order. Rules that ascend within one word of 64 take no memory of
/// their own.
struct RuleNumbers: Sendable {
    private var base = 0
    private var bits: UInt64 = 0
    /// All of them, where they do not ascend within one word.
    private var list: List?

    private final class List: Sendable {
        let rules: [Int]
        init(_ rules: [Int]) { self.rules = rules }
    }

    init() {}

    /// The rules of a word.
    @inline(__always)
    init(word: UInt64, base: Int = 0) {
        bits = word
        self.base = base
    }

    init(rule: Int) { self.init(word: 1 << UInt64(rule & 63), base: rule & ~63) }

    init(_ rules: [Int]) {
        let start = (rules.first ?? 0) & ~63
        let ascends = zip(rules, rules.dropFirst()).allSatisfy { $0 < $1 }
        let isWord = ascends && (rules.last ?? 0) < start + 64
        guard isWord else {
            list = List(rules)
            return
        }
        base = start
        for rule in rules { bits |= 1 << UInt64(rule - start) }
    }

    var isEmpty: Bool { first == nil }
    var count: Int { list?.rules.count ?? bits.nonzeroBitCount }
    var first: Int? {
        if bits != 0 { return base + bits.trailingZeroBitCount }
        return list?.rules.first
    }

    /// The indices in their order.
    var indices: [Int] {
        if let list { return list.rules }
        var result: [Int] = []
        result.reserveCapacity(bits.nonzeroBitCount)
        Self.forEach(bits) { result.append(base + $0) }
        return result
    }

    @inline(__always)
    static func forEach(_ word: UInt64, _ body: (Int) -> Void) {
        var rest = word
        while rest != 0 {
            body(rest.trailingZeroBitCount)
            rest &= rest - 1
        }
    }
}

extension RuleNumbers: Sequence {
    func makeIterator() -> IndexingIterator<[Int]> { indices.makeIterator() }
}

/// Gathers rules word by word.
struct RuleGathering {
    private var base = 0
    private var word: UInt64 = 0
    private var listed: [Int] = []

    /// Adds rules of one word, which come after those that are here.
    @inline(__always)
    mutating func append(_ bits: UInt64, base start: Int) {
        if word == 0 && listed.isEmpty {
            (base, word) = (start, bits)
            return
        }
        if listed.isEmpty { RuleNumbers.forEach(word) { listed.append(base + $0) } }
        RuleNumbers.forEach(bits) { listed.append(start + $0) }
    }

    var rules: RuleNumbers {
        listed.isEmpty ? RuleNumbers(word: word, base: base) : RuleNumbers(listed)
    }
}
