/// `name: expression`, as an argument of an operation.
public struct Argument: Sendable {
    /// `businessDay(after, zone, calendar)` where that is the whole of an argument: for an effect
    /// the day is counted from its release, not from when it was planned.
    public struct BusinessDay: Sendable {
        public let after: Expression
        public let zone: Expression
        public let calendar: Expression?

        public init(after: Expression, zone: Expression, calendar: Expression?) {
            self.after = after
            self.zone = zone
            self.calendar = calendar
        }
    }

    public let name: String
    public let value: Expression
    public let businessDay: BusinessDay?

    public init(name: String, value: Expression, businessDay: BusinessDay? = nil) {
        self.name = name
        self.value = value
        self.businessDay = businessDay
    }
}

/// A named value computed from facts.
public struct Derivation: Sendable {
    public let name: String
    public let value: Expression

    public init(name: String, value: Expression) {
        self.name = name
        self.value = value
    }
}
