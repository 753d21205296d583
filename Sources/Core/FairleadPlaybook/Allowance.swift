/// A time that a playbook promises or allows, as it is written: what facts must say is told by
/// expressions.
public struct Allowance: Sendable {
    public enum Value<Fixed: Sendable>: Sendable {
        case fixed(Fixed)
        case computed(Expression)
    }

    public enum Amount: Sendable {
        /// Milliseconds; computed: a days and time duration.
        case elapsed(Value<Int64>)
        case business(Value<Int64>)
        case businessDays(Value<Int>)
        /// A date and time, or the end of a date in the calendar's zone.
        case at(Expression)
    }

    public let amount: Amount
    /// A calendar's name.
    public let calendar: Value<String>?

    public init(_ amount: Amount, calendar: Value<String>? = nil) {
        self.amount = amount
        self.calendar = calendar
    }

    public static func elapsed(_ milliseconds: Int64) -> Allowance {
        Allowance(.elapsed(.fixed(milliseconds)))
    }

    /// Milliseconds, where it is elapsed time that no fact changes.
    public var elapsedMilliseconds: Int64? {
        if case .elapsed(.fixed(let milliseconds)) = amount { return milliseconds }
        return nil
    }

    /// What is computed of it.
    public var expressions: [Expression] {
        var all: [Expression] = []
        switch amount {
        case .elapsed(.computed(let value)), .business(.computed(let value)),
            .businessDays(.computed(let value)), .at(let value):
            all.append(value)
        case .elapsed, .business, .businessDays: break
        }
        if case .computed(let value)? = calendar { all.append(value) }
        return all
    }

    /// The longest promise in business days: whoever writes more means something else.
    public static let businessDaysMax = 2_600
}
