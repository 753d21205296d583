public import FairleadCanonical
import Synchronization

/// A store that lives as long as its process: for tests, trials and the simulator, which makes
/// its commits fail. What was not committed when it crashed is lost, as with a real one.
public final class MemoryStore: Store {
    /// What goes wrong with a commit.
    public enum Fault: Sendable, Hashable {
        /// It throws; nothing is written, and the store goes on.
        case refused
        /// The process dies before it is written.
        case crashBefore
        /// The process dies after it was written, and before the caller knows.
        case crashAfter
    }

    public let tenant: String
    private let inner: Mutex<Inner>

    private struct Inner: Sendable {
        var state: MemoryState
        /// False: closed or crashed, until it is reopened.
        var isOpen = true
        var fault: (@Sendable (CommitBatch) -> Fault?)?
    }

    /// An empty store.
    public convenience init(tenant: String, created: Instant) {
        self.init(tenant: tenant, state: MemoryState(tenant: tenant, created: created))
    }

    private init(tenant: String, state: MemoryState) {
        self.tenant = tenant
        inner = Mutex(Inner(state: state))
    }

    /// Asks before each commit whether it shall fail; nil ends that.
    public func setFault(_ fault: (@Sendable (CommitBatch) -> Fault?)?) {
        inner.withLock { $0.fault = fault }
    }

    /// From now on every call throws `unavailable`, as after the death of the process.
    public func crash() {
        inner.withLock { $0.isOpen = false }
    }

    /// What was committed can be used again, as after a new start.
    public func reopen() {
        inner.withLock { $0.isOpen = true }
    }

    public func close() {
        crash()
    }

    public func commit(_ batch: CommitBatch) throws(StoreError) {
        // A fault is asked for outside of the lock: it may look into the store.
        let ask = inner.withLock { $0.fault }
        let fault = ask?(batch)
        try inner.withLock { (inner) throws(StoreError) in
            guard inner.isOpen else { throw Self.closed }
            switch fault {
            case .refused:
                throw StoreError(.unavailable, "a fault was injected: the commit was refused")
            case .crashBefore:
                inner.isOpen = false
                throw StoreError(.unavailable, "a fault was injected: crashed before the commit")
            case .crashAfter, nil:
                try inner.state.check(batch)
                inner.state.apply(batch)
            }
            if fault == .crashAfter {
                inner.isOpen = false
                throw StoreError(.unavailable, "a fault was injected: crashed after the commit")
            }
        }
    }

    public func snapshot<Result>(_ body: (any StoreReader) throws -> Result) throws -> Result {
        let copy = try read { (state) throws(StoreError) in state }
        return try body(MemoryStore(tenant: tenant, state: copy))
    }

    public func backup(to path: String) throws(StoreError) {
        throw StoreError(.unsupported, "a store in memory has no backup")
    }

    func read<Result: Sendable>(
        _ body: (inout MemoryState) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try inner.withLock { (inner) throws(StoreError) in
            guard inner.isOpen else { throw Self.closed }
            return try body(&inner.state)
        }
    }

    private static let closed = StoreError(.unavailable, "the store is closed")
}
