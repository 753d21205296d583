import FairleadCanonical
import FairleadStore

/// The numbered changes of the schema, each applied once, in a transaction of its own.
enum SchemaMigration {
    /// `Fair` in ASCII: marks the file as ours (SQLite's application id).
    static let applicationID: Int64 = 0x4661_6972

    /// Each file of Migrations/, in order; its number is its place from 1.
    private static let all: [[UInt8]] = [
        PackageResources._01_store_sql, PackageResources._02_append_sql,
        PackageResources._03_lists_sql,
    ]

    /// The schema that this release writes.
    static let version = all.count

    /// Brings a file to this release's schema; makes a new one if it is empty.
    static func migrate(
        _ connection: Connection, tenant: String, created: Instant, upTo version: Int = version
    ) throws(StoreError) {
        let found = try check(connection)
        for number in found..<version {
            try connection.execute("BEGIN IMMEDIATE")
            do throws(StoreError) {
                try connection.execute(String(decoding: all[number], as: UTF8.self))
                if number == 0 { try makeMeta(connection, tenant: tenant, created: created) }
                let mark = try connection.statement(
                    "INSERT OR REPLACE INTO meta VALUES ('schema', ?1)")
                mark.bind(1, String(number + 1))
                try mark.run()
                try connection.execute("COMMIT")
            } catch {
                try? connection.execute("ROLLBACK")
                throw error
            }
        }
    }

    /// The schema of a file, 0 of an empty one. A newer release's, or a file that is not ours,
    /// is `foreign`.
    static func check(_ connection: Connection) throws(StoreError) -> Int {
        let mark = try connection.integer("PRAGMA application_id")
        if mark != applicationID {
            guard mark == 0, try connection.integer("SELECT count(*) FROM sqlite_schema") == 0
            else { throw StoreError(.foreign, "this file is not a store of Fairlead's") }
            return 0
        }
        let text = try SQLiteReader(connection: connection, tenant: "").meta("schema") ?? ""
        guard let found = Int(text), found >= 1 else {
            throw StoreError(.damaged, "the store's schema has no number")
        }
        guard found <= version else {
            throw StoreError(
                .foreign,
                "the store has schema \(found), of a newer release; this one knows \(version)")
        }
        return found
    }

    private static func makeMeta(
        _ connection: Connection, tenant: String, created: Instant
    ) throws(StoreError) {
        try connection.execute("PRAGMA application_id = \(applicationID)")
        let statement = try connection.statement("INSERT INTO meta VALUES (?1, ?2)")
        let entries = [
            ("tenant", tenant), ("created", created.rfc3339),
            ("shards", String(StoreLimits.shardCount)),
        ]
        for (key, value) in entries {
            statement.bind(1, key)
            statement.bind(2, value)
            try statement.run()
        }
    }
}
