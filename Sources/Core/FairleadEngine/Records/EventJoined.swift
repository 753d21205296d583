public import FairleadCanonical
public import FairleadDomain

/// An event became part of a case, and what it tells became values of the case.
public struct EventJoined: AnchorRecord {
    public static let type = "event-joined"

    public let id: String
    public let event: EntryPlace
    /// The event of the case before which it happened, and which came before it.
    public let before: EntryPlace?

    public init(id: String, event: EntryPlace, before: EntryPlace? = nil) {
        self.id = id
        self.event = event
        self.before = before
    }

    public var caseID: String? { id }

    public var fields: JSONObject {
        JSONObject(present: ["event": event.json, "before": before?.json])
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        id = reader.caseID ?? ""
        event = try reader.place("event")
        before = reader.fields["before"] == nil ? nil : try reader.place("before")
    }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        guard let index = state.events.firstIndex(where: { $0.place == event }) else { return }
        // A called case hears what its caller does, whose event it stays.
        let isCalled = state.case(id)?.parent != nil && state.events[index].caseID != nil
        if !isCalled { state.events[index].caseID = id }
        let known = state.events[index]
        var shapers: [String] = []
        if !isCalled {
            state.changeOccurrence(known.occurrence) { occurrence in
                occurrence.caseID = id
                shapers = occurrence.apart.map(\.by)
                occurrence.apart.removeAll { $0.case == id }
            }
        }
        state.change(id) { matter in
            matter.join(known, before: before)
            for person in shapers { matter.shape(person) }
        }
    }
}

extension Case {
    /// Takes in what an event tells; of two events that tell of one field, the later in time
    /// wins, whatever the order in which they came, and of two of one record the later by its
    /// sender's count.
    mutating func join(_ event: KnownEvent, before: EntryPlace? = nil) {
        let later = before.flatMap { place in happened.firstIndex { $0.place == place } }
        happened.append(
            Happening(
                type: event.type, time: event.time, place: event.place, before: before,
                order: later.map { happened[$0].order - 1 } ?? happened.count))
        if !occurrences.contains(event.occurrence) { occurrences.append(event.occurrence) }
        for (type, told) in event.data {
            guard var known = values[type] else {
                values[type] = CaseValue(
                    value: told, schema: type, labels: event.labels, place: event.place,
                    time: event.time)
                continue
            }
            // Of one record the sender's count says which is later.
            let isCounted = event.sequence != nil && told["id"] == known.value["id"]
            let newer = later == nil && (event.time >= known.time || isCounted)
            if let old = known.value.objectValue, let new = told.objectValue {
                known.value = .object(newer ? old.merging(new) : new.merging(old))
            } else if newer {
                known.value = told
            }
            if newer {
                known.place = event.place
                known.time = event.time
            }
            known.labels = known.labels.union(event.labels)
            values[type] = known
        }
    }
}
