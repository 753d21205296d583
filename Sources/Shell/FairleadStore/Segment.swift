public import FairleadCanonical
import FairleadDomain
public import FairleadLedger

/// What one step wrote to the ledger: consecutive entries of one shard, all of one anchor.
public struct Segment: Sendable, Hashable {
    public let shard: Int
    public let anchor: String
    /// The number of the first entry, from 1.
    public let first: Int64
    /// The time of the last entry.
    public let time: Instant
    /// The hash of the entry before the first; zeros before the first of a chain.
    public let previous: Digest
    /// In order; at least one.
    public let entries: [SegmentEntry]
    /// In the order of the entries, and within one in that of its `payloads`; each label once.
    public let payloads: [SegmentPayload]

    public init(
        shard: Int, anchor: String, first: Int64, time: Instant, previous: Digest,
        entries: [SegmentEntry], payloads: [SegmentPayload]
    ) {
        self.shard = shard
        self.anchor = anchor
        self.first = first
        self.time = time
        self.previous = previous
        self.entries = entries
        self.payloads = payloads
    }

    /// The segment of consecutive sealed entries of one shard; at least one.
    public init(anchor: String, sealed: [SealedEntry]) {
        precondition(!sealed.isEmpty, "a segment has at least one entry")
        let first = sealed[0].entry
        let last = sealed[sealed.count - 1]
        var payloads: [SegmentPayload] = []
        for entry in sealed {
            for payload in entry.payloads {
                payloads.append(
                    SegmentPayload(
                        number: entry.entry.place.number, label: payload.label,
                        content: .kept(salt: payload.salt, bytes: payload.bytes)))
            }
        }
        self.init(
            shard: first.place.shard, anchor: anchor, first: first.place.number,
            time: last.entry.time, previous: first.previous,
            entries: sealed.map { SegmentEntry(hash: $0.hash, bytes: $0.bytes) },
            payloads: payloads)
    }

    /// The number of the last entry.
    public var last: Int64 { first + Int64(entries.count) - 1 }

    /// The hash of the last entry.
    public var hash: Digest { entries.last?.hash ?? previous }

    /// The head of the shard's chain once this segment is on it.
    public var head: ChainHead { ChainHead(shard: shard, number: last, hash: hash, time: time) }

    /// An entry, or nil if it is not in this segment.
    public func entry(_ number: Int64) -> SegmentEntry? {
        guard number >= first, number <= last else { return nil }
        return entries[Int(number - first)]
    }

    /// The payloads of an entry.
    public func payloads(of number: Int64) -> [SegmentPayload] {
        payloads.filter { $0.number == number }
    }

    /// Its name in messages: shard, first and last entry.
    var name: String { "segment \(shard)/\(first)…\(last)" }
}

/// An entry as it is stored.
public struct SegmentEntry: Sendable, Hashable {
    /// As it was sealed; `verify` compares it with the bytes.
    public let hash: Digest
    /// The canonical bytes.
    public let bytes: [UInt8]

    public init(hash: Digest, bytes: [UInt8]) {
        self.hash = hash
        self.bytes = bytes
    }
}

/// A classified part of an entry, kept beside the chain, or the mark that it was purged.
public struct SegmentPayload: Sendable, Hashable {
    public enum Content: Sendable, Hashable {
        /// The salt of its digest, and its bytes.
        case kept(salt: Salt, bytes: [UInt8])
        case purged
    }

    /// The number of the entry that it belongs to.
    public let number: Int64
    /// The text of its labels, which names it within the entry.
    public let label: String
    public let content: Content

    public init(number: Int64, label: String, content: Content) {
        self.number = number
        self.label = label
        self.content = content
    }
}
