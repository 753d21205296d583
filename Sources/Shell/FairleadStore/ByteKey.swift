/// A key of names, compared as bytes, as SQLite and Postgres compare them: `String` itself takes
/// different spellings of one character for the same.
struct ByteKey: Hashable, Comparable {
    private let bytes: [UInt8]

    init(_ parts: String...) {
        var bytes: [UInt8] = []
        for part in parts {
            bytes.append(contentsOf: part.utf8)
            // No name has a U+0000: so keys order as their parts do.
            bytes.append(0)
        }
        self.bytes = bytes
    }

    init(shard: Int, _ name: String) {
        bytes = [UInt8(shard)] + Array(name.utf8)
    }

    static func < (left: ByteKey, right: ByteKey) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}
