extension Operators {
    /// Arithmetic with dates, times and durations, by DMN 1.5, tables 57 to 60.
    func temporal(
        _ operation: Operation, _ left: Value, _ right: Value
    ) throws(Fault) -> Value {
        let result =
            switch operation {
            case .add: try sum(left, right)
            case .subtract: try difference(left, right)
            case .multiply: try product(left, right)
            case .divide: try quotient(left, right)
            default: throw mismatch(operation, left, right)
            }
        guard let result else {
            throw Fault(
                .overflow, "the result is beyond what a calendar holds", values: [left, right])
        }
        return result
    }

    private func mismatch(_ operation: Operation, _ left: Value, _ right: Value) -> Fault {
        let sign =
            switch operation {
            case .add: "+"
            case .subtract: "-"
            case .multiply: "*"
            case .divide: "/"
            default: "**"
            }
        return Fault(
            .type, "a \(left.kind) \(sign) a \(right.kind) has no meaning", values: [left, right])
    }

    private func sum(_ left: Value, _ right: Value) throws(Fault) -> Value? {
        switch (left, right) {
        case (.daysTime(let a), .daysTime(let b)):
            return DaysTimeDuration(total: a.total + b.total).map { .daysTime($0) }
        case (.yearsMonths(let a), .yearsMonths(let b)):
            return YearsMonthsDuration(months: a.months + b.months).map { .yearsMonths($0) }
        case (.date(let date), .yearsMonths(let b)), (.yearsMonths(let b), .date(let date)):
            return date.adding(months: b.months).map { .date($0) }
        case (.date(let date), .daysTime(let b)), (.daysTime(let b), .date(let date)):
            return date.adding(days: floorDivide(b.seconds, 86_400)).map { .date($0) }
        case (.dateTime(let a), .yearsMonths(let b)), (.yearsMonths(let b), .dateTime(let a)):
            return a.date.adding(months: b.months).map { .dateTime(DateTime($0, a.time)) }
        case (.dateTime(let a), .daysTime(let b)), (.daysTime(let b), .dateTime(let a)):
            return try shifted(a, by: b.total).map { .dateTime($0) }
        case (.time(let a), .daysTime(let b)), (.daysTime(let b), .time(let a)):
            let day = Int128(ClockTime.dayNanoseconds)
            let rest = (Int128(a.nanosecondOfDay) + b.total) % day
            let wrapped = Int(rest < 0 ? rest + day : rest)
            return .time(ClockTime(nanosecondOfDay: wrapped, zone: a.zone))
        default: throw mismatch(.add, left, right)
        }
    }

    /// A moment moved along the clock of its zone's offset; a named zone keeps its name.
    private func shifted(_ moment: DateTime, by nanoseconds: Int128) throws(Fault) -> DateTime? {
        guard case .named(let name) = moment.time.zone else {
            let local = Int128(moment.localSeconds) * 1_000_000_000 + Int128(moment.time.nanosecond)
            return Self.local(local + nanoseconds, zone: moment.time.zone)
        }
        let instant = try self.moment(moment) + nanoseconds
        let second = instant / 1_000_000_000
        guard let seconds = Int(exactly: second),
            let offset = zones.offsetSeconds(zone: name, secondsSinceEpoch: seconds)
        else { return nil }
        return Self.local(instant + Int128(offset) * 1_000_000_000, zone: moment.time.zone)
    }

    private static func local(_ nanoseconds: Int128, zone: ClockTime.TimeZone?) -> DateTime? {
        let day = Int128(ClockTime.dayNanoseconds)
        let rest = nanoseconds % day
        let ofDay = rest < 0 ? rest + day : rest
        guard let days = Int(exactly: (nanoseconds - ofDay) / day),
            let date = CalendarDate(daysSinceEpoch: days)
        else { return nil }
        return DateTime(date, ClockTime(nanosecondOfDay: Int(ofDay), zone: zone))
    }

