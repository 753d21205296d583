import FairleadStore
import Glibc
import Synchronization

extension SQLiteStore {
    static let readerCount = 4
    /// Random keys touch many pages: small ones make a commit small.
    static let pageBytes = 4_096
    private static let writerCacheKibibytes = 65_536
    /// How long a commit may wait for readers, so that the log can begin anew.
    private static let moverMilliseconds: Int32 = 10
    private static let readerCacheKibibytes = 16_384

    /// Full durability, read back: SQLite's default in WAL mode may be less, and with it the
    /// commits before a loss of power would be lost.
    static func makeDurable(_ connection: Connection) throws(StoreError) {
        guard try connection.text("PRAGMA journal_mode = WAL") == "wal" else {
            throw StoreError(.unavailable, "SQLite does not keep journal_mode = WAL")
        }
        try connection.execute(
            """
            PRAGMA synchronous = FULL;
            PRAGMA wal_autocheckpoint = 0;
            PRAGMA cache_size = -\(writerCacheKibibytes);
            """)
        guard try connection.integer("PRAGMA synchronous") == 2 else {
            throw StoreError(.unavailable, "SQLite does not keep synchronous = FULL")
        }
    }

    /// Refuses a store of another tenant, or with another number of shards.
    static func check(_ connection: Connection, tenant: String) throws(StoreError) {
        let reader = SQLiteReader(connection: connection, tenant: tenant)
        let found = try reader.meta("tenant") ?? ""
        guard found == tenant else {
            throw StoreError(.foreign, "the store is tenant \(found)'s, not \(tenant)'s")
        }
        let shards = try reader.meta("shards") ?? ""
        guard Int(shards) == StoreLimits.shardCount else {
            throw StoreError(
                .foreign, "the store has \(shards) shards, not \(StoreLimits.shardCount)")
        }
    }

    /// A connection that only moves the log.
    static func mover(path: String, _ limits: LogLimits) throws(StoreError) -> LogMover {
        let connection = try Connection(path: path, access: .writing)
        try connection.execute("PRAGMA synchronous = FULL")
        connection.waitForLocks(milliseconds: moverMilliseconds)
        // A connection that has read nothing knows of no log, and would move none.
        _ = try connection.integer("PRAGMA schema_version")
        return LogMover(connection, limits: limits)
    }

    static func reader(path: String) throws(StoreError) -> Connection {
        let connection = try Connection(path: path, access: .reading)
        try connection.execute("PRAGMA cache_size = -\(readerCacheKibibytes)")
        return connection
    }

    /// A path without symbolic links, as far as it is there: so that two names of one file have
    /// one lock.
    static func resolved(_ path: String) -> String {
        func real(_ path: String) -> String? {
            guard let resolved = realpath(path, nil) else { return nil }
            defer { free(resolved) }
            return String(cString: resolved)
        }
        if let real = real(path) { return real }
        guard let slash = path.lastIndex(of: "/") else {
            return real(".").map { "\($0)/\(path)" } ?? path
        }
        let folder = slash == path.startIndex ? "/" : String(path[..<slash])
        return real(folder).map { "\($0)/\(path[path.index(after: slash)...])" } ?? path
    }
}
