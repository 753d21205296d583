import FairleadDomain
import FairleadStore

extension SQLiteWriter {
    func write(_ items: [Item]) throws(StoreError) {
        if items.isEmpty { return }
        let statement = try connection.statement(
            """
            INSERT INTO item VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)
            ON CONFLICT DO UPDATE SET
                (shard, anchor, case_id, account, state, playbook, queue, score, opened, due)
                = (?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)
            WHERE (shard, anchor, case_id, account, state, playbook, queue, score, opened, due)
                IS NOT (?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)
            """)
        statement.bind(1, tenant)
        for item in items {
            statement.bind(2, item.kind.rawValue)
            statement.bind(3, item.id)
            statement.bind(4, item.shard)
            statement.bind(5, item.anchor)
            statement.bind(6, item.caseID)
            statement.bind(7, item.account)
            statement.bind(8, item.state)
            statement.bind(9, item.playbook)
            statement.bind(10, item.queue)
            statement.bind(11, item.scoreThousandths)
            statement.bind(12, item.opened)
            statement.bind(13, item.due)
            try statement.run()
        }
    }

    func write(_ answers: [KeptAnswer]) throws(StoreError) {
        if answers.isEmpty { return }
        let statement = try connection.statement(
            "INSERT OR REPLACE INTO idempotency VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
        for answer in answers {
            statement.bind(1, answer.principal)
            statement.bind(2, answer.path)
            statement.bind(3, answer.key)
            statement.bind(4, answer.body)
            statement.bind(5, answer.status)
            statement.bind(6, answer.answer)
            statement.bind(7, answer.expires)
            try statement.run()
        }
    }

    func write(_ blobs: [StoredBlob]) throws(StoreError) {
        if blobs.isEmpty { return }
        let statement = try connection.statement("INSERT OR IGNORE INTO blob VALUES (?1, ?2)")
        for blob in blobs {
            statement.bind(1, blob.digest)
            statement.bind(2, blob.bytes)
            try statement.run()
        }
    }

    func write(_ entries: [MetaEntry]) throws(StoreError) {
        if entries.isEmpty { return }
        let statement = try connection.statement("INSERT OR REPLACE INTO meta VALUES (?1, ?2)")
        for entry in entries {
            statement.bind(1, entry.key)
            statement.bind(2, entry.value)
            try statement.run()
        }
    }
}
