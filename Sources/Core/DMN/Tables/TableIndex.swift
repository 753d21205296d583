import FEEL

/// What a table looks up at each decision, laid out flat: a column's value is told a region by a
/// search that allocates nothing, and a row of bits says which rules a region lets pass.
///
/// A column of a large table has more regions than rows: one row then stands for some regions next
/// to each other and holds the rules of all of them, and what is left when the rows of all columns
/// are put together is looked at rule by rule.
///
/// A class, so that the memory that its pointers name lives as long as it does; nothing of it
/// changes after it is made.
final class TableIndex: @unchecked Sendable {
    /// What is known of a column.
    private struct Lookup {
        enum Kind {
            case numbers
            case texts
            case booleans
            /// Searched by the column itself.
            case other
        }

        let kind: Kind
        /// How many regions share a row, as a power of two.
        let shift: UInt8
        /// Bounds are kept as whole numbers, times ten to this power.
        let scale: UInt8
        let boundCount: Int32
        let nullRegion: Int32
        /// Sorted, and before them one that is below all numbers.
        let bounds: UnsafeMutablePointer<Int>
        /// The region of each text of the table; the last for all other texts.
        let textRegions: UnsafeMutablePointer<Int32>
        let rows: UnsafeMutablePointer<UInt64>
        /// A bit for each region that may come; `nil` for all.
        let allowed: UnsafeMutablePointer<UInt64>?
    }

    private let lookups: UnsafeMutablePointer<Lookup>
    private let texts: TextIndex
    /// The words of a row, a multiple of four where there is more than one.
    private let rowWords: Int
    /// All rules of the first word.
    private let all: UInt64
    private let columns: [Column]
    private let types: [FEELType]
    /// The columns that have fewer rows than regions.
    private let coarse: [Int]
    private let memory: IndexMemory
    /// What tells the rules of a table that has few.
    let wordIndex: WordIndex?

    /// The most words that the rows of one column may take.
    private static let columnWordsMax = 1 << 14

    init(_ columns: [Column], types: [FEELType], ruleCount: Int) {
        self.columns = columns
        self.types = types
        let words = RuleSet.wordCount(ruleCount)
        rowWords = words == 1 ? 1 : (words + 3) & ~3
        all = RuleSet(all: min(64, ruleCount)).words[0]
        var texts = TextIndex()
        for column in columns {
            guard case .texts(let own) = column.index else { continue }
            for text in own.texts { _ = texts.insert(text) }
        }
        self.texts = texts
        let memory = IndexMemory()
        self.memory = memory
        wordIndex = ruleCount <= WordIndex.rulesMax ? WordIndex(columns, types: types, memory) : nil
        let rowWords = rowWords
        let found = columns.map { Self.lookup($0, texts, rowWords: rowWords, memory) }
        lookups = memory.keep(found)
        coarse = found.indices.filter { found[$0].shift > 0 }
    }

    /// Whether the regions of all columns tell which values may come.
    var knowsAllowed: Bool { columns.allSatisfy { $0.allowed != nil } }

    // MARK: Building

    private static func lookup(
        _ column: Column, _ texts: TextIndex, rowWords: Int, _ memory: IndexMemory
    ) -> Lookup {
        let regionCount = column.regions.count
        var kind = Lookup.Kind.other
        var bounds: [Int] = []
        var scale = 0
        var textRegions: [Int32] = []
        switch column.index {
        case .booleans: kind = .booleans
        case .texts(let own):
            kind = .texts
            textRegions = texts.texts.map { Int32(own[$0] ?? own.count) } + [Int32(own.count)]
        case .numbers(let numbers):
            if let whole = Decimal34.whole(numbers) {
                (kind, scale, bounds) = (.numbers, whole.scale, whole.numbers)
            }
        case .ordered, .single: break
        }
        var shift = 0
        while ((regionCount - 1) >> shift + 1) * rowWords > columnWordsMax, rowWords > 1 {
            shift += 1
        }
        return Lookup(
            kind: kind, shift: UInt8(shift), scale: UInt8(scale), boundCount: Int32(bounds.count),
            nullRegion: Int32(column.nullRegion ?? -1),
            bounds: memory.keep([Int.min] + bounds) + 1,
            textRegions: memory.keep(textRegions),
            rows: memory.keep(rows(column, shift: shift, rowWords: rowWords)),
            allowed: allowed(column).map { memory.keep($0) })
    }

