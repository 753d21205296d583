import FairleadCanonical
import FairleadDomain
import FairleadLedger
import FairleadStore
import Foundation
import Testing

@testable import FairleadStoreSQLite

@Suite struct `The store in one SQLite file` {
    private static func store(
        _ folder: TemporaryFolder, log: LogLimits = LogLimits()
    ) throws -> SQLiteStore {
        try SQLiteStore(
            path: folder.path("store.db"), tenant: LedgerSample.tenant,
            created: LedgerSample.start, log: log)
    }

    private static func inFolder(_ body: (TemporaryFolder) throws -> Void) throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try body(folder)
    }

    private static func bytes(_ path: String) throws -> Int {
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size]
        return try #require(size as? Int)
    }

    /// What a page takes in the log, with its header.
    private static let framedPageBytes = SQLiteStore.pageBytes + 24

    @Test func `a connection that writes keeps full durability, and moves no log in a commit`()
        throws
    {
        try Self.inFolder { folder in
            let connection = try Connection(path: folder.path("store.db"), access: .writing)
            try SQLiteStore.makeDurable(connection)
            #expect(try connection.text("PRAGMA journal_mode") == "wal")
            #expect(try connection.integer("PRAGMA synchronous") == 2)
            #expect(try connection.integer("PRAGMA wal_autocheckpoint") == 0)
        }
    }

    @Test func `the log is bounded while commits follow each other`() throws {
        try Self.inFolder { folder in
            let log = LogLimits(stepPages: 8, anewPages: 32, waitPages: 64)
            let store = try Self.store(folder, log: log)
            defer { store.close() }
            var sample = LedgerSample()
            var longest = 0
            for number in 0..<600 {
                let segment = try sample.segment(
                    shard: number % 64, anchor: "anchor \(number)", entries: 8, payloads: 4)
                try store.commit(CommitBatch(segments: [segment]))
                longest = max(longest, try Self.bytes(folder.path("store.db-wal")))
            }
            // A commit of these has at most 16 pages, and it may be the one that reaches the limit.
            #expect(longest <= (log.waitPages + 2 * 16) * Self.framedPageBytes)
            #expect(longest >= log.stepPages * Self.framedPageBytes)
        }
    }

    @Test func `a reader of an old state makes the log longer, and not for ever`() throws {
        try Self.inFolder { folder in
            let log = LogLimits(stepPages: 8, anewPages: 32, waitPages: 64)
            let store = try Self.store(folder, log: log)
            defer { store.close() }
            var sample = LedgerSample()
            func commit(_ count: Int) throws {
                for number in 0..<count {
                    let segment = try sample.segment(
                        shard: number % 64, anchor: "anchor", entries: 8, payloads: 4)
                    try store.commit(CommitBatch(segments: [segment]))
                }
            }
            try commit(10)
            let before = try store.heads()
            try store.snapshot { reader in
                try commit(100)
                #expect(try reader.heads() == before)
            }
            let long = try Self.bytes(folder.path("store.db-wal"))
            #expect(long > 2 * log.waitPages * Self.framedPageBytes)
            // The file of the log keeps its size; what is in it begins anew.
            try commit(5)
            let ended = try Self.bytes(folder.path("store.db-wal"))
            #expect(ended < long + 5 * 16 * Self.framedPageBytes)
            try commit(200)
            #expect(try Self.bytes(folder.path("store.db-wal")) == ended)
            #expect(try store.heads() == sample.heads)
        }
    }

    @Test func `what is purged has left the log when the commit returns`() throws {
        try Self.inFolder { folder in
            let store = try Self.store(folder, log: LogLimits(stepPages: 1))
            defer { store.close() }
            var sample = LedgerSample()
            for number in 0..<40 {
                let segment = try sample.segment(shard: 5, anchor: "anchor", payloads: 1)
                try store.commit(CommitBatch(segments: [segment]))
                let place = EntryPlace(shard: 5, number: Int64(number + 1))
                try store.commit(
                    CommitBatch(purges: [PayloadPurge(place: place, label: "label0")]))
                #expect(try Self.bytes(folder.path("store.db-wal")) == 0)
            }
            let file = try Data(contentsOf: URL(fileURLWithPath: folder.path("store.db")))
            #expect(file.range(of: Data("secret 0 0".utf8)) == nil)
        }
    }

    @Test func `a store of schema 1 is brought to this release's, with all it holds`() throws {
        try Self.inFolder { folder in
            var sample = LedgerSample()
            var segments: [Segment] = []
            for number in 0..<100 {
                segments.append(
                    try sample.segment(
                        shard: number % 3, anchor: "anchor \(number % 7)", entries: 2,
                        payloads: 1))
            }
            try Self.writeSchema1(folder.path("store.db"), segments)
            #expect(throws: StoreError.self) {
                try SQLiteStore(reading: folder.path("store.db"))
            }
            let store = try Self.store(folder)
            defer { store.close() }
            #expect(try store.meta("schema") == String(SchemaMigration.version))
            #expect(try store.heads() == sample.heads)
            for shard in 0..<3 {
                let expected = segments.filter { $0.shard == shard }
                #expect(try store.segments(shard: shard, from: 1, limit: 1_000) == expected)
                let anchor = expected[4].anchor
                #expect(
                    try store.segments(shard: shard, anchor: anchor, from: 1, limit: 1_000)
                        == expected.filter { $0.anchor == anchor })
            }
            let next = try sample.segment(shard: 1, anchor: "anchor 1")
            try store.commit(CommitBatch(segments: [next]))
            #expect(try store.segment(containing: next.head.place) == next)
        }
    }

    /// A store as the release before this schema left it.
    private static func writeSchema1(_ path: String, _ segments: [Segment]) throws {
        let connection = try Connection(path: path, access: .writing)
        try SchemaMigration.migrate(
            connection, tenant: LedgerSample.tenant, created: LedgerSample.start, upTo: 1)
        // It names the columns that it writes; both schemas have them.
        var writer = SQLiteWriter(connection: connection, tenant: LedgerSample.tenant)
        try writer.commit(CommitBatch(segments: segments))
    }
}

extension ChainHead {
    fileprivate var place: EntryPlace { EntryPlace(shard: shard, number: number) }
}
