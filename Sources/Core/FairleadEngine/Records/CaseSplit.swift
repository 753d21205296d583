public import FairleadCanonical
public import FairleadDomain

/// A person took out of a case what did not belong to it: events of one occurrence, or of one
/// record.
public struct CaseSplit: AnchorRecord {
    public static let type = "case-split"

    public let id: String
    /// All that leave, in the order in which they were received.
    public let events: [EntryPlace]
    public let by: String
    public let reason: String

    public init(id: String, events: [EntryPlace], by: String, reason: String) {
        self.id = id
        self.events = events
        self.by = by
        self.reason = reason
    }

    public var caseID: String? { id }

    public var fields: JSONObject {
        ["events": .array(events.map(\.json)), "by": .string(by)]
    }

    public var classified: [Classified] { [Classified(.personal, ["reason": .string(reason)])] }

    public init(_ reader: RecordReader) throws(RecordError) {
        id = reader.caseID ?? ""
        events = try reader.places("events")
        by = try reader.text("by")
        reason = reader.payload["reason"]?.stringValue ?? ""
    }

    /// They leave the cases that it called too; none of them comes back unasked.
    public func apply(to state: inout AnchorState, at mark: Mark) {
        let gone = Set(events)
        var told: Set<String> = []
        for index in state.events.indices where gone.contains(state.events[index].place) {
            state.events[index].caseID = nil
            told.insert(state.events[index].occurrence)
        }
        for occurrence in told {
            let other = state.otherCase(of: occurrence, than: id)
            state.changeOccurrence(occurrence) {
                $0.caseID = other
                $0.kept(from: id, by: by)
            }
        }
        for known in state.cases where state.root(of: known.id) == id {
            state.takeOut(gone, of: known.id)
        }
        state.change(id) { $0.shape(by) }
    }
}

extension AnchorState {
    /// The other case that an occurrence belongs to: where more of it stands, or that it opened.
    fileprivate func otherCase(of occurrence: String, than id: String) -> String? {
        events.last { $0.occurrence == occurrence && $0.caseID != nil }?.caseID
            ?? cases.last {
                $0.id != id && $0.parent == nil && $0.status != .merged
                    && event($0.triggerPlace)?.occurrence == occurrence
            }?.id
    }
}
