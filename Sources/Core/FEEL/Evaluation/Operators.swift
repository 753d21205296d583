/// The operators of FEEL on values: equality, order, arithmetic, properties.
///
/// Where the standard is content with less, `isStrict` asks for more: moments are then compared to
/// the nanosecond, not to the second, and never one that has a zone with one that has none.
struct Operators: Sendable {
    private let environment: Environment
    let isStrict: Bool
    var zones: any ZoneData { environment.zones }

    init(_ environment: Environment, isStrict: Bool = true) {
        self.environment = environment
        self.isStrict = isStrict
    }

    /// For what needs no time-zone data.
    static let withoutZones = Operators(.standard)

    // MARK: Equality and order

    /// FEEL's `=`: a fault for values of different kinds, null aside.
    func equal(_ left: Value, _ right: Value) throws(Fault) -> Bool {
        switch (left, right) {
        case (.null, .null): return true
        case (.null, _), (_, .null): return false
        case (.time, .time), (.dateTime, .dateTime), (.list, .list), (.context, .context),
            (.range, .range):
            return same(left, right)
        default:
            guard left.kind == right.kind else {
                throw Fault(
                    .type, "a \(left.kind) cannot be compared with a \(right.kind)",
                    values: [left, right])
            }
            return left == right
        }
    }

    /// Equality in which values of different kinds are not equal.
    func same(_ left: Value, _ right: Value) -> Bool {
        switch (left, right) {
        case (.time(let a), .time(let b)):
            if a == b { return true }
            guard (a.zone == nil) == (b.zone == nil), let x = instant(a), let y = instant(b) else {
                return false
            }
            return compared(x) == compared(y)
        case (.dateTime(let a), .dateTime(let b)):
            if a == b { return true }
            guard (a.time.zone == nil) == (b.time.zone == nil), let x = zones.instant(a),
                let y = zones.instant(b)
            else { return false }
            return compared(x) == compared(y)
        case (.list(let a), .list(let b)):
            return a.count == b.count && zip(a, b).allSatisfy { same($0, $1) }
        case (.context(let a), .context(let b)):
            return a.count == b.count
                && a.entries.allSatisfy { entry in
                    b[entry.key].map { same(entry.value, $0) } ?? false
                }
        case (.range(let a), .range(let b)):
            return a.lowIncluded == b.lowIncluded && a.highIncluded == b.highIncluded
                && a.comparison == b.comparison
                && same(a.low ?? .null, b.low ?? .null)
                && same(a.high ?? .null, b.high ?? .null)
        default: return left == right
        }
    }

    /// Negative, zero or positive; a fault for values that have no order among each other.
    func order(_ left: Value, _ right: Value) throws(Fault) -> Int {
        switch (left, right) {
        case (.number(let a), .number(let b)): return a.compare(b)
        case (.string(let a), .string(let b)):
            return sameText(a, b) ? 0 : (textPrecedes(a, b) ? -1 : 1)
        case (.date(let a), .date(let b)): return a < b ? -1 : (a == b ? 0 : 1)
        case (.daysTime(let a), .daysTime(let b)): return a < b ? -1 : (a == b ? 0 : 1)
        case (.yearsMonths(let a), .yearsMonths(let b)): return a < b ? -1 : (a == b ? 0 : 1)
        case (.time(let a), .time(let b)):
            try requireLikeZones(a.zone, b.zone, left, right)
            let x = try moment(a.inZone(a.zone ?? b.zone))
            let y = try moment(b.inZone(b.zone ?? a.zone))
            return order(x, y)
        case (.dateTime(let a), .dateTime(let b)):
            try requireLikeZones(a.time.zone, b.time.zone, left, right)
            let zones = (a.time.zone ?? b.time.zone, b.time.zone ?? a.time.zone)
            let x = try moment(DateTime(a.date, a.time.inZone(zones.0)))
            let y = try moment(DateTime(b.date, b.time.inZone(zones.1)))
            return order(x, y)
        case (.null, _), (_, .null):
            throw Fault(.missing, "a comparison with null", values: [left, right])
        default:
            throw Fault(
                .type, "a \(left.kind) has no order with a \(right.kind)", values: [left, right])
        }
    }