    private func difference(_ left: Value, _ right: Value) throws(Fault) -> Value? {
        switch (left, right) {
        case (.daysTime(let a), .daysTime(let b)):
            return DaysTimeDuration(total: a.total - b.total).map { .daysTime($0) }
        case (.yearsMonths(let a), .yearsMonths(let b)):
            return YearsMonthsDuration(months: a.months - b.months).map { .yearsMonths($0) }
        case (.date, .yearsMonths), (.date, .daysTime), (.dateTime, .yearsMonths),
            (.dateTime, .daysTime), (.time, .daysTime):
            return try sum(left, try negate(right))
        case (.date(let a), .date(let b)):
            return DaysTimeDuration(seconds: (a.daysSinceEpoch - b.daysSinceEpoch) * 86_400)
                .map { .daysTime($0) }
        case (.date(let a), .dateTime(let b)):
            return try between(DateTime(a, .midnightUTC), b, left, right)
        case (.dateTime(let a), .date(let b)):
            return try between(a, DateTime(b, .midnightUTC), left, right)
        case (.dateTime(let a), .dateTime(let b)):
            return try between(a, b, left, right)
        case (.time(let a), .time(let b)):
            guard (a.zone == nil) == (b.zone == nil) else { throw unlikeZones(left, right) }
            let nanoseconds = Int128(try moment(a)) - Int128(try moment(b))
            return DaysTimeDuration(total: nanoseconds).map { .daysTime($0) }
        default: throw mismatch(.subtract, left, right)
        }
    }

    private func between(
        _ a: DateTime, _ b: DateTime, _ left: Value, _ right: Value
    ) throws(Fault) -> Value? {
        guard (a.time.zone == nil) == (b.time.zone == nil) else { throw unlikeZones(left, right) }
        return DaysTimeDuration(total: try moment(a) - (try moment(b))).map { .daysTime($0) }
    }

    private func unlikeZones(_ left: Value, _ right: Value) -> Fault {
        Fault(.type, "one of the two has a zone and the other has none", values: [left, right])
    }

    private func product(_ left: Value, _ right: Value) throws(Fault) -> Value? {
        switch (left, right) {
        case (.daysTime(let a), .number(let n)), (.number(let n), .daysTime(let a)):
            return Self.decimal(a.total).multiplied(by: n).flatMap(Self.duration)
        case (.yearsMonths(let a), .number(let n)), (.number(let n), .yearsMonths(let a)):
            return Decimal34(a.months).multiplied(by: n).flatMap(Self.months)
        default: throw mismatch(.multiply, left, right)
        }
    }

    private func quotient(_ left: Value, _ right: Value) throws(Fault) -> Value? {
        let byZero = Fault(.divisionByZero, "a division by zero", values: [left, right])
        switch (left, right) {
        case (.daysTime(let a), .number(let n)):
            if n.isZero { throw byZero }
            return Self.decimal(a.total).divided(by: n).flatMap(Self.duration)
        case (.yearsMonths(let a), .number(let n)):
            if n.isZero { throw byZero }
            return Decimal34(a.months).divided(by: n).flatMap(Self.months)
        case (.daysTime(let a), .daysTime(let b)):
            if b.total == 0 { throw byZero }
            return Self.decimal(a.total).divided(by: Self.decimal(b.total)).map { .number($0) }
        case (.yearsMonths(let a), .yearsMonths(let b)):
            if b.months == 0 { throw byZero }
            return Decimal34(a.months).divided(by: Decimal34(b.months)).map { .number($0) }
        default: throw mismatch(.divide, left, right)
        }
    }

    static func decimal(_ value: Int128) -> Decimal34 {
        Decimal34(
            negative: value < 0, coefficient: UInt128(value.magnitude), exponent: 0)
    }

