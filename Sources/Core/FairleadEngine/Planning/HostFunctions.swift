import DMN
public import FEEL
import FairleadCalendar
public import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

/// The functions that a playbook has besides FEEL's own.
struct HostFunctions: Sendable {
    let matter: CaseState
    let governance: Governance
    let time: Instant
    let business: BusinessTime
    /// What the functions that are decisions see.
    let plain: Environment

    func call(_ function: String, _ arguments: [Value]) throws(Fault) -> Value {
        switch function {
        case HostFunction.occurred:
            guard let type = arguments.first?.string else {
                throw Fault(.argument, "occurred() wants the type of an event")
            }
            let since = matter.happenedSince
            return .boolean(matter.happened.contains { $0.type == type && $0.order >= since })
        case HostFunction.completed:
            guard let stage = arguments.first?.string else {
                throw Fault(.argument, "completed() wants the name of a stage")
            }
            let newest = RunKey(stage, run: matter.runs[stage]?.count ?? 1).text
            return .boolean(matter.stages[newest]?.status == .completed)
        case HostFunction.reference:
            guard let system = arguments.first?.string,
                let reference = matter.references.first(where: { $0.system == system })
            else { throw Fault(.missing, "the account has no reference in that system") }
            return .string(reference.id)
        case HostFunction.businessDay: return try businessDay(arguments)
        default: return try decide(function, arguments)
        }
    }

    /// A decision model that is marked as a function.
    private func decide(_ name: String, _ arguments: [Value]) throws(Fault) -> Value {
        guard let decision = governance.decisions[name] else {
            throw Fault(.host, "no function \(name) is known")
        }
        do {
            return try decision.compiled.evaluate(arguments, plain).value
        } catch {
            throw Fault(.host, error.message)
        }
    }

    /// `businessDay(duration, zone, calendar)`: today in the zone plus the duration, moved on to a
    /// day on which somebody works.
    private func businessDay(_ arguments: [Value]) throws(Fault) -> Value {
        guard (2...3).contains(arguments.count), case .daysTime(let duration) = arguments[0],
            let zone = arguments[1].string
        else { throw Fault(.argument, "businessDay() wants a duration and a zone") }
        let calendar = arguments.count > 2 ? arguments[2].string : nil
        let day = BusinessDay(after: duration, zone: zone, calendar: calendar)
        return .date(try day.day(from: time, business))
    }
}

extension Instant {
    /// As FEEL has it, in UTC.
    public var dateTime: DateTime? {
        DateTime(
            secondsSinceEpoch: Int(milliseconds.floorDivided(by: 1_000)),
            nanosecond: Int(milliseconds.floorRemainder(by: 1_000)) * 1_000_000)
    }
}
