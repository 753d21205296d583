/// Rules by their index, in an order. Rules that ascend within 64 of each other take no memory of
/// their own.
struct RuleNumbers: Sendable, Hashable {
    private var base = 0
    private var bits: UInt64 = 0
    /// All of them, where they do not ascend within one word.
    private var listed: [Int] = []

    init() {}

    init(rule: Int) {
        base = rule & ~63
        bits = 1 << UInt64(rule & 63)
    }

    init(_ rules: [Int]) {
        for rule in rules {
            if listed.isEmpty, bits == 0 || (rule & ~63 == base && rule - base >= bitCount) {
                base = rule & ~63
                bits |= 1 << UInt64(rule & 63)
            } else {
                if listed.isEmpty { list() }
                listed.append(rule)
            }
        }
    }

    /// The place above the highest bit.
    private var bitCount: Int { 64 - bits.leadingZeroBitCount }

    private mutating func list() {
        listed = indices
        (base, bits) = (0, 0)
    }

    /// Adds rules of one word, which come after those that are here.
    @inline(__always)
    mutating func append(_ word: UInt64, base start: Int) {
        if bits == 0 && listed.isEmpty {
            (base, bits) = (start, word)
        } else {
            appendListed(word, base: start)
        }
    }

    private mutating func appendListed(_ word: UInt64, base start: Int) {
        if listed.isEmpty { list() }
        Self.forEach(word) { listed.append(start + $0) }
    }

    var isEmpty: Bool { bits == 0 && listed.isEmpty }
    var count: Int { listed.isEmpty ? bits.nonzeroBitCount : listed.count }
    var first: Int? { bits != 0 ? base + bits.trailingZeroBitCount : listed.first }

    /// The indices in their order.
    var indices: [Int] {
        guard listed.isEmpty else { return listed }
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
