import FairleadCanonical
import FairleadDomain
import FairleadLedger

/// How far a reader has come in each shard; as text it is opaque to others.
struct StreamVector: Sendable, Hashable {
    /// The last entry seen, by shard.
    private(set) var numbers: [Int64]

    init(_ heads: [ChainHead]) {
        numbers = [Int64](repeating: 0, count: Shards.count)
        for head in heads { numbers[head.shard] = head.number }
    }

    /// Reads what `text` wrote; nil if it is anything else.
    init?(text: String) {
        guard text.utf8.count <= 4_096, let bytes = Base64.decode(text) else { return nil }
        numbers = [Int64](repeating: 0, count: Shards.count)
        if bytes.isEmpty { return }
        for part in String(decoding: bytes, as: UTF8.self).split(
            separator: ",", omittingEmptySubsequences: false)
        {
            let pair = part.split(separator: ".", omittingEmptySubsequences: false)
            guard pair.count == 2, let shard = Int(pair[0]), let number = Int64(pair[1]),
                numbers.indices.contains(shard), number > 0
            else { return nil }
            numbers[shard] = number
        }
    }

    /// Shards without entries are left out.
    var text: String {
        let parts = numbers.enumerated().filter { $0.element > 0 }.map {
            "\($0.offset).\($0.element)"
        }
        return Base64.encode(Array(parts.joined(separator: ",").utf8))
    }

    mutating func see(_ place: EntryPlace) { numbers[place.shard] = place.number }
}
