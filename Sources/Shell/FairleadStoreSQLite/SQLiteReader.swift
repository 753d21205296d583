import FairleadCanonical
import FairleadDomain
import FairleadLedger
import FairleadStore

/// The questions to a store, over one connection; within one transaction where its owner began
/// one.
struct SQLiteReader: StoreReader {
    let connection: Connection
    let tenant: String

    func heads() throws(StoreError) -> [ChainHead] {
        var heads = (0..<StoreLimits.shardCount).map { ChainHead.empty(shard: $0) }
        let stored = try connection.rows(
            "SELECT shard, number, hash, time FROM chain_head WHERE tenant = ?1 ORDER BY shard"
        ) {
            $0.bind(1, tenant)
        } read: { (row) throws(StoreError) in
            try row.chainHead()
        }
        for head in stored { heads[head.shard] = head }
        return heads
    }

    /// The head of one shard's chain.
    func head(shard: Int) throws(StoreError) -> ChainHead {
        try connection.rows(
            "SELECT shard, number, hash, time FROM chain_head WHERE tenant = ?1 AND shard = ?2"
        ) {
            $0.bind(1, tenant)
            $0.bind(2, shard)
        } read: { (row) throws(StoreError) in
            try row.chainHead()
        }.first ?? .empty(shard: shard)
    }

    func receipt(source: String, id: String) throws(StoreError) -> Receipt? {
        try connection.rows(
            """
            SELECT source, id, digest, shard, number, cases FROM intake
            WHERE tenant = ?1 AND source = ?2 AND id = ?3
            """
        ) {
            $0.bind(1, tenant)
            $0.bind(2, source)
            $0.bind(3, id)
        } read: { (row) throws(StoreError) in
            try row.receipt()
        }.first
    }

    func receipts(after key: ReceiptKey?, limit: Int) throws(StoreError) -> [Receipt] {
        try checkPage(limit)
        return try connection.rows(
            """
            SELECT source, id, digest, shard, number, cases FROM intake
            WHERE tenant = ?1 AND (source, id) > (?2, ?3) ORDER BY source, id LIMIT ?4
            """
        ) {
            $0.bind(1, tenant)
            $0.bind(2, key?.source ?? "")
            $0.bind(3, key?.id ?? "")
            $0.bind(4, limit)
        } read: { (row) throws(StoreError) in
            try row.receipt()
        }
    }

    func agenda(shard: Int, anchor: String) throws(StoreError) -> Agenda? {
        try connection.rows(
            """
            SELECT shard, anchor, due FROM agenda
            WHERE tenant = ?1 AND shard = ?2 AND anchor = ?3
            """
        ) {
            $0.bind(1, tenant)
            $0.bind(2, shard)
            $0.bind(3, anchor)
        } read: { (row) throws(StoreError) in
            row.agenda()
        }.first
    }

    func agendas(after key: AgendaKey?, limit: Int) throws(StoreError) -> [Agenda] {
        try checkPage(limit)
        return try connection.rows(
            """
            SELECT shard, anchor, due FROM agenda
            WHERE tenant = ?1 AND (shard, anchor) > (?2, ?3) ORDER BY shard, anchor LIMIT ?4
            """
        ) {
            $0.bind(1, tenant)
            $0.bind(2, key?.shard ?? -1)
            $0.bind(3, key?.anchor ?? "")
            $0.bind(4, limit)
        } read: { (row) throws(StoreError) in
            row.agenda()
        }
    }

    func blob(_ digest: Digest) throws(StoreError) -> [UInt8]? {
        try connection.rows("SELECT bytes FROM blob WHERE digest = ?1") {
            $0.bind(1, digest)
        } read: { (row) throws(StoreError) in
            row.bytes(0)
        }.first
    }

    func answer(
        principal: String, path: String, key: String
    ) throws(StoreError) -> KeptAnswer? {
        try connection.rows(
            """
            SELECT body, status, answer, expires FROM idempotency
            WHERE principal = ?1 AND path = ?2 AND key = ?3
            """
        ) {
            $0.bind(1, principal)
            $0.bind(2, path)
            $0.bind(3, key)
        } read: { (row) throws(StoreError) in
            KeptAnswer(
                principal: principal, path: path, key: key,
                body: try row.digest(0, of: "the idempotency row of \(path)"),
                status: Int(row.integer(1)), answer: row.bytes(2), expires: row.instant(3))
        }.first
    }

    func meta(_ key: String) throws(StoreError) -> String? {
        try connection.rows("SELECT value FROM meta WHERE key = ?1") {
            $0.bind(1, key)
        } read: { (row) throws(StoreError) in
            row.text(0)
        }.first
    }

    func counts(now: Instant) throws(StoreError) -> StoreCounts {
        let items = try connection.rows(
            """
            SELECT kind, state, count(*) FROM item WHERE tenant = ?1
            GROUP BY kind, state ORDER BY kind, state
            """
        ) {
            $0.bind(1, tenant)
        } read: { (row) throws(StoreError) in
            ItemCount(
                kind: try row.itemKind(0, of: "an item of state \(row.text(1))"),
                state: row.text(1), count: Int(row.integer(2)))
        }
        let agendas = try connection.rows(
            "SELECT count(*), coalesce(sum(due <= ?2), 0) FROM agenda WHERE tenant = ?1"
        ) {
            $0.bind(1, tenant)
            $0.bind(2, now)
        } read: { (row) throws(StoreError) in
            (Int(row.integer(0)), Int(row.integer(1)))
        }
        return StoreCounts(
            entries: try heads().reduce(0) { $0 + $1.number }, items: items,
            agendas: agendas.first?.0 ?? 0, agendasDue: agendas.first?.1 ?? 0)
    }
}
