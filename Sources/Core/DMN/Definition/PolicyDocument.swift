import FEEL

/// The authority behind a decision: what DMN calls a knowledge source.
public struct PolicyDocument: Sendable, Hashable {
    /// The document's number or title.
    public var document: String
    public var clause: String?
    public var owner: String?
    /// Who wrote the logic, by the names of their tokens: they consent to nothing that it asks
    /// consent for.
    public var authors: [String]
    /// The first day on which it is in force.
    public var inForceFrom: CalendarDate?
    /// The last day on which it is in force; `nil` for no end.
    public var inForceUntil: CalendarDate?

    public init(
        document: String, clause: String? = nil, owner: String? = nil,
        authors: [String] = [], inForceFrom: CalendarDate? = nil,
        inForceUntil: CalendarDate? = nil
    ) {
        self.document = document
        self.clause = clause
        self.owner = owner
        self.authors = authors
        self.inForceFrom = inForceFrom
        self.inForceUntil = inForceUntil
    }

    /// Whether it is in force on a day; where it names no days, always.
    public func isInForce(on day: CalendarDate) -> Bool {
        inForceFrom.map { $0 <= day } ?? true && inForceUntil.map { day <= $0 } ?? true
    }
}
