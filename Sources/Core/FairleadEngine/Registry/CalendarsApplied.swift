public import FairleadCanonical
import FairleadDomain

/// All that was promised by calendars was computed with those that are in force.
public struct CalendarsApplied: RegistryRecord {
    public static let type = "calendars-applied"

    /// Of the calendars, and of the time-zone data that they are read with.
    public let calendars: Digest

    public init(calendars: Digest) { self.calendars = calendars }

    public var fields: JSONObject { ["calendars": JSON(calendars)] }

    public init(_ reader: RecordReader) throws(RecordError) {
        calendars = try reader.digest("calendars")
    }

    public func apply(to state: inout RegistryState, at mark: Mark) { state.calendars = calendars }
}
