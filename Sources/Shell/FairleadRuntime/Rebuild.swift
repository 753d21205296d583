import FairleadCanonical
import FairleadDomain
public import FairleadEngine
import FairleadLedger
public import FairleadStore

/// State from stored bytes: records are read and applied, never stepped again.
public enum Rebuild {
    static let pageSegments = 500

    /// Reads an anchor's records in their order.
    static func segments(
        of anchor: String, in shard: Int, _ store: some StoreReader,
        _ apply: (RecordReader, Mark) throws -> Void
    ) throws {
        try pages(of: anchor, in: shard, store) { page in
            for segment in page { try records(of: segment, apply) }
        }
    }

    /// Reads an anchor's segments in their order, some at a time.
    static func pages(
        of anchor: String, in shard: Int, _ store: some StoreReader,
        _ take: ([Segment]) throws -> Void
    ) throws {
        var from: Int64 = 1
        while true {
            let page = try store.segments(
                shard: shard, anchor: anchor, from: from, limit: pageSegments)
            try take(page)
            guard page.count == pageSegments, let last = page.last else { return }
            from = last.last + 1
        }
    }

    /// The records of one segment.
    public static func records(
        of segment: Segment, _ apply: (RecordReader, Mark) throws -> Void
    ) throws {
        for stored in segment.entries {
            let entry = try Entry.content(stored.bytes)
            let (reader, mark) = try record(entry, segment.payloads(of: entry.place.number))
            try apply(reader, mark)
        }
    }

    static func record(
        _ entry: Entry.Content, _ payloads: [SegmentPayload]
    ) throws -> (RecordReader, Mark) {
        var classified: [Classified] = []
        var isPurged = false
        for payload in payloads {
            switch payload.content {
            case .kept(_, let bytes):
                classified.append(
                    Classified(Labels(text: payload.label), try JSON.parse(bytes)))
            case .purged: isPurged = true
            }
        }
        let record = Record(
            type: entry.type, caseID: entry.case, objects: [], fields: entry.body,
            classified: classified)
        return (
            RecordReader(record, purged: isPurged),
            Mark(place: entry.place, time: entry.time, actor: entry.actor)
        )
    }
}

extension AnchorState {
    /// The state of an anchor as the store has it: its records applied, one after the other.
    public static func rebuilt(
        _ anchor: String, in shard: Int, from store: some StoreReader
    ) throws -> AnchorState {
        var state = AnchorState(anchor: anchor, shard: shard)
        try Rebuild.segments(of: anchor, in: shard, store) { reader, mark in
            try Engine.apply(reader, at: mark, to: &state)
        }
        return state
    }
}
