import FairleadCanonical
import FairleadDomain
import FairleadLedger
import FairleadStore

/// A store as somebody left it who had it to themselves for a moment: one thing in it is not as it
/// was written.
struct AlteredStore: StoreReader, Sendable {
    private enum Alteration {
        case entryByte(Int)
        case payloadByte(Int)
        case entryGone, entriesSwapped, entryTwice, cut
        case itemState, receiptCases, agendaLater, receiptGone
    }

    private let base: any StoreReader & Sendable
    private let alteration: Alteration
    /// The segment that is altered.
    private let place: EntryPlace
    private let item: Item
    private let receipt: Receipt

    /// Nil: there is nothing in the store to alter.
    init?(_ base: some StoreReader & Sendable, chance: inout Chance) throws {
        let heads = try base.heads().filter { $0.number > 0 }
        let items = try base.items(ItemQuery(order: .key, limit: 1_000)).items
        let receipts = try base.receipts(after: nil, limit: 1_000)
        guard !heads.isEmpty, !items.isEmpty, !receipts.isEmpty else { return nil }
        self.base = base
        item = items[chance.below(items.count)]
        receipt = receipts[chance.below(receipts.count)]
        let head = heads[chance.below(heads.count)]
        place = EntryPlace(
            shard: head.shard, number: Int64(1 + chance.below(Int(head.number))))
        let kinds: [Alteration] = [
            .entryByte(chance.below(10_000)), .payloadByte(chance.below(10_000)), .entryGone,
            .entriesSwapped, .entryTwice, .cut, .itemState, .receiptCases, .agendaLater,
            .receiptGone,
        ]
        var chosen = kinds[chance.below(kinds.count)]
        if case .payloadByte = chosen, try base.segment(containing: place)?.payloads.isEmpty ?? true
        {
            chosen = .entryByte(7)
        }
        if case .entriesSwapped = chosen,
            try base.segment(containing: place)?.entries.count ?? 0 < 2
        {
            chosen = .entryGone
        }
        if case .agendaLater = chosen, try base.agendas(after: nil, limit: 1).isEmpty {
            chosen = .itemState
        }
        alteration = chosen
    }

    /// What was done to it.
    var what: String {
        switch alteration {
        case .itemState: "the state of \(item.id) is another (\(alteration))"
        case .receiptCases, .receiptGone: "the receipt of \(receipt.id) is another (\(alteration))"
        case .agendaLater: "an agenda is later"
        default: "\(place) is not what was written (\(alteration))"
        }
    }

    // MARK: What is altered

    func segments(shard: Int, from number: Int64, limit: Int) throws(StoreError) -> [Segment] {
        try base.segments(shard: shard, from: number, limit: limit).map(altered)
    }

    func segments(
        shard: Int, anchor: String, from number: Int64, limit: Int
    ) throws(StoreError) -> [Segment] {
        try base.segments(shard: shard, anchor: anchor, from: number, limit: limit).map(altered)
    }

    func segment(containing place: EntryPlace) throws(StoreError) -> Segment? {
        try base.segment(containing: place).map(altered)
    }

    private func altered(_ segment: Segment) -> Segment {
        guard segment.shard == place.shard, segment.entry(place.number) != nil else {
            return segment
        }
        var entries = segment.entries
        var payloads = segment.payloads
        let index = Int(place.number - segment.first)
        switch alteration {
        case .entryByte(let at):
            var bytes = entries[index].bytes
            bytes[at % bytes.count] ^= 1
            entries[index] = SegmentEntry(hash: entries[index].hash, bytes: bytes)
        case .payloadByte(let at):
            let payload = payloads[at % payloads.count]
            guard case .kept(let salt, var bytes) = payload.content, !bytes.isEmpty else { break }
            bytes[at % bytes.count] ^= 1
            payloads[at % payloads.count] = SegmentPayload(
                number: payload.number, label: payload.label,
                content: .kept(salt: salt, bytes: bytes))
        case .entryGone, .cut: entries.remove(at: index)
        case .entriesSwapped: entries.swapAt(0, 1)
        case .entryTwice: entries.insert(entries[index], at: index)
        case .itemState, .receiptCases, .agendaLater, .receiptGone: break
        }
        return Segment(
            shard: segment.shard, anchor: segment.anchor, first: segment.first,
            time: segment.time, previous: segment.previous, entries: entries, payloads: payloads)
    }

    func items(_ query: ItemQuery) throws(StoreError) -> ItemPage {
        let page = try base.items(query)
        guard case .itemState = alteration else { return page }
        return ItemPage(
            items: page.items.map { row in
                guard row.id == item.id, row.kind == item.kind else { return row }
                return Item(
                    id: row.id, kind: row.kind, shard: row.shard, anchor: row.anchor,
                    caseID: row.caseID, account: row.account, state: row.state + "-not",
                    playbook: row.playbook, queue: row.queue,
                    scoreThousandths: row.scoreThousandths, opened: row.opened, due: row.due)
            }, next: page.next)
    }

    func receipts(after key: ReceiptKey?, limit: Int) throws(StoreError) -> [Receipt] {
        let rows = try base.receipts(after: key, limit: limit)
        switch alteration {
        case .receiptGone: return rows.filter { $0 != receipt }
        case .receiptCases:
            return rows.map { row in
                guard row == receipt else { return row }
                return Receipt(
                    source: row.source, id: row.id, digest: row.digest, place: row.place,
                    cases: row.cases + ["c1-1"])
            }
        default: return rows
        }
    }

    func agendas(after key: AgendaKey?, limit: Int) throws(StoreError) -> [Agenda] {
        var rows = try base.agendas(after: key, limit: limit)
        if case .agendaLater = alteration, key == nil, let first = rows.first {
            rows[0] = Agenda(
                shard: first.shard, anchor: first.anchor,
                due: first.due?.adding(milliseconds: 60_000))
        }
        return rows
    }

    // MARK: What is as it was

    func heads() throws(StoreError) -> [ChainHead] { try base.heads() }

    func receipt(source: String, id: String) throws(StoreError) -> Receipt? {
        try base.receipt(source: source, id: id)
    }

    func agenda(shard: Int, anchor: String) throws(StoreError) -> Agenda? {
        try base.agenda(shard: shard, anchor: anchor)
    }

    func item(kind: Item.Kind, id: String) throws(StoreError) -> Item? {
        try base.item(kind: kind, id: id)
    }

    func blob(_ digest: Digest) throws(StoreError) -> [UInt8]? { try base.blob(digest) }

    func answer(principal: String, path: String, key: String) throws(StoreError) -> KeptAnswer? {
        try base.answer(principal: principal, path: path, key: key)
    }

    func meta(_ key: String) throws(StoreError) -> String? { try base.meta(key) }

    func counts(now: Instant) throws(StoreError) -> StoreCounts { try base.counts(now: now) }
}
