import FairleadDomain
import FairleadStore

extension SQLiteReader {
    private static let columns = "SELECT shard, anchor, first, last, time, entries, payloads"

    func segments(shard: Int, from number: Int64, limit: Int) throws(StoreError) -> [Segment] {
        try checkPage(limit)
        return try connection.rows(
            composed: """
                \(Self.columns) FROM segment INDEXED BY segment_by_number
                WHERE tenant = ?1 AND shard = ?2 AND first >= coalesce((
                    SELECT max(first) FROM segment
                    WHERE tenant = ?1 AND shard = ?2 AND first <= ?3 AND last >= ?3), ?3)
                ORDER BY first LIMIT ?4
                """
        ) {
            $0.bind(1, tenant)
            $0.bind(2, shard)
            $0.bind(3, number)
            $0.bind(4, limit)
        } read: { (row) throws(StoreError) in
            try row.segment()
        }
    }

    func segments(
        shard: Int, anchor: String, from number: Int64, limit: Int
    ) throws(StoreError) -> [Segment] {
        try checkPage(limit)
        return try connection.rows(
            composed: """
                \(Self.columns) FROM segment INDEXED BY segment_by_anchor
                WHERE tenant = ?1 AND shard = ?2 AND anchor = ?3 AND first >= ?4
                ORDER BY first LIMIT ?5
                """
        ) {
            $0.bind(1, tenant)
            $0.bind(2, shard)
            $0.bind(3, anchor)
            $0.bind(4, number)
            $0.bind(5, limit)
        } read: { (row) throws(StoreError) in
            try row.segment()
        }
    }

    func segment(containing place: EntryPlace) throws(StoreError) -> Segment? {
        try connection.rows(
            composed: """
                \(Self.columns) FROM segment INDEXED BY segment_by_number
                WHERE tenant = ?1 AND shard = ?2 AND first <= ?3 ORDER BY first DESC LIMIT 1
                """
        ) {
            $0.bind(1, tenant)
            $0.bind(2, place.shard)
            $0.bind(3, place.number)
        } read: { (row) throws(StoreError) -> Segment? in
            // A later row cannot hold it either: decode only the one that does.
            row.integer(3) < place.number ? nil : try row.segment()
        }.first ?? nil
    }
}
