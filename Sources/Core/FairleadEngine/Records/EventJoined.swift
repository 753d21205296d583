public import FairleadCanonical
public import FairleadDomain

/// An event became part of a case, and what it tells became values of the case.
public struct EventJoined: AnchorRecord {
    public static let type = "event-joined"

    public let id: String
    public let event: EntryPlace

    public init(id: String, event: EntryPlace) {
        self.id = id
        self.event = event
    }

    public var caseID: String? { id }

    public var fields: JSONObject { ["event": event.json] }

    public init(_ reader: RecordReader) throws(RecordError) {
        id = reader.caseID ?? ""
        event = try reader.place("event")
    }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        guard let index = state.events.firstIndex(where: { $0.place == event }) else { return }
        // A called case hears what its caller does, whose event it stays.
        let isCalled = state.case(id)?.parent != nil && state.events[index].caseID != nil
        if !isCalled { state.events[index].caseID = id }
        let known = state.events[index]
        if !isCalled, let place = state.occurrences.firstIndex(where: { $0.id == known.occurrence })
        {
            state.occurrences[place].caseID = id
        }
        state.change(id) { $0.join(known) }
    }
}

extension Case {
    /// Takes in what an event tells; of two events that tell of one field, the later in time
    /// wins, whatever the order in which they came.
    mutating func join(_ event: KnownEvent) {
        happened.append(Happening(type: event.type, time: event.time, place: event.place))
        if !occurrences.contains(event.occurrence) { occurrences.append(event.occurrence) }
        for (type, told) in event.data {
            guard var known = values[type] else {
                values[type] = CaseValue(
                    value: told, schema: type, labels: event.labels, place: event.place,
                    time: event.time)
                continue
            }
            let newer = event.time >= known.time
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
