public import FairleadCanonical
import FairleadDomain

/// A case that had become part of another is a case again: it was split from that.
public struct CaseRestored: AnchorRecord {
    public static let type = "case-restored"

    public let id: String

    public init(id: String) { self.id = id }

    public var caseID: String? { id }

    public var fields: JSONObject { [:] }

    public init(_ reader: RecordReader) throws(RecordError) { id = reader.caseID ?? "" }

    /// It stands where it stood when it was merged: its events are its own, its clocks ran on.
    public func apply(to state: inout AnchorState, at mark: Mark) {
        guard let known = state.case(id) else { return }
        let heard = Set(known.happened.map(\.place))
        for index in state.events.indices
        where heard.contains(state.events[index].place) && state.events[index].caseID == nil {
            state.events[index].caseID = id
            state.changeOccurrence(state.events[index].occurrence) { $0.caseID = id }
        }
        state.change(id) { matter in
            matter.clocks = matter.clocks.map { clock in
                var clock = clock
                if clock.stopped == matter.closed { clock.stopped = nil }
                return clock
            }
            matter.status = matter.playbook == nil ? .gathering : .open
            matter.mergedInto = nil
            matter.closed = nil
        }
    }
}