    private static func rows(_ column: Column, shift: Int, rowWords: Int) -> [UInt64] {
        let rowCount = (column.regions.count - 1) >> shift + 1
        var rows = [UInt64](repeating: 0, count: rowCount * rowWords)
        for rule in column.cells.answers.indices {
            for run in column.cells.runs(of: rule) {
                for row in (Int(run.first) >> shift)...(Int(run.last) >> shift) {
                    rows[row * rowWords + rule / 64] |= 1 << UInt64(rule % 64)
                }
            }
        }
        return rows
    }

    /// A bit for each region that may come; `nil` where all may.
    private static func allowed(_ column: Column) -> [UInt64]? {
        guard let runs = column.allowed else { return nil }
        var regions = RuleSet(none: column.regions.count)
        for run in runs { for region in run.first...run.last { regions.insert(Int(region)) } }
        return regions.count == column.regions.count ? nil : regions.words
    }

    // MARK: Looking up

    /// The region of a value that may come; -1 for one that may not, or that the regions do not
    /// tell. The value is looked at where it lies, for a copy of it would be counted.
    @inline(__always)
    private func region(_ at: Int, _ value: UnsafePointer<Value?>) -> Int {
        let lookup = lookups + at
        let region: Int
        switch lookup.pointee.kind {
        case .numbers:
            guard case .number(let number)? = value.pointee, lookup.pointee.scale == 0,
                let whole = number.small
            else { return otherRegion(at, value.pointee) }
            region = Self.place(of: whole, isWhole: true, lookup)
        case .texts:
            guard case .string(let text)? = value.pointee else {
                return otherRegion(at, value.pointee)
            }
            region = Int(lookup.pointee.textRegions[texts.place(of: text)])
        case .booleans, .other: return otherRegion(at, value.pointee)
        }
        return lookup.pointee.allowed == nil ? region : allowed(region, lookup)
    }

    private func allowed(_ region: Int, _ lookup: UnsafeMutablePointer<Lookup>) -> Int {
        guard let allowed = lookup.pointee.allowed, region >= 0 else { return region }
        return allowed[region / 64] & (1 << UInt64(region % 64)) != 0 ? region : -1
    }

    /// What is less common: null, a number with a fraction, a date.
    @inline(never)
    private func otherRegion(_ at: Int, _ value: Value?) -> Int {
        let lookup = lookups + at
        let region: Int
        switch (lookup.pointee.kind, value) {
        case (_, nil): return -1
        case (_, .null?): region = Int(lookup.pointee.nullRegion)
        case (.numbers, .number(let number)?):
            guard let scaled = number.scaled(byTenTo: Int(lookup.pointee.scale)) else {
                return allowed(columns[at].region(of: .number(number)) ?? -1, lookup)
            }
            region = Self.place(of: scaled.floor, isWhole: scaled.isWhole, lookup)
        case (.booleans, .boolean(let truth)?): region = truth ? 1 : 0
        case (.other, let value?):
            region = types[at].contains(value) ? columns[at].region(of: value) ?? -1 : -1
        default: return -1
        }
        return allowed(region, lookup)
    }

