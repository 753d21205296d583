import FairleadCanonical
import FairleadDomain
import FairleadLedger
import FairleadStore

// Rows as their queries in SQLiteReader name the columns.

extension Statement {
    func chainHead() throws(StoreError) -> ChainHead {
        let shard = Int(integer(0))
        guard (0..<StoreLimits.shardCount).contains(shard) else {
            throw StoreError(.damaged, "a chain head names shard \(shard)")
        }
        return ChainHead(
            shard: shard, number: integer(1), hash: try digest(2, of: "the head of shard \(shard)"),
            time: instant(3))
    }

    func receipt() throws(StoreError) -> Receipt {
        let place = EntryPlace(shard: Int(integer(3)), number: integer(4))
        return Receipt(
            source: text(0), id: text(1), digest: try digest(2, of: "the receipt of \(place)"),
            place: place,
            cases: text(5).split(separator: "\n").map(String.init))
    }

    func agenda() -> Agenda {
        Agenda(shard: Int(integer(0)), anchor: text(1), due: instant(2))
    }

    func segment() throws(StoreError) -> Segment {
        try Segment(
            shard: Int(integer(0)), anchor: text(1), first: integer(2), last: integer(3),
            time: instant(4), entries: raw(5), payloads: raw(6))
    }

    func item() throws(StoreError) -> Item {
        let id = text(0)
        return Item(
            id: id, kind: try itemKind(1, of: "item \(id)"), shard: Int(integer(2)),
            anchor: text(3), caseID: text(4), account: optionalText(5), state: text(6),
            playbook: optionalText(7), queue: optionalText(8), scoreThousandths: integer(9),
            opened: instant(10), due: optionalInstant(11))
    }

    func itemKind(_ column: Int32, of row: String) throws(StoreError) -> Item.Kind {
        guard let kind = Item.Kind(rawValue: text(column)) else {
            throw StoreError(.damaged, "\(row): it is of no kind that there is")
        }
        return kind
    }

    func digest(_ column: Int32, of row: String) throws(StoreError) -> Digest {
        guard let digest = Digest(bytes: raw(column)) else {
            throw StoreError(.damaged, "\(row): a digest has not \(Digest.byteCount) bytes")
        }
        return digest
    }
}
