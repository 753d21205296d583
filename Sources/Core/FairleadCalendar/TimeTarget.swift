public import FEEL
public import FairleadCanonical

/// A time that was promised, all its values known: what records hold of it.
public struct TimeTarget: Sendable, Hashable {
    public enum Amount: Sendable, Hashable {
        /// Milliseconds, whatever the day.
        case elapsed(Int64)
        /// Milliseconds of the calendar's working time.
        case business(Int64)
        /// To the close of work on the working day so many after the first.
        case businessDays(Int)
        /// A moment.
        case at(Instant)
    }

    public let amount: Amount
    /// The calendar's name; a moment needs none, and elapsed time has none.
    public let calendar: String?

    public init(_ amount: Amount, calendar: String? = nil) {
        self.amount = amount
        self.calendar = calendar
    }

    public static func elapsed(_ milliseconds: Int64) -> TimeTarget {
        TimeTarget(.elapsed(milliseconds))
    }

    /// As records have it: `{"business":"PT8H","calendar":"supportEMEA"}`.
    public var json: JSON {
        var object = JSONObject()
        switch amount {
        case .elapsed(let milliseconds): object["elapsed"] = Self.text(milliseconds)
        case .business(let milliseconds): object["business"] = Self.text(milliseconds)
        case .businessDays(let days): object["businessDays"] = .integer(Int64(days))
        case .at(let moment): object["at"] = .string(moment.rfc3339)
        }
        if let calendar { object["calendar"] = .string(calendar) }
        return .object(object)
    }

    /// Nil for anything that `json` does not write.
    public init?(_ json: JSON) {
        if let text = json["elapsed"]?.stringValue, let span = Self.milliseconds(text) {
            amount = .elapsed(span)
        } else if let text = json["business"]?.stringValue, let span = Self.milliseconds(text) {
            amount = .business(span)
        } else if let days = json["businessDays"]?.integerValue {
            amount = .businessDays(Int(days))
        } else if let text = json["at"]?.stringValue, let moment = Instant(rfc3339: text) {
            amount = .at(moment)
        } else {
            return nil
        }
        calendar = json["calendar"]?.stringValue
    }

    private static func text(_ milliseconds: Int64) -> JSON {
        let duration = DaysTimeDuration(
            seconds: Int(milliseconds.floorDivided(by: 1_000)),
            nanoseconds: Int(milliseconds.floorRemainder(by: 1_000)) * 1_000_000)
        return .string(duration?.description ?? "PT0S")
    }

    private static func milliseconds(_ text: String) -> Int64? {
        DaysTimeDuration(text)?.milliseconds
    }
}

extension DaysTimeDuration {
    /// What is below a millisecond is cut off; nil beyond what an instant can be moved by.
    public var milliseconds: Int64? {
        let (whole, overflow) = Int64(seconds).multipliedReportingOverflow(by: 1_000)
        return overflow ? nil : whole + Int64(nanoseconds / 1_000_000)
    }
}