    private static func duration(_ nanoseconds: Decimal34) -> Value? {
        guard let whole = nanoseconds.rounded(scale: 0, .halfEven)?.normalized,
            whole.exponent >= 0, digitCount(whole.coefficient) + whole.exponent <= 30
        else { return nil }
        let size = Int128(whole.coefficient * powersOfTen[whole.exponent])
        return DaysTimeDuration(total: whole.isNegative ? -size : size).map { .daysTime($0) }
    }

    private static func months(_ months: Decimal34) -> Value? {
        months.rounded(scale: 0, .down)?.integer.flatMap { YearsMonthsDuration(months: $0) }
            .map { .yearsMonths($0) }
    }

    // MARK: Properties

    /// A property that values of a kind have, by DMN 1.5, table 65; `nil` for no such property.
    func property(_ name: String, of value: Value) -> Value? {
        switch value {
        case .date(let date): Self.dayProperty(name, date)
        case .time(let time): clockProperty(name, time, on: nil)
        case .dateTime(let moment):
            Self.dayProperty(name, moment.date)
                ?? clockProperty(name, moment.time, on: moment)
        case .daysTime(let duration): Self.durationProperty(name, duration)
        case .yearsMonths(let duration):
            switch name {
            case "years": .number(duration.months / 12)
            case "months": .number(duration.months % 12)
            default: nil
            }
        case .range(let range): Self.rangeProperty(name, range.solid)
        default: nil
        }
    }

    private static func rangeProperty(_ name: String, _ range: RangeValue) -> Value? {
        switch name {
        case "start": range.low ?? .null
        case "end": range.high ?? .null
        case "start included": .boolean(range.lowIncluded)
        case "end included": .boolean(range.highIncluded)
        default: nil
        }
    }

    private static func dayProperty(_ name: String, _ date: CalendarDate) -> Value? {
        switch name {
        case "year": .number(date.year)
        case "month": .number(date.month)
        case "day": .number(date.day)
        case "weekday": .number(date.weekday)
        default: nil
        }
    }

    private static func durationProperty(_ name: String, _ duration: DaysTimeDuration) -> Value? {
        switch name {
        case "days": .number(duration.parts.days)
        case "hours": .number(duration.parts.hours)
        case "minutes": .number(duration.parts.minutes)
        case "seconds":
            Decimal34(duration.parts.nanoseconds).divided(by: 1_000_000_000)
                .flatMap { Decimal34(duration.parts.seconds).adding($0) }.map { .number($0) }
        default: nil
        }
    }

    private func clockProperty(_ name: String, _ time: ClockTime, on moment: DateTime?) -> Value? {
        switch name {
        case "hour": return .number(time.hour)
        case "minute": return .number(time.minute)
        case "second":
            return Decimal34(time.nanosecond).divided(by: 1_000_000_000)
                .flatMap { Decimal34(time.second).adding($0) }.map { .number($0) }
        case "time offset":
            let local = moment?.localSeconds ?? time.secondOfDay
            guard time.zone != nil,
                let offset = zones.offsetSeconds(time.zone, localSeconds: local)
            else { return .null }
            return DaysTimeDuration(seconds: offset).map { .daysTime($0) }
        case "timezone":
            if case .named(let zone) = time.zone { return .string(zone) }
            return .null
        default: return nil
        }
    }
}

extension Value {
    /// The temporal value of a text: a date, a time, a date and time or a duration.
    public init?(temporal text: String) {
        if let date = CalendarDate(text) {
            self = .date(date)
        } else if let moment = DateTime(text) {
            self = .dateTime(moment)
        } else if let time = ClockTime(text) {
            self = .time(time)
        } else if let duration = Value(duration: text) {
            self = duration
        } else {
            return nil
        }
    }

    /// The duration of a text, of either kind.
    init?(duration text: String) {
        if let duration = YearsMonthsDuration(text) {
            self = .yearsMonths(duration)
        } else if let duration = DaysTimeDuration(text) {
            self = .daysTime(duration)
        } else {
            return nil
        }
    }
}
