import FEEL

/// What a table looks up at each decision, laid out flat: a column's value is told a region by a
/// search that allocates nothing, and a row of bits says which rules a region lets pass.
///
/// A column of a large table has more regions than rows: one row then stands for some regions next
/// to each other and holds the rules of all of them, and what is left when the rows of all columns
/// are put together is looked at rule by rule.
struct TableIndex: Sendable {
    /// What is known of a column, by places in the arrays of all columns.
    private struct Lookup {
        enum Kind: UInt8 {
            case numbers
            case texts
            case booleans
            /// Searched by the column itself.
            case other
        }

        let kind: Kind
        /// Bounds are kept as whole numbers, times ten to this power.
        var scale = 0
        /// The first of the bounds, or of the regions of the texts.
        var start = 0
        var count = 0
        var nullRegion = -1
        /// The first word that says which regions may come, or -1 for all.
        var allowed = -1
        /// The first word of the first row.
        var rows = 0
        /// How many regions share a row, as a power of two.
        var shift: UInt8 = 0
    }

    private var lookups: [Lookup] = []
    private var bounds: [Int] = []
    private var texts = TextIndex()
    private var textRegions: [Int32] = []
    private var allowed: [UInt64] = []
    private var rows: [UInt64] = []
    /// The words of a row, a multiple of four where there is more than one.
    private let rowWords: Int
    /// All rules.
    private let all: UInt64
    private let columns: [Column]
    private let types: [FEELType]
    /// The columns that have fewer rows than regions.
    private var coarse: [Int] = []

    /// The most words that the rows of one column may take.
    private static let columnWordsMax = 1 << 14

    init(_ columns: [Column], types: [FEELType], ruleCount: Int) {
        self.columns = columns
        self.types = types
        let words = RuleSet.wordCount(ruleCount)
        rowWords = words == 1 ? 1 : (words + 3) & ~3
        all = RuleSet(all: min(64, ruleCount)).words[0]
        for column in columns {
            if case .texts(let own) = column.index {
                for text in own.texts { _ = texts.insert(text) }
            }
        }
        for (at, column) in columns.enumerated() { add(column, at, ruleCount) }
    }

    /// Whether the regions of all columns tell which values may come.
    var knowsAllowed: Bool { columns.allSatisfy { $0.allowed != nil } }

    // MARK: Building

    private mutating func add(_ column: Column, _ at: Int, _ ruleCount: Int) {
        var lookup = lookup(column)
        lookup.nullRegion = column.nullRegion ?? -1
        let regionCount = column.regions.count
        if let runs = column.allowed,
            runs.map({ $0.last - $0.first + 1 }).reduce(0, +)
                < regionCount
        {
            lookup.allowed = allowed.count
            var words = RuleSet(none: regionCount)
            for run in runs { for region in run.first...run.last { words.insert(Int(region)) } }
            allowed += words.words
        }
        while ((regionCount - 1) >> Int(lookup.shift) + 1) * rowWords > Self.columnWordsMax,
            rowWords > 1
        {
            lookup.shift += 1
        }
        if lookup.shift > 0 { coarse.append(at) }
        lookup.rows = rows.count
        let rowCount = (regionCount - 1) >> Int(lookup.shift) + 1
        rows += [UInt64](repeating: 0, count: rowCount * rowWords)
        for rule in 0..<ruleCount {
            for run in column.cells.runs(of: rule) {
                for row
                    in (Int(run.first) >> Int(lookup.shift))...(Int(run.last)
                    >> Int(lookup.shift))
                {
                    rows[lookup.rows + row * rowWords + rule / 64] |= 1 << UInt64(rule % 64)
                }
            }
        }
        lookups.append(lookup)
    }

    private mutating func lookup(_ column: Column) -> Lookup {
        switch column.index {
        case .booleans: return Lookup(kind: .booleans)
        case .texts(let own):
            var lookup = Lookup(kind: .texts)
            lookup.start = textRegions.count
            lookup.count = own.count
            textRegions += texts.texts.map { Int32(own[$0] ?? own.count) }
            return lookup
        case .numbers(let numbers):
            for scale in 0...6 {
                let scaled = numbers.compactMap { $0.scaled(byTenTo: scale) }
                guard scaled.count == numbers.count, scaled.allSatisfy(\.isWhole) else { continue }
                var lookup = Lookup(kind: .numbers)
                (lookup.scale, lookup.start, lookup.count) = (scale, bounds.count, numbers.count)
                bounds += scaled.map(\.floor)
                return lookup
            }
            return Lookup(kind: .other)
        case .ordered, .single: return Lookup(kind: .other)
        }
    }

    // MARK: Looking up

