import FairleadCanonical
import FairleadDomain
import FairleadLedger
import FairleadStore

/// The one connection that writes. Not thread-safe: its owner guards it.
struct SQLiteWriter {
    let connection: Connection
    let tenant: String
    /// After a commit whose end is not known, what the disk holds is not known either: SQLite's
    /// pages may look written and not be. Only a new start reads what is really there.
    private var isDoubtful = false

    init(connection: Connection, tenant: String) {
        self.connection = connection
        self.tenant = tenant
    }

    mutating func commit(_ batch: CommitBatch) throws(StoreError) {
        guard !isDoubtful else {
            throw StoreError(
                .unavailable, "an earlier commit failed in the middle: the store must be reopened")
        }
        try batch.check()
        // What is purged must not stay in the free space of the file.
        if !batch.purges.isEmpty { try connection.execute("PRAGMA secure_delete = ON") }
        try connection.statement("BEGIN IMMEDIATE").run()
        do throws(StoreError) {
            try write(batch)
        } catch {
            // After some errors SQLite has rolled back by itself.
            if connection.isInTransaction {
                do throws(StoreError) {
                    try connection.execute("ROLLBACK")
                } catch {
                    isDoubtful = true
                }
            }
            throw error
        }
        do throws(StoreError) {
            try connection.statement("COMMIT").run()
        } catch {
            isDoubtful = true
            throw error
        }
        if !batch.purges.isEmpty { forgetPurged() }
    }

    /// Empties the log, where purged bytes still stand. A reader with a long snapshot is not
    /// waited for: then the log goes with the next checkpoint.
    private func forgetPurged() {
        // The purge itself is committed: what fails here must not look as if it were not.
        try? connection.execute(
            """
            PRAGMA secure_delete = OFF;
            PRAGMA busy_timeout = 0;
            PRAGMA wal_checkpoint(TRUNCATE);
            """)
        connection.waitForLocks()
    }

    private func write(_ batch: CommitBatch) throws(StoreError) {
        try write(batch.segments)
        try write(batch.receipts)
        try write(batch.items)
        try write(batch.agendas)
        try write(batch.answers)
        try write(batch.blobs)
        try write(batch.meta)
        for purge in batch.purges { try apply(purge) }
        if let until = batch.forgetAnswersUntil {
            let statement = try connection.statement("DELETE FROM idempotency WHERE expires <= ?1")
            statement.bind(1, until)
            try statement.run()
        }
    }

    private func write(_ segments: [Segment]) throws(StoreError) {
        if segments.isEmpty { return }
        try moveHeads(over: segments)
        let statement = try connection.statement(
            """
            INSERT INTO segment (tenant, shard, first, last, anchor, time, entries, payloads)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """)
        statement.bind(1, tenant)
        for segment in segments {
            statement.bind(2, segment.shard)
            statement.bind(3, segment.first)
            statement.bind(4, segment.last)
            statement.bind(5, segment.anchor)
            statement.bind(6, segment.time)
            statement.bind(7, segment.framedEntries())
            statement.bind(8, segment.framedPayloads())
            try statement.run()
        }
    }

    /// Moves the end of each chain from before its first segment to behind its last.
    private func moveHeads(over segments: [Segment]) throws(StoreError) {
        var chains: [(first: Int, head: ChainHead)] = []
        var chainOfShard = [Int?](repeating: nil, count: StoreLimits.shardCount)
        for (place, segment) in segments.enumerated() {
            if let chain = chainOfShard[segment.shard] {
                try segment.checkFollows(chains[chain].head)
                chains[chain].head = segment.head
            } else {
                chainOfShard[segment.shard] = chains.count
                chains.append((place, segment.head))
            }
        }
        // That the first follows what is stored is a condition of the statement itself: one
        // search, not two.
        let begin = try connection.statement(
            "INSERT OR IGNORE INTO chain_head VALUES (?1, ?2, ?3, ?4, ?5)")
        let move = try connection.statement(
            """
            UPDATE chain_head SET number = ?3, hash = ?4, time = ?5
            WHERE tenant = ?1 AND shard = ?2 AND number = ?6 AND hash = ?7
            """)
        for (place, head) in chains {
            let first = segments[place]
            let empty = ChainHead.empty(shard: head.shard)
            let isFirst = first.first == empty.number + 1 && first.previous == empty.hash
            let statement = isFirst ? begin : move
            statement.bind(1, tenant)
            statement.bind(2, head.shard)
            statement.bind(3, head.number)
            statement.bind(4, head.hash)
            statement.bind(5, head.time)
            if !isFirst {
                statement.bind(6, first.first - 1)
                statement.bind(7, first.previous)
            }
            try statement.run()
            guard connection.changes == 1 else {
                let reader = SQLiteReader(connection: connection, tenant: tenant)
                try first.checkFollows(try reader.head(shard: head.shard))
                throw StoreError(.conflict, "the end of shard \(head.shard) is not where it was")
            }
        }
    }

    private func write(_ receipts: [Receipt]) throws(StoreError) {
        if receipts.isEmpty { return }
        // The rule of `Receipt.mayFollow`, in the statement itself: one search, not two.
        let statement = try connection.statement(
            """
            INSERT INTO intake VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT DO UPDATE SET cases = excluded.cases
            WHERE digest = excluded.digest AND shard = excluded.shard
                AND number = excluded.number
            """)
        statement.bind(1, tenant)
        for receipt in receipts {
            statement.bind(2, receipt.source)
            statement.bind(3, receipt.id)
            statement.bind(4, receipt.digest)
            statement.bind(5, receipt.place.shard)
            statement.bind(6, receipt.place.number)
            statement.bind(7, receipt.cases.joined(separator: "\n"))
            try statement.run()
            guard connection.changes == 1 else { throw .conflict(receipt) }
        }
    }

    private func write(_ agendas: [Agenda]) throws(StoreError) {
        if agendas.isEmpty { return }
        let upsert = try connection.statement(
            """
            INSERT INTO agenda VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT DO UPDATE SET due = excluded.due WHERE due != excluded.due
            """)
        let delete = try connection.statement(
            "DELETE FROM agenda WHERE tenant = ?1 AND shard = ?2 AND anchor = ?3")
        upsert.bind(1, tenant)
        delete.bind(1, tenant)
        for agenda in agendas {
            let statement = agenda.due == nil ? delete : upsert
            statement.bind(2, agenda.shard)
            statement.bind(3, agenda.anchor)
            if let due = agenda.due { statement.bind(4, due) }
            try statement.run()
        }
    }

    private func apply(_ purge: PayloadPurge) throws(StoreError) {
        let reader = SQLiteReader(connection: connection, tenant: tenant)
        guard
            let purged = try reader.segment(containing: purge.place)?.purging(
                purge.place.number, label: purge.label)
        else { throw .notFound(purge) }
        let statement = try connection.statement(
            "UPDATE segment SET payloads = ?4 WHERE tenant = ?1 AND shard = ?2 AND first = ?3")
        statement.bind(1, tenant)
        statement.bind(2, purged.shard)
        statement.bind(3, purged.first)
        statement.bind(4, purged.framedPayloads())
        try statement.run()
    }
}
