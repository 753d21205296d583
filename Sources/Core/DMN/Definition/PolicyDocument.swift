import FEEL

/// The authority behind a decision: what DMN calls a knowledge source.
public struct PolicyDocument: Sendable, Hashable {
    /// The document's number or title.
    public var document: String
    public var clause: String?
    public var owner: String?
    /// The first day on which it is in force.
    public var inForceFrom: CalendarDate?

    public init(
        document: String, clause: String? = nil, owner: String? = nil,
        inForceFrom: CalendarDate? = nil
    ) {
        self.document = document
        self.clause = clause
        self.owner = owner
        self.inForceFrom = inForceFrom
    }
}
