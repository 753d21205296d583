import CSQLite
import FairleadStore

/// One connection to a SQLite file, with its prepared statements.
///
/// SQLite lets threads use a connection one after the other: each stands behind its owner's
/// `Mutex`, or is used by one thread only. The compiler cannot see that, hence `@unchecked`.
final class Connection: @unchecked Sendable {
    enum Access {
        /// Makes the file if it is not there.
        case writing
        case reading
    }

    private let handle: OpaquePointer
    /// Those whose text is composed, by their text.
    private var statements: [String: Statement] = [:]
    /// Those whose text is written in the code, by where it stands: what they do is asked for at
    /// every commit, and to find them by so long a text would cost as much as they do.
    private var fixedStatements: [UnsafePointer<UInt8>: Statement] = [:]
    private var loggedPages: UnsafeMutablePointer<Int32>?
    /// Queries with many filters have many texts: beyond this many all are prepared anew.
    private static let statementsMax = 200
    /// How long a connection waits for another process's lock: a checkpoint or recovery.
    static let busyMilliseconds: Int32 = 5_000

    init(path: String, access: Access) throws(StoreError) {
        let flags: Int32
        switch access {
        case .writing: flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        case .reading: flags = SQLITE_OPEN_READONLY
        }
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let opened else {
            let error = StoreError(sqlite: code, handle: opened, "\(path) cannot be opened")
            sqlite3_close_v2(opened)
            throw error
        }
        handle = opened
        sqlite3_extended_result_codes(handle, 1)
        waitForLocks()
        csqlite_harden(handle)
    }

    deinit {
        for statement in statements.values { statement.finalize() }
        for statement in fixedStatements.values { statement.finalize() }
        sqlite3_close_v2(handle)
        loggedPages?.deallocate()
    }

    /// Runs statements that have no arguments and no rows to be read.
    func execute(_ sql: String) throws(StoreError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else {
            throw StoreError(sqlite: code, handle: handle, "a statement failed")
        }
    }

    /// A prepared statement, kept for the next time; its owner resets it after use.
    func statement(_ sql: StaticString) throws(StoreError) -> Statement {
        if let known = fixedStatements[sql.utf8Start] { return known }
        let statement = try prepare(sql.description)
        fixedStatements[sql.utf8Start] = statement
        return statement
    }

    /// The same of a text that was composed.
    func statement(composed sql: String) throws(StoreError) -> Statement {
        if let known = statements[sql] { return known }
        if statements.count >= Self.statementsMax {
            for statement in statements.values { statement.finalize() }
            statements = [:]
        }
        let statement = try prepare(sql)
        statements[sql] = statement
        return statement
    }

    private func prepare(_ sql: String) throws(StoreError) -> Statement {
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v3(
            handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard code == SQLITE_OK, let prepared else {
            throw StoreError(sqlite: code, handle: handle, "a statement cannot be prepared")
        }
        return Statement(prepared, of: handle)
    }

    /// The rows of a query, read one by one.
    func rows<Row>(
        _ sql: StaticString, bind: (Statement) throws(StoreError) -> Void,
        read: (Statement) throws(StoreError) -> Row
    ) throws(StoreError) -> [Row] {
        try rows(of: statement(sql), bind, read)
    }

    /// The same of a query that was composed.
    func rows<Row>(
        composed sql: String, bind: (Statement) throws(StoreError) -> Void,
        read: (Statement) throws(StoreError) -> Row
    ) throws(StoreError) -> [Row] {
        try rows(of: statement(composed: sql), bind, read)
    }

    private func rows<Row>(
        of statement: Statement, _ bind: (Statement) throws(StoreError) -> Void,
        _ read: (Statement) throws(StoreError) -> Row
    ) throws(StoreError) -> [Row] {
        defer { statement.reset() }
        try bind(statement)
        var rows: [Row] = []
        while try statement.step() { rows.append(try read(statement)) }
        return rows
    }

    /// The value of a pragma, or of any query with one number.
    func integer(_ sql: StaticString) throws(StoreError) -> Int64? {
        try rows(sql) { _ in
        } read: { (row) throws(StoreError) in
            row.integer(0)
        }.first
    }

    /// The value of a pragma, or of any query with one text.
    func text(_ sql: StaticString) throws(StoreError) -> String? {
        try rows(sql) { _ in
        } read: { (row) throws(StoreError) in
            row.text(0)
        }.first
    }

    /// Waits for another process's lock, for a while.
    func waitForLocks(milliseconds: Int32 = busyMilliseconds) {
        sqlite3_busy_timeout(handle, milliseconds)
    }

    /// Counts from now on how long the log is after each commit of this connection.
    func watchLog() {
        let pages = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
        pages.initialize(to: 0)
        loggedPages = pages
        sqlite3_wal_hook(
            handle,
            { pages, _, _, count in
                pages?.assumingMemoryBound(to: Int32.self).pointee = count
                return SQLITE_OK
            }, pages)
    }

    /// Pages in the log after the last commit of this connection; 0: it is not watched.
    var logPages: Int { Int(loggedPages?.pointee ?? 0) }

    /// Copies pages from the log into the file, as far as no reader still needs the older ones
    /// there; commits go on meanwhile. `anew`: so that the next commit begins the log anew, for
    /// which readers are waited for, a while.
    func moveLog(anew: Bool = false) throws(StoreError) -> LogMove {
        var logged: Int32 = 0
        var moved: Int32 = 0
        let code = sqlite3_wal_checkpoint_v2(
            handle, nil, anew ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE, &logged,
            &moved)
        // Busy: another connection is at it, or a reader needs what stands there.
        guard code == SQLITE_OK || code == SQLITE_BUSY else {
            throw StoreError(sqlite: code, handle: handle, "the log cannot be moved")
        }
        return LogMove(loggedPages: max(0, Int(logged)), movedPages: max(0, Int(moved)))
    }

    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Rows changed by the last statement.
    var changes: Int { Int(sqlite3_changes(handle)) }
}

/// What stood in the log, and how much of that the file has now.
struct LogMove {
    let loggedPages: Int
    let movedPages: Int
}

extension StoreError {
    /// What SQLite says went wrong.
    init(sqlite code: Int32, handle: OpaquePointer?, _ message: String) {
        let words = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
        let cause = "SQLite \(code): \(words)"
        switch code & 0xFF {
        case SQLITE_CORRUPT, SQLITE_NOTADB: self.init(.damaged, message, cause: cause)
        case SQLITE_READONLY: self.init(.unsupported, message, cause: cause)
        default: self.init(.unavailable, message, cause: cause)
        }
    }
}
