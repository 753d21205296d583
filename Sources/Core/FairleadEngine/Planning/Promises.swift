import FEEL
import FairleadCalendar
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// What promised times come to, with the facts of a case and the calendars in force.
extension CaseScope {
    /// A promise with its values; nil: facts do not say them, or say what no promise can be.
    func target(_ allowance: Allowance) -> TimeTarget? {
        var calendar: String?
        switch allowance.calendar {
        case nil: break
        case .fixed(let name): calendar = name
        case .computed(let expression):
            guard let name = known(expression)?.string else { return nil }
            calendar = name
        }
        switch allowance.amount {
        case .elapsed(let length):
            return milliseconds(length).map { TimeTarget(.elapsed($0)) }
        case .business(let length):
            return milliseconds(length).map { TimeTarget(.business($0), calendar: calendar) }
        case .businessDays(.fixed(let days)):
            return TimeTarget(.businessDays(days), calendar: calendar)
        case .businessDays(.computed(let expression)):
            guard let number = known(expression)?.number, let days = number.integer,
                (1...Allowance.businessDaysMax).contains(days)
            else { return nil }
            return TimeTarget(.businessDays(days), calendar: calendar)
        case .at(let expression):
            return moment(expression, calendar).map { TimeTarget(.at($0), calendar: calendar) }
        }
    }

    private func known(_ expression: Expression) -> Value? {
        guard let value = try? evaluate(expression).get(), !value.isNull else { return nil }
        return value
    }

    private func milliseconds(_ length: Allowance.Value<Int64>) -> Int64? {
        switch length {
        case .fixed(let milliseconds): return milliseconds
        case .computed(let expression):
            guard case .daysTime(let duration)? = known(expression),
                let milliseconds = duration.milliseconds,
                (0...ElapsedTime.millisecondsMax).contains(milliseconds)
            else { return nil }
            return milliseconds
        }
    }

    private func moment(_ expression: Expression, _ calendar: String?) -> Instant? {
        switch known(expression) {
        case .dateTime(let moment):
            guard let nanoseconds = zones.instant(moment),
                let milliseconds = Int64(exactly: nanoseconds / 1_000_000)
            else { return nil }
            return Instant(milliseconds: milliseconds)
        case .date(let day):
            return try? calendar.map { name throws(CalendarError) in
                try business.calendar(name).end(of: day, zones)
            }
        default: return nil
        }
    }
}

extension Stepper {
    /// What business time is computed with: always the calendars in force.
    var business: BusinessTime {
        BusinessTime(calendars: context.governance.calendars, zones: context.zones)
    }

    /// A moment that was promised, and the calendar that it stands on.
    struct Deadline {
        let at: Instant
        var calendar: CalendarUse?
    }

    /// When a promise that begins now ends. Nil: that cannot be told, and a person hears of it.
    mutating func deadline(
        _ allowance: Allowance, of id: String, about: String, owner: String
    ) -> Deadline? {
        if let milliseconds = allowance.elapsedMilliseconds {
            return Deadline(at: Instant(milliseconds: time.milliseconds + milliseconds))
        }
        let target = playbook(of: matter(id)).flatMap {
            scope(of: matter(id), $0).target(allowance)
        }
        guard let target else {
            raise(
                Self.deadlineUndecided, owner: owner, about: about, in: id,
                "\(about): the facts do not say by when")
            return nil
        }
        do throws(CalendarError) {
            let at = try business.deadline(of: target, from: time)
            return Deadline(at: at, calendar: calendarUse(target.calendar))
        } catch {
            raise(
                Self.deadlineUndecided, owner: owner, about: about, in: id,
                "\(about): \(error.message)")
            return nil
        }
    }

    static let deadlineUndecided = "deadline-undecided"

    /// The calendar in force of that name, as records name it.
    func calendarUse(_ name: String?) -> CalendarUse? {
        name.flatMap { business.calendars[$0] }.map {
            CalendarUse(
                name: $0.name, digest: $0.digest,
                zones: (context.zones as? any RecordedZones)?.digest)
        }
    }
}
