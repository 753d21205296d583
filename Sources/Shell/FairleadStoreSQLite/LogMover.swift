import Dispatch
import FairleadStore
import Synchronization

/// Moves what commits have logged into the file, on a connection and a thread of its own: so that
/// a commit appends to the log, and waits for nothing else.
///
/// SQLite begins the log anew when all of it is in the file. While commits follow each other that
/// never comes about by itself: so the last pages of a long log are moved between two commits.
final class LogMover: Sendable {
    private let limits: LogLimits
    private let queue = DispatchQueue(label: "fairlead.log")
    /// Nil: closed.
    private let connection: Mutex<Connection?>
    private let isUnderWay = Atomic<Bool>(false)
    /// Where the log ended when it was last moved.
    private let movedPages = Atomic<Int>(0)

    init(_ connection: sending Connection, limits: LogLimits) {
        self.connection = Mutex(connection)
        self.limits = limits
    }

    /// Runs its closure while no commit is under way.
    typealias BetweenCommits = @Sendable (() throws -> Void) throws -> Void

    /// To be told after each commit.
    func committed(logPages: Int, _ betweenCommits: @escaping BetweenCommits) {
        // What fails here is tried again after the next commits; they say so if it matters.
        guard logPages < limits.waitPages else { return (try? move(betweenCommits)) ?? () }
        let moved = movedPages.load(ordering: .relaxed)
        // Shorter than it was: it was begun anew.
        let fresh = logPages < moved ? logPages : logPages - moved
        guard fresh >= limits.stepPages, !isUnderWay.exchange(true, ordering: .acquiring) else {
            return
        }
        queue.async { [self] in
            defer { isUnderWay.store(false, ordering: .releasing) }
            try? move(betweenCommits)
        }
    }

    /// Runs its closure while nothing is moved.
    func pausing<Result: Sendable>(
        _ body: () throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try connection.withLock { (_) throws(StoreError) in try body() }
    }

    func close() {
        connection.withLock { $0 = nil }
    }

    private func move(_ betweenCommits: BetweenCommits) throws {
        try connection.withLock { connection in
            guard let connection else { return }
            var last = try connection.moveLog()
            // A reader that needs an old state is not waited for: later.
            if last.loggedPages >= limits.anewPages, last.movedPages == last.loggedPages {
                // What was logged meanwhile is moved first: between commits little is left.
                last = try connection.moveLog()
                try betweenCommits { last = try connection.moveLog(anew: true) }
            }
            movedPages.store(last.movedPages, ordering: .relaxed)
        }
    }
}
