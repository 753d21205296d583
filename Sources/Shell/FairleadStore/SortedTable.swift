/// Rows by key, also in the order of their keys, which is made when it is asked for.
struct SortedTable<Row: Sendable>: Sendable {
    private var rows: [ByteKey: Row] = [:]
    private var sorted: [ByteKey]?

    var count: Int { rows.count }

    /// In no order: for sums, and for what is sorted afterwards.
    var unordered: Dictionary<ByteKey, Row>.Values { rows.values }

    subscript(_ key: ByteKey) -> Row? {
        get { rows[key] }
        set {
            let known = rows[key] != nil
            rows[key] = newValue
            if known != (newValue != nil) { sorted = nil }
        }
    }

    /// Rows after a key, in order.
    mutating func page(after key: ByteKey?, limit: Int) -> [Row] {
        let keys = sorted ?? rows.keys.sorted()
        sorted = keys
        var low = 0
        if let key {
            var high = keys.count
            while low < high {
                let middle = (low + high) / 2
                if key < keys[middle] { high = middle } else { low = middle + 1 }
            }
        }
        return keys[low..<min(keys.count, low + limit)].compactMap { rows[$0] }
    }

    mutating func removeAll(where drops: (Row) -> Bool) {
        for (key, row) in rows where drops(row) { rows[key] = nil }
        sorted = nil
    }
}
