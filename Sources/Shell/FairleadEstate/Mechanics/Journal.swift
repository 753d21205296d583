import Synchronization

/// One request to change something that reached a system.
public struct JournalEntry: Sendable, Hashable {
    /// What became of it at the system.
    public enum Result: String, Sendable {
        /// Done now.
        case done
        /// Not done again: its key was known, or it changed nothing.
        case repeated
        /// Refused with a status from 400 to 499.
        case refused
        /// Struck by a fault before anything was done.
        case faulted
    }

    /// From 1, without a gap, over all systems.
    public let number: Int
    /// The estate's clock, in milliseconds.
    public let at: Int64
    public let system: EstateSystem
    public let operation: String
    /// `key`, `find`, `again` or `none`.
    public let way: String
    /// Our reference in the body, else the idempotency key, else a digest of path and body.
    public let reference: String
    /// The path that was called.
    public let path: String
    public let result: Result
    /// Whether the caller was told: false when the answer was dropped or turned into an error.
    public let answered: Bool
}

/// How often one effect arrived and how often it was really done.
public struct EffectCount: Sendable, Hashable {
    public let system: EstateSystem
    public let operation: String
    public let way: String
    public let reference: String
    public internal(set) var arrived: Int
    public internal(set) var done: Int
}

/// What arrived at the estate's systems, and how often each effect was done.
final class Journal: Sendable {
    private struct State: Sendable {
        var entries: [JournalEntry] = []
        var counts: [String: Int] = [:]
        var effects: [EffectCount] = []
        var last = 0
    }

    private let state = Mutex(State())
    private let entriesMax: Int

    init(entriesMax: Int) {
        self.entriesMax = entriesMax
    }

    func record(
        at: Int64, system: EstateSystem, operation: String, way: Way, reference: String,
        path: String, result: JournalEntry.Result, answered: Bool
    ) {
        state.withLock { state in
            state.last += 1
            if state.entries.count >= entriesMax { state.entries.removeFirst(entriesMax / 10) }
            state.entries.append(
                JournalEntry(
                    number: state.last, at: at, system: system, operation: operation,
                    way: way.rawValue, reference: reference, path: path, result: result,
                    answered: answered))
            let name = "\(system.rawValue)\n\(operation)\n\(reference)"
            let index = state.counts[name] ?? state.effects.count
            if index == state.effects.count {
                state.counts[name] = index
                state.effects.append(
                    EffectCount(
                        system: system, operation: operation, way: way.rawValue,
                        reference: reference, arrived: 0, done: 0))
            }
            state.effects[index].arrived += 1
            if result == .done { state.effects[index].done += 1 }
        }
    }

    var entries: [JournalEntry] {
        state.withLock { $0.entries }
    }

    /// In the order in which the effects first arrived.
    var effects: [EffectCount] {
        state.withLock { $0.effects }
    }
}
