public import FairleadCanonical
import FairleadDomain
public import FairleadEngine
public import FairleadStore

/// The registry as the store has it, read without a runtime.
public enum Registry {
    /// Segments that are read at a time, of those that are read side by side.
    private static let partSegments = 16

    /// Records are read on all cores, and applied one after the other: the registry has an entry
    /// for all that an account is called, and reading them is what a start waits for.
    public static func state(in store: some StoreReader) throws -> RegistryState {
        var state = RegistryState()
        try Rebuild.pages(of: RegistryState.anchor, in: Shards.registry, store) { page in
            let parts = stride(from: 0, to: page.count, by: partSegments).map {
                page[$0..<min($0 + partSegments, page.count)]
            }
            for part in Parallel.map(parts, { part in Result { try read(part) } }) {
                for (record, mark) in try part.get() { record.apply(to: &state, at: mark) }
            }
        }
        return state
    }

    private static func read(
        _ segments: ArraySlice<Segment>
    ) throws -> [(any RegistryRecord, Mark)] {
        var records: [(any RegistryRecord, Mark)] = []
        for segment in segments {
            try Rebuild.records(of: segment) { reader, mark in
                records.append((try Engine.registryRecord(reader), mark))
            }
        }
        return records
    }

    /// Every catalog that was ever in force, oldest first.
    public static func catalogs(in store: some StoreReader) throws -> [Digest] {
        try state(in: store).catalogs
    }
}
