/// The numbers or days that an iteration counts through, up or down.
struct CountedSteps {
    let first: Int?
    let last: Int
    let stride: Int
    let areDays: Bool

    func after(_ number: Int) -> Int? {
        number == last ? nil : number + stride
    }

    func value(_ number: Int) -> Value {
        guard areDays else { return .number(number) }
        return CalendarDate(daysSinceEpoch: number).map { .date($0) } ?? .null
    }
}

extension Operators {
    /// The steps of `from..to`, both included, or of a range; a range counts up only.
    func steps(from: Value, to: Value?) throws(Fault) -> CountedSteps {
        guard let to else {
            guard case .range(let range) = from, let low = range.low, let high = range.high else {
                throw Fault(
                    from.isNull ? .missing : .type,
                    "only a list or a bounded range can be walked, not \(from.kindWithArticle)",
                    values: [from])
            }
            let (first, areDays) = try ordinal(low)
            let (last, _) = try ordinal(high)
            let (start, end) = (
                first + (range.lowIncluded ? 0 : 1), last - (range.highIncluded ? 0 : 1)
            )
            return CountedSteps(
                first: start <= end ? start : nil, last: end, stride: 1, areDays: areDays)
        }
        let (first, areDays) = try ordinal(from)
        let (last, otherDays) = try ordinal(to)
        guard areDays == otherDays else {
            throw Fault(.type, "an iteration from a number to a date", values: [from, to])
        }
        return CountedSteps(
            first: first, last: last, stride: first <= last ? 1 : -1, areDays: areDays)
    }

    private func ordinal(_ value: Value) throws(Fault) -> (number: Int, isDay: Bool) {
        switch value {
        case .number(let number):
            guard let whole = number.integer, abs(whole) < 1 << 62 else {
                throw Fault(.argument, "only whole numbers can be counted", values: [value])
            }
            return (whole, false)
        case .date(let date): return (date.daysSinceEpoch, true)
        default:
            throw Fault(
                value.isNull ? .missing : .type,
                "only numbers and dates can be counted, not \(value.kindWithArticle)",
                values: [value])
        }
    }
}
