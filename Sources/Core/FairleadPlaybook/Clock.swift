/// A promised time and what happens as it runs out.
public final class Clock: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        /// To the customer.
        case sla = "SLA"
        /// Within the company.
        case ola = "OLA"
        /// By law.
        case statutory
    }

    /// What starts a clock, or stops it.
    public enum Trigger: Sendable, Hashable {
        case event(String)
        /// A stage that is entered starts it, one that is completed stops it.
        case stage(String)
        /// An activity that is done.
        case activity(String)
    }

    public struct Rung: Sendable {
        /// Percent of the target, of business time where the target is.
        public let atPercent: Int
        /// Roles told, in order.
        public let to: [String]
        /// When somebody must have said that they know; else the next rung comes at once.
        public let acknowledgeWithin: Allowance?

        public init(atPercent: Int, to: [String], acknowledgeWithin: Allowance?) {
            self.atPercent = atPercent
            self.to = to
            self.acknowledgeWithin = acknowledgeWithin
        }
    }

    /// Work that comes again and again as long as the clock runs.
    public struct Beat: Sendable {
        public let every: Allowance
        public let title: String
        /// Roles, each of which gets the work.
        public let to: [String]

        public init(every: Allowance, title: String, to: [String]) {
            self.every = every
            self.title = title
            self.to = to
        }
    }

    /// What is done where facts change the target while the clock runs.
    public enum OnChange: String, Sendable, CaseIterable {
        /// The new target is counted from the old start.
        case recompute
        /// The clock begins anew.
        case restart
    }

    public let name: String
    public let kind: Kind
    /// Nil: it only beats.
    public let target: Allowance?
    /// Empty: it starts when the playbook takes the case.
    public let startsOn: [Trigger]
    public let stopsOn: [Trigger]
    public let pausesWhile: Expression?
    public let onChange: OnChange
    public let ladder: [Rung]
    public let beat: Beat?
    public let position: SourcePosition
    /// Elapsed milliseconds, where that is all that it counts: nothing but events can move it.
    public let plainMilliseconds: Int64?

    public init(
        name: String, kind: Kind, target: Allowance?, startsOn: [Trigger], stopsOn: [Trigger],
        pausesWhile: Expression?, onChange: OnChange, ladder: [Rung], beat: Beat?,
        position: SourcePosition
    ) {
        self.name = name
        self.kind = kind
        self.target = target
        self.startsOn = startsOn
        self.stopsOn = stopsOn
        self.pausesWhile = pausesWhile
        self.onChange = onChange
        self.ladder = ladder
        self.beat = beat
        self.position = position
        let isSteady =
            pausesWhile == nil && beat == nil && ladder.allSatisfy { $0.acknowledgeWithin == nil }
            && (startsOn + stopsOn).allSatisfy {
                if case .event = $0 { true } else { false }
            }
        plainMilliseconds = isSteady ? target?.elapsedMilliseconds : nil
    }

    /// What expressions of it read.
    public var expressions: [Expression] {
        let allowances = [target, beat?.every] + ladder.map(\.acknowledgeWithin)
        return allowances.compactMap { $0 }.flatMap(\.expressions)
            + [pausesWhile].compactMap { $0 }
    }
}