    /// The region of a value that may come; -1 for one that may not, or that the regions do not
    /// tell.
    @inline(__always)
    private func region(_ at: Int, _ value: Value) -> Int {
        let lookup = lookups[at]
        var region: Int
        switch (lookup.kind, value) {
        case (_, .null): region = lookup.nullRegion
        case (.numbers, .number(let number)):
            guard let scaled = number.scaled(byTenTo: lookup.scale) else {
                region = columns[at].region(of: value) ?? -1
                break
            }
            region = place(of: scaled.floor, isWhole: scaled.isWhole, lookup)
        case (.texts, .string(let text)):
            region = texts[text].map { Int(textRegions[lookup.start + $0]) } ?? lookup.count
        case (.booleans, .boolean(let truth)): region = truth ? 1 : 0
        case (.other, _):
            region = types[at].contains(value) ? columns[at].region(of: value) ?? -1 : -1
        default: region = -1
        }
        guard lookup.allowed >= 0, region >= 0 else { return region }
        let word = allowed[lookup.allowed + region / 64]
        return word & (1 << UInt64(region % 64)) != 0 ? region : -1
    }

    /// The region of a number by its floor: 2i+1 for bound i, 2i for what lies before it.
    @inline(__always)
    private func place(of floor: Int, isWhole: Bool, _ lookup: Lookup) -> Int {
        bounds.withUnsafeBufferPointer { bounds in
            // How many bounds are not above the floor, halved with no branch to guess.
            var (low, count) = (lookup.start, lookup.count)
            while count > 1 {
                let half = count / 2
                low = bounds[low + half - 1] <= floor ? low + half : low
                count -= half
            }
            if count == 1, bounds[low] <= floor { low += 1 }
            let above = low - lookup.start
            return isWhole && above > 0 && bounds[low - 1] == floor ? 2 * above - 1 : 2 * above
        }
    }

    /// The rules that match the values of some variables, one for each column; `nil` where a value
    /// may not come, or the regions do not tell.
    @inline(__always)
    func matches(_ frame: [Value?], _ slots: [Int]) -> RuleNumbers? {
        guard rowWords == 1 else { return matchesOfMany(frame, slots) }
        var word = all
        for (at, slot) in slots.enumerated() {
            guard slot < frame.count, let value = frame[slot] else { return nil }
            let region = region(at, value)
            if region < 0 { return nil }
            word &= rows[lookups[at].rows + region]
        }
        var rules = RuleNumbers()
        rules.append(word, base: 0)
        return rules
    }

    private func matchesOfMany(_ frame: [Value?], _ slots: [Int]) -> RuleNumbers? {
        withUnsafeTemporaryAllocation(of: Int.self, capacity: slots.count) { regions in
            for (at, slot) in slots.enumerated() {
                guard slot < frame.count, let value = frame[slot] else { return nil }
                regions[at] = region(at, value)
                if regions[at] < 0 { return nil }
            }
            return matches(regions)
        }
    }

    /// The rules that let the regions of all columns pass.
    func matches(_ regions: UnsafeMutableBufferPointer<Int>) -> RuleNumbers {
        var rules = RuleNumbers()
        withUnsafeTemporaryAllocation(of: Int.self, capacity: regions.count) { starts in
            for at in regions.indices {
                starts[at] = lookups[at].rows + (regions[at] >> Int(lookups[at].shift)) * rowWords
            }
            rows.withUnsafeBytes { rows in
                var word = 0
                while word < rowWords {
                    if rowWords == 1 {
                        var bits = all
                        for start in starts {
                            bits &= rows.loadUnaligned(
                                fromByteOffset: start * 8, as: UInt64.self)
                        }
                        append(bits, word, regions, &rules)
                        word += 1
                        continue
                    }
                    var bits = SIMD4<UInt64>(repeating: .max)
                    for start in starts {
                        bits &= rows.loadUnaligned(
                            fromByteOffset: (start + word) * 8, as: SIMD4<UInt64>.self)
                    }
                    if bits != .zero {
                        for part in 0..<4 { append(bits[part], word + part, regions, &rules) }
                    }
                    word += 4
                }
            }
        }
        return rules
    }

    /// Adds the rules of a word that pass where the rows do not tell.
    @inline(__always)
    private func append(
        _ bits: UInt64, _ word: Int, _ regions: UnsafeMutableBufferPointer<Int>,
        _ rules: inout RuleNumbers
    ) {
        guard bits != 0 else { return }
        var kept = bits
        if !coarse.isEmpty {
            RuleNumbers.forEach(bits) { place in
                for at in coarse
                where !columns[at].cells.passes(word * 64 + place, regions[at]) {
                    kept &= ~(1 << UInt64(place))
                    return
                }
            }
        }
        if kept != 0 { rules.append(kept, base: word * 64) }
    }
}
