public import FairleadCanonical
import FairleadDomain

/// What a person said of a time to come: away or not, and who stands in. It gives the stand-in
/// nothing but this person's roles, and never another's that were lent in turn.
public struct Availability: Sendable, Hashable {
    /// How long one may be, how far ahead it may begin, and how many a person may have open.
    public static let daysMax: Int64 = 366
    public static let openMax = 20

    public let id: String
    /// The principal's id.
    public let person: String
    public let from: Instant
    /// Not included.
    public let until: Instant
    public let isAway: Bool
    /// The principal's id of who stands in.
    public let delegate: String?

    public func holds(at time: Instant) -> Bool { from <= time && time < until }
}
