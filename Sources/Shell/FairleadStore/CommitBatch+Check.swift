import FairleadDomain

extension CommitBatch {
    /// Refuses what no store may hold; each store calls it before it writes anything.
    public func check() throws(StoreError) {
        try limit("a commit's rows", rowCount, max: StoreLimits.batchRowsMax)
        for segment in segments { try segment.check() }
        for receipt in receipts { try receipt.check() }
        for item in items { try item.check() }
        for agenda in agendas {
            try checkShard(agenda.shard)
            try checkKey("an agenda's anchor", agenda.anchor)
        }
        for answer in answers {
            try checkKey("an answer's principal", answer.principal)
            try checkKey("an answer's path", answer.path)
            try checkKey("an answer's key", answer.key)
            try limit(
                "an answer's bytes", answer.answer.count, max: StoreLimits.answerBytesMax)
        }
        for blob in blobs {
            try limit("a blob's bytes", blob.bytes.count, max: StoreLimits.blobBytesMax)
        }
        for entry in meta {
            try checkKey("a meta key", entry.key)
            try limit("a meta value's bytes", entry.value.utf8.count, max: StoreLimits.metaBytesMax)
            guard !MetaEntry.reservedKeys.contains(entry.key) else {
                throw StoreError(.invalid, "the meta key \(entry.key) is the store's own")
            }
        }
        for purge in purges {
            try checkShard(purge.place.shard)
            try checkKey("a payload's label", purge.label)
        }
    }
}

extension Segment {
    fileprivate func check() throws(StoreError) {
        try checkShard(shard)
        try checkKey("a segment's anchor", anchor)
        guard first >= 1, !entries.isEmpty else {
            throw StoreError(.invalid, "a segment has at least one entry, and numbers from 1")
        }
        try limit("a segment's entries", entries.count, max: StoreLimits.segmentEntriesMax)
        try limit("a segment's payloads", payloads.count, max: StoreLimits.segmentPayloadsMax)
        var byteCount = 0
        for entry in entries {
            try limit("an entry's bytes", entry.bytes.count, max: StoreLimits.entryBytesMax)
            byteCount += entry.bytes.count
        }
        try limit("a segment's entry bytes", byteCount, max: StoreLimits.segmentBytesMax)
        try checkPayloads()
    }

    private func checkPayloads() throws(StoreError) {
        var byteCount = 0
        // Labels of the entry at hand: an entry has few, so that a list is searched.
        var labels: [String] = []
        var number = first
        for payload in payloads {
            try checkKey("a payload's label", payload.label)
            guard payload.number >= number, payload.number <= last else {
                throw StoreError(.invalid, "\(name): a payload outside of it or out of order")
            }
            if payload.number > number { labels = [] }
            number = payload.number
            guard !labels.contains(where: { $0.utf8.elementsEqual(payload.label.utf8) }) else {
                throw StoreError(.invalid, "\(name): entry \(number) has a payload twice")
            }
            labels.append(payload.label)
            guard case .kept(_, let bytes) = payload.content else { continue }
            try limit("a payload's bytes", bytes.count, max: StoreLimits.payloadBytesMax)
            byteCount += bytes.count
        }
        try limit("a segment's payload bytes", byteCount, max: StoreLimits.segmentBytesMax)
    }
}

extension Receipt {
    fileprivate func check() throws(StoreError) {
        try checkShard(place.shard)
        try checkKey("a receipt's source", source)
        try checkKey("a receipt's id", id)
        try limit("a receipt's cases", cases.count, max: StoreLimits.receiptCasesMax)
        for name in cases {
            try checkKey("a receipt's case", name)
            // The cases of a receipt are kept one on a line.
            guard !name.utf8.contains(0x0A) else {
                throw StoreError(.invalid, "a receipt's case has no line break")
            }
        }
    }
}

extension Item {
    fileprivate func check() throws(StoreError) {
        try checkShard(shard)
        try checkKey("an item's id", id)
        try checkKey("an item's anchor", anchor)
        // An exception may belong to no case.
        if !caseID.isEmpty { try checkKey("an item's case", caseID) }
        try checkKey("an item's state", state)
        if let account { try checkKey("an item's account", account) }
        if let playbook { try checkKey("an item's playbook", playbook) }
        if let queue { try checkKey("an item's queue", queue) }
    }
}

private func limit(_ what: @autoclosure () -> String, _ value: Int, max: Int) throws(StoreError) {
    guard value <= max else {
        throw StoreError(.limit, "\(what()): \(value), at most \(max)")
    }
}

private func checkShard(_ shard: Int) throws(StoreError) {
    guard shard >= 0, shard < StoreLimits.shardCount else {
        throw StoreError(.invalid, "shard \(shard) is not one of \(StoreLimits.shardCount)")
    }
}

private func checkKey(_ what: String, _ key: String) throws(StoreError) {
    try limit("\(what), bytes", key.utf8.count, max: StoreLimits.keyBytesMax)
    // U+0000 would end the text in SQLite, and Postgres refuses it.
    let hasZero =
        key.utf8.withContiguousStorageIfAvailable { $0.contains(0) } ?? key.utf8.contains(0)
    guard !key.isEmpty, !hasZero else {
        throw StoreError(.invalid, "\(what) is empty or has a U+0000")
    }
}
