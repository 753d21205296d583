import FairleadCanonical

/// The shards of a store: 64 on every store, fixed when it is made.
public enum Shards {
    public static let count = 64
    /// Records that concern no case go here.
    public static let registry = 0

    /// The shard of an anchor, the same on every machine for ever.
    public static func shard(of anchor: String) -> Int {
        let digest = Digest.sha256(domain: .shard, Array(anchor.utf8))
        var number: UInt64 = 0
        for byte in digest.bytes.prefix(8) { number = number << 8 | UInt64(byte) }
        return Int(number % UInt64(count))
    }
}

extension DigestDomain {
    static let shard = DigestDomain("fairlead.shard.1")
}
