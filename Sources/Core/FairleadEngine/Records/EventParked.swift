public import FairleadCanonical
public import FairleadDomain

/// An event is kept, and not taken in for now: its place among the changes of its record is not
/// known, or taken.
public struct EventParked: AnchorRecord {
    public static let type = "event-parked"

    public let event: EntryPlace
    public let reason: ParkedEvent.Reason
    /// When it is taken in all the same; nil: when a person says so.
    public let until: Instant?

    public init(event: EntryPlace, reason: ParkedEvent.Reason, until: Instant?) {
        self.event = event
        self.reason = reason
        self.until = until
    }

    public var fields: JSONObject {
        JSONObject(present: [
            "event": event.json, "reason": .string(reason.rawValue), "until": .time(until),
        ])
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        event = try reader.place("event")
        reason = try reader.choice("reason")
        until = reader.optionalInstant("until")
    }

    public var changes: SeenChange { .nothing }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        guard let index = state.events.firstIndex(where: { $0.place == event }) else { return }
        state.events[index].parked = ParkedEvent(reason: reason, until: until)
    }
}
