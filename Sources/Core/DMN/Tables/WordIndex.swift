import FEEL

/// What a table of few rules looks up at each decision: a search in each column that ends with one
/// word, has no branch to be guessed and counts no reference. The bits of a word are the rules that
/// let the value pass; its top bit is whether the value may come at all. The words of all columns
/// put together are the rules that match.
struct WordIndex {
    /// What is known of a column.
    private struct Lookup {
        enum Kind {
            case numbers
            case texts
            /// Told region by region.
            case other
        }

        let kind: Kind
        let scale: UInt8
        /// Twice the power of ten that makes the bounds of numbers whole.
        let factor: Int
        /// Whole numbers that are not below it in size have no key.
        let limit: UInt64
        /// How many bounds the first step of a search leaves out.
        let half: Int
        /// One less than the keys at which the words of numbers change, a multiple of eight of
        /// them; a key is twice the floor, and one more for a fraction.
        let bounds: UnsafeMutablePointer<Int>
        /// A word after each number of bounds.
        let words: UnsafeMutablePointer<UInt64>
        let regionWords: UnsafeMutablePointer<UInt64>
        let texts: TextSlots
    }

    /// The top bit is no rule's.
    static let rulesMax = 63
    private static let mayCome: UInt64 = 1 << 63
    /// The difference of two keys below it in size fits.
    private static let keyMax = 1 << 62
    private static let countedTogether = 8

    private let lookups: UnsafeMutablePointer<Lookup>
    private let columns: UnsafeMutablePointer<Column>
    private let types: UnsafeMutablePointer<FEELType>
    private let columnCount: Int

    /// - Parameter memory: what lives as long as the index is asked.
    init(_ columns: [Column], types: [FEELType], _ memory: IndexMemory) {
        columnCount = columns.count
        lookups = memory.keep(columns.map { Self.lookup($0, memory) })
        self.columns = memory.keep(columns)
        self.types = memory.keep(types)
    }

    // MARK: Building

    private static func lookup(_ column: Column, _ memory: IndexMemory) -> Lookup {
        let regionWords = column.regions.indices.map { word(column, $0) }
        var kind = Lookup.Kind.other
        var (scale, factor, half) = (0, 0, 0)
        var bounds: [Int] = []
        var words: [UInt64] = []
        var texts: [String] = []
        switch column.index {
        case .texts(let index):
            kind = .texts
            texts = index.texts
        case .numbers(let numbers):
            guard let whole = Decimal34.whole(numbers),
                whole.numbers.allSatisfy({ $0.magnitude < Self.keyMax.magnitude / 2 })
            else { break }
            kind = .numbers
            scale = whole.scale
            factor = (0..<scale).reduce(2) { product, _ in product * 10 }
            (bounds, words) = changes(whole.numbers, regionWords)
            var count = Self.countedTogether
            while count < bounds.count { count *= 2 }
            half = count > Self.countedTogether ? count / 2 : 0
            // What is put at the end changes nothing.
            words += Array(repeating: words[bounds.count], count: count - bounds.count)
            bounds += Array(repeating: Self.keyMax, count: count - bounds.count)
            bounds = bounds.map { $0 - 1 }
        case .booleans, .ordered, .single: break
        }
        return Lookup(
            kind: kind, scale: UInt8(scale), factor: factor,
            limit: factor == 0 ? 0 : UInt64(Self.keyMax / factor), half: half,
            bounds: memory.keep(bounds),
            words: memory.keep(words), regionWords: memory.keep(regionWords),
            texts: TextSlots(texts, words: regionWords, memory))
    }

    /// The rules that let a region pass, and whether its values may come.
    private static func word(_ column: Column, _ region: Int) -> UInt64 {
        let mayCome = column.allowed?.contains { $0.first <= region && region <= $0.last } ?? true
        return column.mask(region).words[0] | (mayCome ? Self.mayCome : 0)
    }

    /// Regions next to each other with one word are one.
    private static func changes(
        _ numbers: [Int], _ words: [UInt64]
    ) -> (bounds: [Int], words: [UInt64]) {
        var result = (bounds: [Int](), words: [words[0]])
        for (at, number) in numbers.enumerated() {
            for (bound, word) in [
                (2 * number, words[2 * at + 1]), (2 * number + 1, words[2 * at + 2]),
            ] where word != result.words[result.words.count - 1] {
                result.bounds.append(bound)
                result.words.append(word)
            }
        }
        return result
    }

    // MARK: Looking up

    /// The rules that match the values that lie at some places; `nil` where a value is lacking or
    /// may not come, or the regions do not tell. A value is looked at where it lies, for a copy of
    /// it would be counted.
    @inline(__always)
    func matches(
        _ values: UnsafePointer<Value?>, at places: UnsafePointer<Int>
    ) -> RuleNumbers? {
        var word = UInt64.max
        var at = 0
        while at < columnCount {
            word &= self.word(at, values + places[at])
            at &+= 1
        }
        guard word & Self.mayCome != 0 else { return nil }
        return RuleNumbers(word: word & ~Self.mayCome)
    }

    @inline(__always)
    private func word(_ at: Int, _ value: UnsafePointer<Value?>) -> UInt64 {
        let lookup = lookups + at
        if lookup.pointee.kind == .numbers {
            guard case .number(let number)? = value.pointee,
                let whole = number.small(below: lookup.pointee.limit)
            else { return otherWord(at, value) }
            return Self.search(whole &* lookup.pointee.factor, lookup)
        }
        guard lookup.pointee.kind == .texts, case .string(let text)? = value.pointee,
            let word = lookup.pointee.texts.word(of: text)
        else { return otherWord(at, value) }
        return word
    }

    /// The word after as many bounds as are not above a key. The last eight are counted together:
    /// the difference of a bound less one and the key is negative where the bound is not above.
    @inline(__always)
    private static func search(
        _ key: Int, _ lookup: UnsafeMutablePointer<Lookup>
    ) -> UInt64 {
        let bounds = lookup.pointee.bounds
        var half = lookup.pointee.half
        var low = 0
        while half >= countedTogether {
            if bounds[low &+ half &- 1] < key { low &+= half }
            half &>>= 1
        }
        let last = UnsafeRawPointer(bounds + low)
        let keys = SIMD2<UInt64>(repeating: UInt64(truncatingIfNeeded: key))
        var signs = SIMD2<UInt64>.zero
        for pair in 0..<(countedTogether / 2) {
            let two = last.loadUnaligned(
                fromByteOffset: pair * 16, as: SIMD2<UInt64>.self)
            signs &+= (two &- keys) &>> 63
        }
        let count = Int(truncatingIfNeeded: signs[0] &+ signs[1])
        return lookup.pointee.words[low &+ count]
    }

    /// The word of what is less common: a number with a fraction, a text that no cell names, a
    /// boolean, a date, null; none for what may not come.
    @inline(never)
    private func otherWord(_ at: Int, _ value: UnsafePointer<Value?>) -> UInt64 {
        let lookup = lookups + at
        guard let value = value.pointee else { return 0 }
        if lookup.pointee.kind == .numbers, case .number(let number) = value,
            let scaled = number.scaled(byTenTo: Int(lookup.pointee.scale)),
            scaled.floor.magnitude < Self.keyMax.magnitude / 2
        {
            return Self.search(2 * scaled.floor + (scaled.isWhole ? 0 : 1), lookup)
        }
        if lookup.pointee.kind == .other, !value.isNull, !types[at].contains(value) { return 0 }
        return columns[at].region(of: value).map { lookup.pointee.regionWords[$0] } ?? 0
    }
}
