public import FairleadDomain
public import FairleadLedger

// Rules that every store applies alike, and the words of their refusals.

extension Segment {
    /// Refuses a segment that does not follow this head in number and previous hash.
    public func checkFollows(_ head: ChainHead) throws(StoreError) {
        guard first == head.number + 1 else {
            throw StoreError(
                .conflict, "\(name) does not follow \(head.number), the last entry of its shard")
        }
        guard previous == head.hash else {
            throw StoreError(
                .conflict, "\(name) does not name the hash of entry \(head.number)")
        }
    }
}

extension Receipt {
    /// Whether this may stand in the place of a receipt with the same source and id.
    public func mayFollow(_ known: Receipt) -> Bool {
        digest == known.digest && place == known.place
    }
}

extension StoreError {
    public static func conflict(_ receipt: Receipt) -> StoreError {
        StoreError(
            .conflict,
            "the receipt at \(receipt.place) has a source and id that intake knows differently")
    }

    public static func notFound(_ purge: PayloadPurge) -> StoreError {
        StoreError(.notFound, "entry \(purge.place) has no payload \(purge.label)")
    }
}
