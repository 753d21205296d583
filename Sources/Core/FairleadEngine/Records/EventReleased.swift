public import FairleadCanonical
public import FairleadDomain

/// An event that was parked is taken in, or left out for good.
public struct EventReleased: AnchorRecord {
    public static let type = "event-released"

    public let event: EntryPlace
    public let isTaken: Bool

    public init(event: EntryPlace, isTaken: Bool) {
        self.event = event
        self.isTaken = isTaken
    }

    public var fields: JSONObject {
        JSONObject(present: ["event": event.json, "taken": .flag(isTaken)])
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        event = try reader.place("event")
        isTaken = reader.flag("taken")
    }

    public var changes: SeenChange { .nothing }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        guard let index = state.events.firstIndex(where: { $0.place == event }) else { return }
        state.events[index].parked = nil
        if !isTaken { state.events[index].isRemoved = true }
    }
}
