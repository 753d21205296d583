extension Builtin {
    func temporal(_ arguments: Arguments, _ evaluator: Evaluator) throws(Fault) -> Value {
        switch self {
        case .date: return try makeDate(arguments)
        case .time: return try makeTime(arguments, evaluator)
        case .dateAndTime: return try makeDateTime(arguments, evaluator)
        case .duration:
            let text = try arguments.string(0)
            guard let value = Value(duration: text) else { throw unreadable(arguments[0]) }
            return value
        case .yearsAndMonths: return try months(arguments)
        case .now:
            guard let now = evaluator.environment.now else { throw Self.noClock }
            return .dateTime(now)
        case .today:
            guard let today = evaluator.environment.today else { throw Self.noClock }
            return .date(today)
        case .dayOfYear: return .number(try day(arguments).dayOfYear)
        case .weekOfYear: return .number(try day(arguments).weekOfYear)
        case .dayOfWeek:
            let names = [
                "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
            ]
            return .string(names[try day(arguments).weekday - 1])
        default:
            let names = [
                "January", "February", "March", "April", "May", "June", "July", "August",
                "September", "October", "November", "December",
            ]
            return .string(names[try day(arguments).month - 1])
        }
    }

    private static let noClock = Fault(
        .noClock, "the present moment is not known in this evaluation")

    private func unreadable(_ value: Value) -> Fault {
        Fault(.conversion, "this text is no \(rawValue)", values: [value])
    }

    private func day(_ arguments: Arguments) throws(Fault) -> CalendarDate {
        switch arguments.single(0) {
        case .date(let date): return date
        case .dateTime(let moment): return moment.date
        default: throw arguments.wrong(0, "a date")
        }
    }

    private func makeDate(_ arguments: Arguments) throws(Fault) -> Value {
        if arguments.count == 3 {
            let (year, month, day) = (
                try arguments.integer(0), try arguments.integer(1), try arguments.integer(2)
            )
            guard year.magnitude <= CalendarDate.yearMax,
                let date = CalendarDate(year: year, month: month, day: day)
            else {
                throw Fault(.conversion, "there is no such day", values: arguments.values)
            }
            return .date(date)
        }
        switch arguments.single(0) {
        case .string(let text):
            guard let date = CalendarDate(text) else { throw unreadable(arguments[0]) }
            return .date(date)
        default: return .date(try day(arguments))
        }
    }

    private func makeTime(
        _ arguments: Arguments, _ evaluator: Evaluator
    ) throws(Fault) -> Value {
        if arguments.count >= 3 {
            let second = try arguments.number(2)
            let zone = try offset(arguments.single(3))
            guard let whole = second.floor.integer,
                let rest = second.subtracting(Decimal34(whole))?.multiplied(by: 1_000_000_000)?
                    .rounded(scale: 0, .down)?.integer,
                let time = ClockTime(
                    hour: try arguments.integer(0), minute: try arguments.integer(1),
                    second: whole, nanosecond: rest, zone: zone)
            else { throw Fault(.conversion, "there is no such time", values: arguments.values) }
            return .time(time)
        }
        switch arguments.single(0) {
        case .string(let text):
            guard let time = ClockTime(text) else { throw unreadable(arguments[0]) }
            try requireKnown(time.zone, evaluator)
            return .time(time)
        case .time(let time): return .time(time)
        case .dateTime(let moment): return .time(moment.time)
        case .date: return .time(ClockTime(nanosecondOfDay: 0, zone: .utc))
        default: throw arguments.wrong(0, "a string, a time or a date and time")
        }
    }

    private func offset(_ value: Value) throws(Fault) -> ClockTime.TimeZone? {
        switch value {
        case .null: return nil
        case .daysTime(let duration) where duration.seconds.magnitude <= 18 * 3_600:
            return .offset(seconds: duration.seconds)
        default: throw Fault(.argument, "an offset is a duration of hours", values: [value])
        }
    }

    private func makeDateTime(
        _ arguments: Arguments, _ evaluator: Evaluator
    ) throws(Fault) -> Value {
        if arguments.count == 2 {
            guard case .time(let time) = arguments.single(1) else {
                throw arguments.wrong(1, "a time")
            }
            return .dateTime(DateTime(try day(arguments), time))
        }
        switch arguments.single(0) {
        case .string(let text):
            if let moment = DateTime(text) {
                try requireKnown(moment.time.zone, evaluator)
                return .dateTime(moment)
            }
            if let date = CalendarDate(text) { return .dateTime(DateTime(date, .midnight)) }
            throw unreadable(arguments[0])
        case .dateTime(let moment): return .dateTime(moment)
        case .date(let date): return .dateTime(DateTime(date, .midnight))
        default: throw arguments.wrong(0, "a string or a date and time")
        }
    }

    /// The whole months between two days; the times of day are not regarded.
    private func months(_ arguments: Arguments) throws(Fault) -> Value {
        func day(_ at: Int) throws(Fault) -> CalendarDate {
            switch arguments.single(at) {
            case .date(let date): return date
            case .dateTime(let moment): return moment.date
            default: throw arguments.wrong(at, "a date")
            }
        }
        let (from, to) = (try day(0), try day(1))
        var months = (to.year - from.year) * 12 + to.month - from.month
        if months > 0 && to.day < from.day { months -= 1 }
        if months < 0 && to.day > from.day { months += 1 }
        guard let duration = YearsMonthsDuration(months: months) else {
            throw Fault(.overflow, "too many months", values: arguments.values)
        }
        return .yearsMonths(duration)
    }

    /// The zone of a text, if the time-zone data knows it.
    private func requireKnown(
        _ zone: ClockTime.TimeZone?, _ evaluator: Evaluator
    ) throws(Fault) {
        guard case .named(let name) = zone else { return }
        if evaluator.operators.zones.offsetSeconds(zone: name, secondsSinceEpoch: 0) == nil {
            throw Fault(.unknownZone, "the time-zone data does not know \(name)")
        }
    }
}
