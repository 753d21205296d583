import FEEL

/// Parts a column's values into regions, from the constants that its cells name.
struct ColumnBuilder {
    let type: FEELType
    let cells: [TestProgram]
    let allowed: TestProgram?

    /// What a cell's tests name, if they are made of constants only.
    private struct Constants {
        var bounds: [Value] = []
        var isOrdering = false
    }

    func build() -> Column {
        // Cells that are written alike are looked at once.
        var known = TextIndex()
        var distinct: [TestProgram] = []
        let answers = cells.map { cell in
            let at = known.insert(cell.source.text)
            if at == distinct.count { distinct.append(cell) }
            return Int32(at)
        }
        let found = distinct.map { $0.isAny ? Constants() : Self.constants($0.tests) }
        let isText = Self.isText(type)
        var isComputed = found.map { constants in
            constants.map { isText && $0.isOrdering } ?? true
        }
        var bounds = allowed.flatMap { Self.constants($0.tests) }?.bounds ?? []
        for (at, constants) in found.enumerated() where !isComputed[at] {
            bounds += constants?.bounds ?? []
        }
        let (index, values) = parts(bounds.filter { !$0.isNull })
        var regions = values
        var nullRegion: Int?
        if type.isOptional {
            nullRegion = regions.count
            regions.append(Region(shape: .null, sample: .null))
        }
        if case .single = index {
            // Nothing is told apart, so every cell that tests anything is evaluated.
            isComputed = distinct.map { !$0.isAny }
        }
        let space = RegionSpace(index: index, regions: regions, nullRegion: nullRegion)
        let runs = zip(distinct, zip(found, isComputed)).map { cell, known in
            cell.isAny || known.1 ? space.whole : space.runs(cell, known.0?.bounds ?? [])
        }
        let column = Column(
            index: index, regions: regions, nullRegion: nullRegion,
            cells: CellRegions(answers: answers, runs: runs), allowed: nil,
            computed: answers.indices.filter { isComputed[Int(answers[$0])] })
        return column.allowing(allowedRuns(space, column))
    }

    /// The regions whose values the column's type and its tests of allowed values let come.
    private func allowedRuns(_ space: RegionSpace, _ column: Column) -> [CellRegions.Run]? {
        if case .single = column.index { return allowed == nil ? space.whole : nil }
        var runs = space.whole
        if let allowed {
            guard Self.isConstant(allowed, column), let found = Self.constants(allowed.tests) else {
                return nil
            }
            // Null is not tested.
            runs = space.runs(allowed, found.bounds, nullPasses: true)
        }
        guard case .enumeration(let texts) = type.required else { return runs }
        // The allowed texts come first.
        let count = texts.reduce(into: TextIndex()) { _ = $0.insert($1) }.count
        var kept = runs.filter { $0.first < count }.map {
            CellRegions.Run(Int($0.first), min(Int($0.last), count - 1))
        }
        if let nullRegion = column.nullRegion {
            kept.append(CellRegions.Run(nullRegion, nullRegion))
        }
        return kept
    }

    private static func isText(_ type: FEELType) -> Bool {
        switch type.required {
        case .string, .enumeration: true
        default: false
        }
    }

    // MARK: Constants

    private static func constants(_ tests: UnaryTests) -> Constants? {
        var result = Constants()
        for test in tests.tests {
            switch test {
            case .comparison(let operation, let syntax):
                guard case .literal(let value) = syntax.kind else { return nil }
                result.bounds.append(value)
                if operation != .equal && operation != .notEqual { result.isOrdering = true }
            case .expression(let syntax):
                guard add(syntax, to: &result) else { return nil }
            }
        }
        return result
    }

    private static func add(_ syntax: Syntax, to result: inout Constants) -> Bool {
        switch syntax.kind {
        case .literal(let value):
            result.bounds.append(value)
            return true
        case .range(let low, _, let high, _):
            for case let end? in [low, high] {
                guard case .literal(let value) = end.kind else { return false }
                result.bounds.append(value)
            }
            result.isOrdering = true
            return true
        case .list(let items):
            for item in items where !add(item, to: &result) { return false }
            return true
        default: return false
        }
    }

    /// Whether the regions of a column tell exactly which values its tests allow.
    static func isConstant(_ tests: TestProgram, _ column: Column) -> Bool {
        guard let found = constants(tests.tests) else { return tests.isAny }
        switch column.index {
        case .texts: return !found.isOrdering
        case .single: return false
        default: return true
        }
    }

    // MARK: Regions

    private func parts(_ bounds: [Value]) -> (Column.Index, [Region]) {
        switch type.required {
        case .boolean:
            let points = [false, true].map {
                Region(shape: .point(.boolean($0)), sample: .boolean($0))
            }
            return (.booleans, points)
        case .string: return texts([], bounds, isClosed: false)
        case .enumeration(let allowed): return texts(allowed, bounds, isClosed: true)
        case .number, .date, .daysTime, .yearsMonths:
            // Where the standard counts, a cell may name what is of another type.
            let sorted = Self.sorted(bounds.filter(type.required.contains))
            if case .number = type.required {
                return (.numbers(sorted.compactMap(\.number)), Self.intervals(sorted, type))
            }
            return (.ordered(sorted), Self.intervals(sorted, type))
        default: return (.single, [Region(shape: .everything, sample: nil)])
        }
    }

    private func texts(
        _ allowed: [String], _ bounds: [Value], isClosed: Bool
    ) -> (Column.Index, [Region]) {
        var index = TextIndex()
        for text in allowed + bounds.compactMap(\.string) { _ = index.insert(text) }
        var regions = index.texts.map { text in
            Region(shape: .point(.string(text)), sample: .string(text))
        }
        var other = "other"
        while index[other] != nil { other += "_" }
        regions.append(Region(shape: .otherText, sample: isClosed ? nil : .string(other)))
        return (.texts(index), regions)
    }

    private static func sorted(_ bounds: [Value]) -> [Value] {
        var result: [Value] = []
        for value in bounds.sorted(by: { (Value.order($0, $1) ?? 0) < 0 })
        where result.last != value {
            result.append(value)
        }
        return result
    }

    private static func intervals(_ bounds: [Value], _ type: FEELType) -> [Region] {
        guard let first = bounds.first, let last = bounds.last else {
            return [Region(shape: .everything, sample: anySample(type))]
        }
        var regions = [Region(shape: .below(first), sample: first.neighbour(-1))]
        for (at, bound) in bounds.enumerated() {
            regions.append(Region(shape: .point(bound), sample: bound))
            guard at + 1 < bounds.count else { continue }
            let next = bounds[at + 1]
            regions.append(
                Region(shape: .between(bound, next), sample: Value.between(bound, next)))
        }
        regions.append(Region(shape: .above(last), sample: last.neighbour(1)))
        return regions
    }

    private static func anySample(_ type: FEELType) -> Value? {
        switch type.required {
        case .number: .number(0)
        case .date: CalendarDate(year: 2_000, month: 1, day: 1).map { .date($0) }
        case .daysTime: DaysTimeDuration(seconds: 0).map { .daysTime($0) }
        case .yearsMonths: YearsMonthsDuration(months: 0).map { .yearsMonths($0) }
        default: nil
        }
    }
}
