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

    public init(
        document: String, clause: String? = nil, owner: String? = nil,
        authors: [String] = [], inForceFrom: CalendarDate? = nil
    ) {
        self.document = document
        self.clause = clause
        self.owner = owner
        self.authors = authors
        self.inForceFrom = inForceFrom
    }
}