    private func requireLikeZones(
        _ a: ClockTime.TimeZone?, _ b: ClockTime.TimeZone?, _ left: Value, _ right: Value
    ) throws(Fault) {
        // By DMN 1.5, table 54, the one without a zone is in the other's.
        guard (a == nil) == (b == nil) || !isStrict else {
            throw Fault(
                .type, "one of the two has a zone and the other has none", values: [left, right])
        }
    }

    /// Nanoseconds of the day in UTC; a named zone counts as on 1970-01-01.
    private func instant(_ time: ClockTime) -> Int? {
        zones.offsetSeconds(time.zone, localSeconds: time.secondOfDay)
            .map { time.nanosecondOfDay - $0 * 1_000_000_000 }
    }

    /// Nanoseconds as they count in a comparison: the standard's values are whole seconds.
    private func compared<Number: BinaryInteger>(_ nanoseconds: Number) -> Number {
        if isStrict { return nanoseconds }
        let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return rest < 0 ? seconds - 1 : seconds
    }

    private func order<Number: BinaryInteger>(_ left: Number, _ right: Number) -> Int {
        let (a, b) = (compared(left), compared(right))
        return a < b ? -1 : (a == b ? 0 : 1)
    }

    func moment(_ time: ClockTime) throws(Fault) -> Int {
        guard let instant = instant(time) else { throw unknownZone(time.zone) }
        return instant
    }

    /// Nanoseconds since 1970-01-01T00:00:00Z.
    func moment(_ moment: DateTime) throws(Fault) -> Int128 {
        guard let instant = zones.instant(moment) else { throw unknownZone(moment.time.zone) }
        return instant
    }

    private func unknownZone(_ zone: ClockTime.TimeZone?) -> Fault {
        let name = zone?.description.drop { $0 == "@" } ?? ""
        return Fault(.unknownZone, "the time-zone data does not know \(name)")
    }

    func includes(_ range: RangeValue, _ value: Value) throws(Fault) -> Bool {
        if let comparison = range.comparison, let wanted = range.low {
            return try equal(value, wanted) == (comparison == .equal)
        }
        if let low = range.low {
            let order = try order(low, value)
            if order > 0 || (order == 0 && !range.lowIncluded) { return false }
        }
        if let high = range.high {
            let order = try order(value, high)
            if order > 0 || (order == 0 && !range.highIncluded) { return false }
        }
        return true
    }

    // MARK: Numbers

    @inline(__always)
    func arithmetic(
        _ operation: Operation, _ a: Decimal34, _ b: Decimal34
    ) throws(Fault) -> Decimal34 {
        let result: Decimal34?
        switch operation {
        case .add: result = a.adding(b)
        case .subtract: result = a.subtracting(b)
        case .multiply: result = a.multiplied(by: b)
        case .divide:
            if b.isZero {
                throw Fault(
                    .divisionByZero, "a division by zero", values: [.number(a), .number(b)])
            }
            result = a.divided(by: b)
        default: return try power(a, b)
        }
        guard let result else {
            throw Fault(
                .overflow, "the result is greater than any number",
                values: [.number(a), .number(b)])
        }
        return result
    }

    private func power(_ a: Decimal34, _ b: Decimal34) throws(Fault) -> Decimal34 {
        let values: [Value] = [.number(a), .number(b)]
        if a.isZero && b.isNegative {
            throw Fault(.divisionByZero, "zero to a negative power", values: values)
        }
        if a.isNegative && !b.isInteger {
            throw Fault(
                .argument, "a negative number has whole powers only", values: values)
        }
        guard let result = a.raised(to: b) else {
            throw Fault(.overflow, "the result is greater than any number", values: values)
        }
        return result
    }

    func negate(_ value: Value) throws(Fault) -> Value {
        switch value {
        case .number(let number): return .number(number.negated)
        case .daysTime(let duration):
            if let result = DaysTimeDuration(total: -duration.total) { return .daysTime(result) }
        case .yearsMonths(let duration):
            if let result = YearsMonthsDuration(months: -duration.months) {
                return .yearsMonths(result)
            }
        case .null: throw Fault(.missing, "minus null", values: [value])
        default: break
        }
        throw Fault(
            .type, "minus needs a number or a duration, not a \(value.kind)", values: [value])
    }
}
