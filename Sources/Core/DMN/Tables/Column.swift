import FEEL

/// A column of conditions, compiled: its values parted into regions, and for each region the set of
/// rules whose cell lets it pass.
struct Column: Sendable {
    enum Index: Sendable {
        /// Sorted bounds; region 2i+1 is bound i, region 2i what lies before it.
        case numbers([Decimal34])
        case ordered([Value])
        /// A region for each text, and the last for any other.
        case texts(TextIndex)
        /// Region 0 is false, region 1 true.
        case booleans
        /// One region for everything.
        case single
    }

    let index: Index
    let regions: [Region]
    /// The region of null, the last, where the column may be null.
    let nullRegion: Int?
    let cells: CellRegions
    /// The regions of the values that may come; `nil` where the regions do not tell.
    let allowed: [CellRegions.Run]?
    /// The rules whose cell must be evaluated; here they pass everywhere.
    let computed: [Int]

    /// The region of a value; `nil` for a value of another kind.
    func region(of value: Value) -> Int? {
        if case .null = value { return nullRegion ?? (isSingle ? 0 : nil) }
        switch index {
        case .numbers(let bounds):
            guard case .number(let number) = value else { return nil }
            var (low, high) = (0, bounds.count)
            while low < high {
                let middle = (low + high) / 2
                if bounds[middle] < number { low = middle + 1 } else { high = middle }
            }
            return low < bounds.count && bounds[low] == number ? 2 * low + 1 : 2 * low
        case .ordered(let bounds): return Self.search(bounds, value)
        case .texts(let texts):
            guard case .string(let text) = value else { return nil }
            return texts[text] ?? texts.count
        case .booleans:
            guard case .boolean(let truth) = value else { return nil }
            return truth ? 1 : 0
        case .single: return 0
        }
    }

    private var isSingle: Bool {
        if case .single = index { return true }
        return false
    }

    private static func search(_ bounds: [Value], _ value: Value) -> Int? {
        var (low, high) = (0, bounds.count)
        while low < high {
            let middle = (low + high) / 2
            guard let order = Value.order(bounds[middle], value) else { return nil }
            if order < 0 { low = middle + 1 } else { high = middle }
        }
        guard low < bounds.count else {
            return bounds.isEmpty || Value.order(bounds[0], value) != nil ? 2 * low : nil
        }
        guard let order = Value.order(bounds[low], value) else { return nil }
        return order == 0 ? 2 * low + 1 : 2 * low
    }

    /// The column with the regions of the values that may come.
    func allowing(_ allowed: [CellRegions.Run]?) -> Column {
        Column(
            index: index, regions: regions, nullRegion: nullRegion, cells: cells,
            allowed: allowed, computed: computed)
    }

    /// The rules that let a region pass.
    func mask(_ region: Int) -> RuleSet {
        let count = cells.answers.count
        var mask = RuleSet(words: [UInt64](repeating: 0, count: RuleSet.wordCount(count)))
        for rule in 0..<count where cells.passes(rule, region) { mask.insert(rule) }
        return mask
    }
}
