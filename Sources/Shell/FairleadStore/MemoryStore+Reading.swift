public import FairleadCanonical
public import FairleadDomain
public import FairleadLedger

extension MemoryStore {
    public func heads() throws(StoreError) -> [ChainHead] {
        try read { (state) throws(StoreError) in state.heads }
    }

    public func receipt(source: String, id: String) throws(StoreError) -> Receipt? {
        try read { (state) throws(StoreError) in state.receipts[ByteKey(source, id)] }
    }

    public func receipts(
        after key: ReceiptKey?, limit: Int
    ) throws(StoreError) -> [Receipt] {
        try checkPage(limit)
        return try read { (state) throws(StoreError) in
            state.receipts.page(after: key.map { ByteKey($0.source, $0.id) }, limit: limit)
        }
    }

    public func segments(
        shard: Int, from number: Int64, limit: Int
    ) throws(StoreError) -> [Segment] {
        try checkPage(limit)
        return try read { (state) throws(StoreError) in
            guard state.segments.indices.contains(shard) else { return [] }
            let all = state.segments[shard]
            let start = all.firstIndex(from: { $0.last >= number })
            return Array(all[start...].prefix(limit))
        }
    }

    public func segments(
        shard: Int, anchor: String, from number: Int64, limit: Int
    ) throws(StoreError) -> [Segment] {
        try checkPage(limit)
        return try read { (state) throws(StoreError) in
            guard state.segments.indices.contains(shard) else { return [] }
            let indices = state.segmentsByAnchor[ByteKey(shard: shard, anchor)] ?? []
            let all = state.segments[shard]
            return Array(indices.lazy.map { all[$0] }.filter { $0.first >= number }.prefix(limit))
        }
    }

    public func segment(containing place: EntryPlace) throws(StoreError) -> Segment? {
        try read { (state) throws(StoreError) in
            state.index(of: place).map { state.segments[place.shard][$0] }
        }
    }

    public func agenda(shard: Int, anchor: String) throws(StoreError) -> Agenda? {
        guard shard >= 0, shard < StoreLimits.shardCount else { return nil }
        return try read { (state) throws(StoreError) in
            state.agendas[ByteKey(shard: shard, anchor)]
        }
    }

    public func agendas(after key: AgendaKey?, limit: Int) throws(StoreError) -> [Agenda] {
        try checkPage(limit)
        return try read { (state) throws(StoreError) in
            state.agendas.page(
                after: key.map { ByteKey(shard: $0.shard, $0.anchor) }, limit: limit)
        }
    }

    public func items(_ query: ItemQuery) throws(StoreError) -> ItemPage {
        let cursor = try query.checkedCursor()
        return try read { (state) throws(StoreError) in
            let matching = state.items.unordered.lazy.filter { item in
                guard query.asks(for: item) else { return false }
                guard let cursor else { return true }
                return ItemCursor(after: item, order: query.order).isAfter(cursor)
            }
            // One more than asked for tells whether there is a next page.
            let items = first(query.limit + 1, of: matching) { left, right in
                ItemCursor(after: right, order: query.order).isAfter(
                    ItemCursor(after: left, order: query.order))
            }
            return ItemPage(upTo: query.limit, of: items, order: query.order)
        }
    }

    public func item(kind: Item.Kind, id: String) throws(StoreError) -> Item? {
        try read { (state) throws(StoreError) in state.items[ByteKey(kind.rawValue, id)] }
    }

    public func blob(_ digest: Digest) throws(StoreError) -> [UInt8]? {
        try read { (state) throws(StoreError) in state.blobs[digest] }
    }

    public func answer(
        principal: String, path: String, key: String
    ) throws(StoreError) -> KeptAnswer? {
        try read { (state) throws(StoreError) in state.answers[ByteKey(principal, path, key)] }
    }

    public func meta(_ key: String) throws(StoreError) -> String? {
        try read { (state) throws(StoreError) in state.meta[key] }
    }

    public func counts(now: Instant) throws(StoreError) -> StoreCounts {
        try read { (state) throws(StoreError) in
            var items: [ByteKey: ItemCount] = [:]
            for item in state.items.unordered {
                let key = ByteKey(item.kind.rawValue, item.state)
                let count = (items[key]?.count ?? 0) + 1
                items[key] = ItemCount(kind: item.kind, state: item.state, count: count)
            }
            return StoreCounts(
                entries: state.heads.reduce(0) { $0 + $1.number },
                items: items.sorted { $0.key < $1.key }.map(\.value),
                agendas: state.agendas.count,
                agendasDue: state.agendas.unordered.count { ($0.due ?? .latest) <= now })
        }
    }
}

extension ItemQuery {
    fileprivate func asks(for item: Item) -> Bool {
        (kinds.isEmpty || kinds.contains(item.kind))
            && (states.isEmpty || states.contains(where: { same($0, item.state) }))
            && (account.map { same($0, item.account) } ?? true)
            && (playbook.map { same($0, item.playbook) } ?? true)
            && (queue.map { same($0, item.queue) } ?? true)
    }
}

extension ItemCursor {
    fileprivate func isAfter(_ other: ItemCursor) -> Bool {
        switch order {
        case .priority:
            guard scoreThousandths == other.scoreThousandths else {
                return scoreThousandths < other.scoreThousandths
            }
            return ByteKey(other.id, other.kind.rawValue) < ByteKey(id, kind.rawValue)
        case .key:
            return ByteKey(other.kind.rawValue, other.id) < ByteKey(kind.rawValue, id)
        }
    }
}

/// Whether two names have the same bytes.
private func same(_ left: String, _ right: String?) -> Bool {
    guard let right else { return false }
    return left.utf8.elementsEqual(right.utf8)
}

/// The first elements in an order, sorted, without sorting them all.
private func first<Element>(
    _ limit: Int, of elements: some Sequence<Element>,
    by precedes: (Element, Element) -> Bool
) -> [Element] {
    var kept: [Element] = []
    for element in elements {
        if kept.count == limit, let last = kept.last, !precedes(element, last) { continue }
        var low = 0
        var high = kept.count
        while low < high {
            let middle = (low + high) / 2
            if precedes(element, kept[middle]) { high = middle } else { low = middle + 1 }
        }
        kept.insert(element, at: low)
        if kept.count > limit { kept.removeLast() }
    }
    return kept
}