    /// The region of a number by its floor: 2i+1 for bound i, 2i for what lies before it.
    @inline(__always)
    private static func place(
        of floor: Int, isWhole: Bool, _ lookup: UnsafeMutablePointer<Lookup>
    ) -> Int {
        let bounds = lookup.pointee.bounds
        // How many bounds are not above the floor. Nothing of it is a branch to be guessed.
        var (low, count) = (0, Int(lookup.pointee.boundCount))
        while count > 8 {
            let half = count >> 1
            let isNotAbove = bounds[low &+ half &- 1] <= floor
            low &+= half & (0 &- (isNotAbove ? 1 : 0))
            count &-= half
        }
        let end = low &+ count
        var at = low
        while at < end {
            low &+= bounds[at] <= floor ? 1 : 0
            at &+= 1
        }
        // Before the first bound lies one that is below all, so that there is always one to read.
        let isBound = isWhole && bounds[low &- 1] == floor
        return (low &<< 1) &- (isBound ? 1 : 0)
    }

    /// The rules that match the values that lie at some places, all of which there are; `nil` where
    /// a value is lacking or may not come, or the regions do not tell.
    @inline(__always)
    func matches(
        _ values: UnsafeBufferPointer<Value?>, at places: UnsafeBufferPointer<Int>
    ) -> RuleNumbers? {
        guard let wordIndex, let first = values.baseAddress, let start = places.baseAddress else {
            return matchesOfMany(values, at: places)
        }
        return wordIndex.matches(first, at: start)
    }

    @inline(never)
    private func matchesOfMany(
        _ values: UnsafeBufferPointer<Value?>, at places: UnsafeBufferPointer<Int>
    ) -> RuleNumbers? {
        guard let first = values.baseAddress else { return nil }
        return withUnsafeTemporaryAllocation(of: Int.self, capacity: places.count) { regions in
            for at in places.indices {
                regions[at] = region(at, first + places[at])
                if regions[at] < 0 { return nil }
            }
            return matches(regions)
        }
    }

    /// The rules that match some values.
    func matches(columnCount: Int, _ value: (Int) -> Value?) -> RuleNumbers? {
        withUnsafeTemporaryAllocation(of: Int.self, capacity: columnCount) { regions in
            for at in 0..<columnCount {
                regions[at] = withUnsafePointer(to: value(at)) { region(at, $0) }
                if regions[at] < 0 { return nil }
            }
            return matches(regions)
        }
    }

    /// The rules that let the regions of all columns pass.
    func matches(_ regions: UnsafeMutableBufferPointer<Int>) -> RuleNumbers {
        if rowWords == 1 {
            var word = all
            for at in regions.indices { word &= row(at, regions[at])[0] }
            return RuleNumbers(word: word)
        }
        return withUnsafeTemporaryAllocation(
            of: UnsafeRawPointer.self, capacity: regions.count
        ) { starts in
            for at in regions.indices {
                starts.initializeElement(at: at, to: UnsafeRawPointer(row(at, regions[at])))
            }
            var rules = RuleGathering()
            var word = 0
            while word < rowWords {
                var bits = SIMD4<UInt64>(repeating: .max)
                for at in 0..<starts.count {
                    bits &= starts[at].loadUnaligned(
                        fromByteOffset: word &* 8, as: SIMD4<UInt64>.self)
                }
                if bits != .zero {
                    for part in 0..<4 { append(bits[part], word + part, regions, &rules) }
                }
                word &+= 4
            }
            return rules.rules
        }
    }

    @inline(__always)
    private func row(_ at: Int, _ region: Int) -> UnsafeMutablePointer<UInt64> {
        lookups[at].rows + (region >> Int(lookups[at].shift)) * rowWords
    }

    /// Adds the rules of a word that pass where the rows do not tell.
    @inline(__always)
    private func append(
        _ bits: UInt64, _ word: Int, _ regions: UnsafeMutableBufferPointer<Int>,
        _ rules: inout RuleGathering
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

extension Decimal34 {
    /// Numbers as whole ones, times ten to the least power of at most six that makes them so.
    static func whole(_ numbers: [Decimal34]) -> (scale: Int, numbers: [Int])? {
        for scale in 0...6 {
            let scaled = numbers.compactMap { $0.scaled(byTenTo: scale) }
            if scaled.count == numbers.count, scaled.allSatisfy(\.isWhole) {
                return (scale, scaled.map(\.floor))
            }
        }
        return nil
    }
}
