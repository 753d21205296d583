extension Value {
    /// A value between two of the same ordered kind, neither of them; `nil` where there is none.
    public static func between(_ low: Value, _ high: Value) -> Value? {
        switch (low, high) {
        case (.number(let a), .number(let b)):
            guard let sum = a.adding(b), let middle = sum.divided(by: 2) else { return nil }
            if let whole = middle.rounded(scale: 0, .floor)?.normalized, a < whole, whole < b {
                return .number(whole)
            }
            return a < middle && middle < b ? .number(middle) : nil
        case (.date(let a), .date(let b)):
            guard let next = a.adding(days: 1), next < b else { return nil }
            return .date(next)
        case (.daysTime(let a), .daysTime(let b)):
            guard let middle = DaysTimeDuration(total: (a.total + b.total) / 2), a < middle,
                middle < b
            else { return nil }
            return .daysTime(middle)
        case (.yearsMonths(let a), .yearsMonths(let b)):
            guard a.months + 1 < b.months else { return nil }
            return YearsMonthsDuration(months: a.months + 1).map { .yearsMonths($0) }
        default: return nil
        }
    }

    /// A value a little greater (`steps` 1) or less (-1) of the same ordered kind.
    public func neighbour(_ steps: Int) -> Value? {
        switch self {
        case .number(let number):
            // Among numbers of more than 34 digits, one more is the same number.
            (number.adding(Decimal34(steps)).flatMap { $0 == number ? nil : $0 }
                ?? number.magnitude.multiplied(by: Decimal34(steps))?.adding(number))
                .map { .number($0) }
        case .date(let date): date.adding(days: steps).map { .date($0) }
        case .daysTime(let duration):
            (DaysTimeDuration(total: duration.total + Int128(steps) * 86_400_000_000_000)
                ?? DaysTimeDuration(total: duration.total + Int128(steps)))
                .map { .daysTime($0) }
        case .yearsMonths(let duration):
            YearsMonthsDuration(months: duration.months + steps).map { .yearsMonths($0) }
        default: nil
        }
    }

    /// Negative, zero or positive for two values of one kind whose order needs no time-zone data:
    /// numbers, strings, dates, durations; `nil` for others.
    public static func order(_ left: Value, _ right: Value) -> Int? {
        switch (left, right) {
        case (.number, .number), (.string, .string), (.date, .date), (.daysTime, .daysTime),
            (.yearsMonths, .yearsMonths):
            try? Operators.withoutZones.order(left, right)
        default: nil
        }
    }
}
