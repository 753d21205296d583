public import FairleadCanonical
public import FairleadStore
import Glibc
import Synchronization

/// A store in one SQLite file, in WAL mode and with full durability: a commit that returned has
/// been synchronised with the disk. One server at a time; others may read meanwhile.
public final class SQLiteStore: Store {
    public let tenant: String
    /// The file, with symbolic links resolved.
    let path: String
    /// Nil: opened for reading, or closed.
    private let writer: Mutex<SQLiteWriter?>
    /// Nil: opened for reading.
    private let mover: LogMover?
    /// They do not wait for the writer, nor it for them.
    private let readers: [ReaderSlot]
    private let nextReader = Atomic<Int>(0)
    private let isClosed = Atomic<Bool>(false)
    private let lock: Mutex<LockFile?>

    /// Nothing here may throw: what an initialiser has set when it throws is not given back.
    private init(
        tenant: String, path: String, lock: sending LockFile?, readers: [ReaderSlot],
        writer: sending Connection?, mover: LogMover?
    ) {
        self.tenant = tenant
        self.path = path
        self.lock = Mutex(lock)
        self.readers = readers
        self.mover = mover
        self.writer = Mutex(writer.map { SQLiteWriter(connection: $0, tenant: tenant) })
    }

    /// Opens a store for a server, and makes it if it is not there.
    ///
    /// `locked`: another server has it. `foreign`: a newer release's, another tenant's, or no
    /// store at all.
    public convenience init(
        path: String, tenant: String, created: Instant
    ) throws(StoreError) {
        try self.init(path: path, tenant: tenant, created: created, log: LogLimits())
    }

    convenience init(
        path: String, tenant: String, created: Instant, log: LogLimits
    ) throws(StoreError) {
        let path = SQLiteStore.resolved(path)
        let lock = try LockFile(storePath: path)
        let connection = try Connection(path: path, access: .writing)
        // Before anything else is written: the page size is fixed with the first page.
        try connection.execute("PRAGMA page_size = \(Self.pageBytes)")
        let found = try SchemaMigration.check(connection)
        try SQLiteStore.makeDurable(connection)
        try SchemaMigration.migrate(connection, tenant: tenant, created: created)
        // A migration logs all that it moves: nobody should read it from there.
        if found < SchemaMigration.version { _ = try connection.moveLog(anew: true) }
        try SQLiteStore.check(connection, tenant: tenant)
        try synchroniseFolder(of: path)
        let readers = try Self.readers(path)
        let mover = try Self.mover(path: path, log)
        connection.watchLog()
        self.init(
            tenant: tenant, path: path, lock: lock, readers: readers, writer: connection,
            mover: mover)
    }

    /// Opens a store for reading only, also while a server of another process has it.
    ///
    /// `notFound`: there is no file at the path.
    public convenience init(reading path: String) throws(StoreError) {
        let path = SQLiteStore.resolved(path)
        guard access(path, F_OK) == 0 else {
            throw StoreError(.notFound, "there is no store at \(path)")
        }
        let tenant = try Self.tenant(of: try SQLiteStore.reader(path: path))
        let readers = try Self.readers(path)
        self.init(tenant: tenant, path: path, lock: nil, readers: readers, writer: nil, mover: nil)
    }

    private static func readers(_ path: String) throws(StoreError) -> [ReaderSlot] {
        var slots: [ReaderSlot] = []
        for _ in 0..<readerCount { slots.append(ReaderSlot(try reader(path: path))) }
        return slots
    }

    /// Whose store it is, if this release can read it.
    private static func tenant(of connection: Connection) throws(StoreError) -> String {
        guard try SchemaMigration.check(connection) == SchemaMigration.version else {
            throw StoreError(
                .foreign, "the store has an older release's schema: start the server once")
        }
        guard let found = try SQLiteReader(connection: connection, tenant: "").meta("tenant")
        else { throw StoreError(.damaged, "the store names no tenant") }
        return found
    }

