/// Allen's relations between points and ranges, by DMN 1.5, table 78.
struct RangeRelation {
    let operators: Operators

    func holds(_ relation: Builtin, _ left: Value, _ right: Value) throws(Fault) -> Bool {
        switch (left, right) {
        case (.range(let a), .range(let b)): return try ranges(relation, a, b)
        case (.range(let a), _): return try rangeAndPoint(relation, a, right)
        case (_, .range(let b)): return try pointAndRange(relation, left, b)
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
        let (low, high) = try ends(range)
        switch relation {
        case .before:
            let order = try operators.order(point, low)
            return order < 0 || (order == 0 && !range.lowIncluded)
        case .after:
            let order = try operators.order(point, high)
            return order > 0 || (order == 0 && !range.highIncluded)
        case .during: return try operators.includes(range, point)
        case .starts: return try operators.order(point, low) == 0 && range.lowIncluded
        case .finishes: return try operators.order(point, high) == 0 && range.highIncluded
        default: throw needsRanges(relation, point, .range(range))
        }
    }

    private func rangeAndPoint(
        _ relation: Builtin, _ range: RangeValue, _ point: Value
    ) throws(Fault) -> Bool {
        switch relation {
        case .before: return try pointAndRange(.after, point, range)
        case .after: return try pointAndRange(.before, point, range)
        case .includes: return try operators.includes(range, point)
        case .startedBy: return try pointAndRange(.starts, point, range)
        case .finishedBy: return try pointAndRange(.finishes, point, range)
        default: throw needsRanges(relation, .range(range), point)
        }
    }

    private func ends(_ range: RangeValue) throws(Fault) -> (Value, Value) {
        guard let low = range.low, let high = range.high else {
            throw Fault(.argument, "a range without an end has no such relation")
        }
        return (low, high)
    }

    private func ranges(
        _ relation: Builtin, _ a: RangeValue, _ b: RangeValue
    ) throws(Fault) -> Bool {
        let (aLow, aHigh) = try ends(a)
        let (bLow, bHigh) = try ends(b)
        switch relation {
        case .before:
            let order = try operators.order(aHigh, bLow)
            return order < 0 || (order == 0 && !(a.highIncluded && b.lowIncluded))
        case .after: return try ranges(.before, b, a)
        case .meets:
            return try operators.order(aHigh, bLow) == 0 && a.highIncluded && b.lowIncluded
        case .metBy: return try ranges(.meets, b, a)
        case .overlaps:
            if try ranges(.before, a, b) { return false }
            return try !ranges(.before, b, a)
        case .overlapsBefore:
            if try ranges(.before, a, b) { return false }
            let (starts, ends) = (try startsEarlier(a, b), try endsEarlier(a, b))
            return starts && ends
        case .overlapsAfter: return try ranges(.overlapsBefore, b, a)
        case .finishes:
            let earlier = try startsEarlier(a, b)
            return try operators.order(aHigh, bHigh) == 0 && a.highIncluded == b.highIncluded
                && !earlier
        case .finishedBy: return try ranges(.finishes, b, a)
        case .includes:
            let (starts, ends) = (try startsEarlier(b, a), try endsEarlier(a, b))
            return !starts && !ends
        case .during: return try ranges(.includes, b, a)
        case .starts:
            let earlier = try endsEarlier(b, a)
            return try operators.order(aLow, bLow) == 0 && a.lowIncluded == b.lowIncluded
                && !earlier
        case .startedBy: return try ranges(.starts, b, a)
        default:
            let ends = try operators.order(aHigh, bHigh)
            return try operators.order(aLow, bLow) == 0 && ends == 0
                && a.lowIncluded == b.lowIncluded && a.highIncluded == b.highIncluded
        }
    }

    private func startsEarlier(_ a: RangeValue, _ b: RangeValue) throws(Fault) -> Bool {
        let (low, other) = (try ends(a).0, try ends(b).0)
        let order = try operators.order(low, other)
        return order < 0 || (order == 0 && a.lowIncluded && !b.lowIncluded)
    }

    private func endsEarlier(_ a: RangeValue, _ b: RangeValue) throws(Fault) -> Bool {
        let (high, other) = (try ends(a).1, try ends(b).1)
        let order = try operators.order(high, other)
        return order < 0 || (order == 0 && !a.highIncluded && b.highIncluded)
    }
}
