public import FairleadCanonical
import FairleadDomain
public import FairleadEngine
import FairleadLedger
public import FairleadStore
import Synchronization

/// The registry as the store has it, read without a runtime.
public enum Registry {
    /// Parts of the chain are read side by side, some at a time: so what is read and not applied
    /// yet is bounded.
    private static let partsAtATime = 8
    /// Segments that are asked for at once; some of the last are the next part's.
    private static let pageSegments = 100

    /// Records are read on all cores, and applied one after the other while the next are read:
    /// the registry has an entry for all that an account is called, and a start waits for them.
    public static func state(in store: some StoreReader & Sendable) throws -> RegistryState {
        try state(in: store, partEntries: 5_000)
    }

    static func state(
        in store: some StoreReader & Sendable, partEntries: Int64
    ) throws -> RegistryState {
        let state = Mutex(RegistryState())
        let end = try store.heads()[Shards.registry].number + 1
        let starts = Array(stride(from: 1, to: end, by: Int(partEntries)))
        var parts: [Part] = []
        for first in stride(from: 0, to: starts.count, by: partsAtATime) {
            let next = starts[first..<min(first + partsAtATime, starts.count)]
            let work = [Work.apply(parts)] + next.map { .read($0, min($0 + partEntries, end)) }
            let done = Parallel.map(work) { work in
                Result<Part, any Error> {
                    switch work {
                    case .read(let start, let end): return try read(from: start, to: end, store)
                    case .apply(let parts):
                        state.withLock { apply(parts, to: &$0) }
                        return []
                    }
                }
            }
            parts = try done.map { try $0.get() }
        }
        return state.withLock { state in
            apply(parts, to: &state)
            return state
        }
    }

    private typealias Part = [(any RegistryRecord, Mark)]

    private enum Work: Sendable {
        case read(Int64, Int64)
        case apply([Part])
    }

    private static func apply(_ parts: [Part], to state: inout RegistryState) {
        for part in parts {
            for (record, mark) in part { record.apply(to: &state, at: mark) }
        }
    }

    /// Every catalog that was ever in force, oldest first.
    public static func catalogs(in store: some StoreReader & Sendable) throws -> [Digest] {
        try state(in: store).catalogs
    }

    /// The records of the segments that begin in a part of the chain.
    private static func read(
        from start: Int64, to end: Int64, _ store: some StoreReader
    ) throws -> Part {
        var records: Part = []
        var next = start
        while next < end {
            let page = try store.segments(
                shard: Shards.registry, anchor: RegistryState.anchor, from: next,
                limit: pageSegments)
            for segment in page where segment.first < end { try read(segment, into: &records) }
            guard page.count == pageSegments, let last = page.last else { break }
            next = last.last + 1
        }
        return records
    }

    private static func read(
        _ segment: Segment, into records: inout Part
    ) throws {
        for stored in segment.entries {
            let entry = try Entry.content(stored.bytes)
            // Most of the bytes, and it tells the registry nothing.
            if entry.type == EventReceived.type { continue }
            let (reader, mark) = try Rebuild.record(
                entry, segment.payloads(of: entry.place.number))
            records.append((try Engine.registryRecord(reader), mark))
        }
    }
}
