/// Allen's relations between points and ranges, by DMN 1.5, table 78. A range without a start or an
/// end begins before everything or ends after it.
struct RangeRelation {
    let operators: Operators

    func holds(_ relation: Builtin, _ left: Value, _ right: Value) throws(Fault) -> Bool {
        switch (left, right) {
        case (.range(let a), .range(let b)): return try ranges(relation, a.solid, b.solid)
        case (.range(let a), _): return try rangeAndPoint(relation, a.solid, right)
        case (_, .range(let b)): return try pointAndRange(relation, left, b.solid)
        default:
            let order = try operators.order(left, right)
            switch relation {
            case .before: return order < 0
            case .after: return order > 0
            case .coincides: return order == 0
            default: throw needsRanges(relation, left, right)
            }
        }
    }

    private func needsRanges(_ relation: Builtin, _ left: Value, _ right: Value) -> Fault {
        Fault(.type, "\(relation.rawValue) needs ranges", values: [left, right])
    }

    private func pointAndRange(
        _ relation: Builtin, _ point: Value, _ range: RangeValue
    ) throws(Fault) -> Bool {
        try requireSolid(range)
        let low = try order(start: range, point)
        let high = try order(end: range, point)
        switch relation {
        case .before: return low > 0 || (low == 0 && !range.lowIncluded)
        case .after: return high < 0 || (high == 0 && !range.highIncluded)
        case .during: return try operators.includes(range, point)
        case .starts: return low == 0 && range.lowIncluded
        case .finishes: return high == 0 && range.highIncluded
        default: throw needsRanges(relation, point, .range(range))
        }
    }

    private func rangeAndPoint(
        _ relation: Builtin, _ range: RangeValue, _ point: Value
    ) throws(Fault) -> Bool {
        switch relation {
        case .before: return try pointAndRange(.after, point, range)
        case .after: return try pointAndRange(.before, point, range)
        case .includes: return try pointAndRange(.during, point, range)
        case .startedBy: return try pointAndRange(.starts, point, range)
        case .finishedBy: return try pointAndRange(.finishes, point, range)
        default: throw needsRanges(relation, .range(range), point)
        }
    }

    private func ranges(
        _ relation: Builtin, _ a: RangeValue, _ b: RangeValue
    ) throws(Fault) -> Bool {
        try requireSolid(a)
        try requireSolid(b)
        switch relation {
        case .before:
            guard let high = a.high, let low = b.low else { return false }
            let order = try operators.order(high, low)
            return order < 0 || (order == 0 && !(a.highIncluded && b.lowIncluded))
        case .after: return try ranges(.before, b, a)
        case .meets:
            guard let high = a.high, let low = b.low else { return false }
            return try operators.order(high, low) == 0 && a.highIncluded && b.lowIncluded
        case .metBy: return try ranges(.meets, b, a)
        case .overlaps:
            let before = try ranges(.before, a, b)
            let after = try ranges(.before, b, a)
            return !before && !after
        case .overlapsBefore:
            let before = try ranges(.before, a, b)
            let starts = try startOrder(a, b)
            let ends = try endOrder(a, b)
            return !before && starts < 0 && ends <= 0
        case .overlapsAfter: return try ranges(.overlapsBefore, b, a)
        case .finishes:
            let starts = try startOrder(a, b)
            return try endOrder(a, b) == 0 && starts >= 0
        case .finishedBy: return try ranges(.finishes, b, a)
        case .includes:
            let starts = try startOrder(a, b)
            return try endOrder(a, b) >= 0 && starts <= 0
        case .during: return try ranges(.includes, b, a)
        case .starts:
            let starts = try startOrder(a, b)
            return try endOrder(a, b) <= 0 && starts == 0
        case .startedBy: return try ranges(.starts, b, a)
        default:
            let starts = try startOrder(a, b)
            return try endOrder(a, b) == 0 && starts == 0
        }
    }

    /// All but one value is no stretch.
    private func requireSolid(_ range: RangeValue) throws(Fault) {
        if range.comparison == .notEqual {
            throw Fault(.argument, "all but one value is no stretch", values: [.range(range)])
        }
    }

    private func order(start range: RangeValue, _ point: Value) throws(Fault) -> Int {
        guard let low = range.low else { return -1 }
        return try operators.order(low, point)
    }

    private func order(end range: RangeValue, _ point: Value) throws(Fault) -> Int {
        guard let high = range.high else { return 1 }
        return try operators.order(high, point)
    }

    /// Which of two ranges starts earlier: one that includes its start does so before one that does
    /// not.
    private func startOrder(_ a: RangeValue, _ b: RangeValue) throws(Fault) -> Int {
        guard let low = a.low, let other = b.low else {
            return (a.low == nil ? 0 : 1) - (b.low == nil ? 0 : 1)
        }
        let order = try operators.order(low, other)
        return order != 0 ? order : (a.lowIncluded ? 0 : 1) - (b.lowIncluded ? 0 : 1)
    }

    /// Which of two ranges ends earlier: one that includes its end does so after one that does not.
    private func endOrder(_ a: RangeValue, _ b: RangeValue) throws(Fault) -> Int {
        guard let high = a.high, let other = b.high else {
            return (a.high == nil ? 1 : 0) - (b.high == nil ? 1 : 0)
        }
        let order = try operators.order(high, other)
        return order != 0 ? order : (a.highIncluded ? 1 : 0) - (b.highIncluded ? 1 : 0)
    }
}