    public func commit(_ batch: CommitBatch) throws(StoreError) {
        guard let mover else {
            throw isClosed.load(ordering: .acquiring)
                ? Self.closed : StoreError(.unsupported, "the store was opened for reading")
        }
        // What is purged leaves the log at once: nobody else may be at it.
        let logPages =
            batch.purges.isEmpty
            ? try write(batch)
            : try mover.pausing { () throws(StoreError) in try write(batch) }
        mover.committed(logPages: logPages) { [self] body in
            try writer.withLock { if $0 != nil { try body() } }
        }
    }

    /// The pages that the log has then.
    private func write(_ batch: CommitBatch) throws(StoreError) -> Int {
        try writer.withLock { (writer) throws(StoreError) in
            guard writer != nil else { throw Self.closed }
            try writer?.commit(batch)
            return writer?.connection.logPages ?? 0
        }
    }

    public func snapshot<Result>(_ body: (any StoreReader) throws -> Result) throws -> Result {
        guard !isClosed.load(ordering: .acquiring) else { throw Self.closed }
        // A connection of its own: it may be in use for long.
        let connection = try SQLiteStore.reader(path: path)
        try connection.execute("BEGIN")
        let reader = SQLiteReader(connection: connection, tenant: tenant)
        // The transaction begins with its first reading.
        _ = try reader.meta("schema")
        return try body(reader)
    }

    public func backup(to target: String) throws(StoreError) {
        guard !isClosed.load(ordering: .acquiring) else { throw Self.closed }
        let target = SQLiteStore.resolved(target)
        guard !["", "-wal", "-shm", "-lock"].contains(where: { path + $0 == target }) else {
            throw StoreError(.invalid, "\(target) is the store itself")
        }
        let connection = try Connection(path: path, access: .writing)
        let file = try BackupFile(path: target)
        do throws(StoreError) {
            let statement = try connection.statement("VACUUM INTO ?1")
            statement.bind(1, file.temporaryPath)
            try statement.run()
            try mark(file.temporaryPath)
        } catch {
            file.abandon()
            throw error
        }
        try file.finish()
    }

    /// Writes into a copy that it is one, and of when.
    private func mark(_ copy: String) throws(StoreError) {
        let connection = try Connection(path: copy, access: .writing)
        let statement = try connection.statement(
            "INSERT OR REPLACE INTO meta VALUES (?1, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))")
        statement.bind(1, MetaEntry.copied)
        try statement.run()
    }

    public func close() {
        guard !isClosed.exchange(true, ordering: .acquiringAndReleasing) else { return }
        // The writer goes last: it moves the log into the file and removes it.
        for reader in readers { reader.connection.withLock { $0 = nil } }
        mover?.close()
        writer.withLock { $0 = nil }
        lock.withLock { $0 = nil }
    }

    /// Questions over one of the readers, whichever is free.
    func read<Result: Sendable>(
        _ body: (SQLiteReader) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        guard !isClosed.load(ordering: .acquiring) else { throw Self.closed }
        let start = nextReader.wrappingAdd(1, ordering: .relaxed).oldValue & Int.max
        for offset in 0..<readers.count {
            let slot = readers[(start + offset) % readers.count]
            let result = try slot.connection.withLockIfAvailable {
                (connection) throws(StoreError) in try answer(body, connection)
            }
            if let result { return result }
        }
        let slot = readers[start % readers.count]
        return try slot.connection.withLock { (connection) throws(StoreError) in
            try answer(body, connection)
        }
    }

    private func answer<Result>(
        _ body: (SQLiteReader) throws(StoreError) -> Result, _ connection: Connection?
    ) throws(StoreError) -> Result {
        guard let connection else { throw Self.closed }
        return try body(SQLiteReader(connection: connection, tenant: tenant))
    }

    private static let closed = StoreError(.unavailable, "the store is closed")
}

/// A reader's connection; nil when the store is closed.
private final class ReaderSlot: Sendable {
    let connection: Mutex<Connection?>

    init(_ connection: sending Connection) {
        self.connection = Mutex(connection)
    }
}
