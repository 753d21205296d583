import FEEL

/// The regions of a column, and which of them pass a test of constants.
struct RegionSpace {
    let index: Column.Index
    let regions: [Region]
    let nullRegion: Int?

    var whole: [CellRegions.Run] { [CellRegions.Run(0, regions.count - 1)] }

    /// The regions that pass a test that names nothing but some constants. These part the regions
    /// into pieces in which the test gives the same everywhere, so one sample of each tells.
    func runs(
        _ test: TestProgram, _ constants: [Value], nullPasses: Bool? = nil
    ) -> [CellRegions.Run] {
        var runs: [CellRegions.Run] = []
        for piece in pieces(constants) where passes(piece, test) { runs.append(piece) }
        if case .texts = index { runs += others(test, constants) }
        if let nullRegion, nullPasses ?? passes(.init(nullRegion, nullRegion), test) {
            runs.append(CellRegions.Run(nullRegion, nullRegion))
        }
        return Self.joined(runs)
    }

    private func passes(_ piece: CellRegions.Run, _ test: TestProgram) -> Bool {
        for region in piece.first...piece.last {
            guard let sample = regions[Int(region)].sample else { continue }
            // A constant test of a value of the column's own type has no fault.
            return (try? test.matches(sample)) ?? false
        }
        return false
    }

    /// Where the regions of values end; null has one of its own.
    private var valueCount: Int { nullRegion ?? regions.count }

    private func pieces(_ constants: [Value]) -> [CellRegions.Run] {
        switch index {
        case .single: return []
        case .booleans: return [CellRegions.Run(0, 0), CellRegions.Run(1, 1)]
        case .texts: return named(constants).map { CellRegions.Run($0, $0) }
        case .numbers, .ordered:
            var pieces: [CellRegions.Run] = []
            var next = 0
            for point in named(constants) {
                if next < point { pieces.append(CellRegions.Run(next, point - 1)) }
                pieces.append(CellRegions.Run(point, point))
                next = point + 1
            }
            pieces.append(CellRegions.Run(next, valueCount - 1))
            return pieces
        }
    }

    /// The regions of some constants, ascending.
    private func named(_ constants: [Value]) -> [Int] {
        let column = Column(
            index: index, regions: regions, nullRegion: nil,
            cells: CellRegions(answers: [], runs: []), allowed: nil, computed: [])
        var found = constants.compactMap { $0.isNull ? nil : column.region(of: $0) }
        found.sort()
        var result: [Int] = []
        for region in found where result.last != region { result.append(region) }
        return result
    }

    /// The regions of all texts that are not named, if one of them passes.
    private func others(_ test: TestProgram, _ constants: [Value]) -> [CellRegions.Run] {
        var gaps: [CellRegions.Run] = []
        var next = 0
        for point in named(constants) {
            if next < point { gaps.append(CellRegions.Run(next, point - 1)) }
            next = point + 1
        }
        if next < valueCount { gaps.append(CellRegions.Run(next, valueCount - 1)) }
        // The last gap may hold but the other texts of a closed list, of which there is no sample.
        guard
            let told = gaps.first(where: { gap in
                (gap.first...gap.last).contains { regions[Int($0)].sample != nil }
            })
        else { return [] }
        return passes(told, test) ? gaps : []
    }

    /// Runs, ascending, with no gap left between two of them.
    private static func joined(_ runs: [CellRegions.Run]) -> [CellRegions.Run] {
        var result: [CellRegions.Run] = []
        for run in runs.sorted(by: { $0.first < $1.first }) {
            if let last = result.last, last.last + 1 >= run.first {
                result[result.count - 1] = CellRegions.Run(
                    Int(last.first), Int(max(last.last, run.last)))
            } else {
                result.append(run)
            }
        }
        return result
    }
}
