public import FairleadCanonical
public import FairleadDomain

/// An event that a wrong link had brought into a case was taken out of it again.
public struct EventRemoved: AnchorRecord {
    public static let type = "event-removed"

    public let id: String
    public let event: EntryPlace
    public let reason: String

    public init(id: String, event: EntryPlace, reason: String) {
        self.id = id
        self.event = event
        self.reason = reason
    }

    public var caseID: String? { id }

    public var fields: JSONObject { ["event": event.json, "reason": .string(reason)] }

    public init(_ reader: RecordReader) throws(RecordError) {
        id = reader.caseID ?? ""
        event = try reader.place("event")
        reason = try reader.text("reason")
    }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        guard let gone = state.events.firstIndex(where: { $0.place == event }) else { return }
        state.events[gone].caseID = nil
        state.events[gone].isRemoved = true
        state.takeOut([event], of: id)
    }
}
