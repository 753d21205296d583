public import FairleadCanonical
import FairleadDomain
public import FairleadEngine
public import FairleadStore

/// The registry as the store has it, read without a runtime.
public enum Registry {
    public static func state(in store: some StoreReader) throws -> RegistryState {
        var state = RegistryState()
        try Rebuild.segments(of: RegistryState.anchor, in: Shards.registry, store) {
            reader, mark in
            try Engine.apply(reader, at: mark, to: &state)
        }
        return state
    }

    /// Every catalog that was ever in force, oldest first.
    public static func catalogs(in store: some StoreReader) throws -> [Digest] {
        try state(in: store).catalogs
    }
}
