/// What a digest is of. Digests of different domains never meet, whatever the bytes.
///
/// Each module declares its own as static members of an extension; a tag once in use on a ledger
/// keeps its meaning for ever.
public struct DigestDomain: Sendable, Hashable {
    /// Printable ASCII, such as `fairlead.ledger.entry.1`.
    public let tag: String
    /// The tag with its length before it, as it is hashed.
    let prefix: [UInt8]

    /// A domain of one's own; a tag that is empty, too long or not printable ASCII is a
    /// programmer's mistake.
    public init(_ tag: String) {
        precondition((1...64).contains(tag.utf8.count), "a tag has 1 to 64 bytes")
        precondition(tag.utf8.allSatisfy { (0x21...0x7E).contains($0) }, "a tag is ASCII")
        self.tag = tag
        prefix = Digest.lengthPrefix(tag.utf8.count) + Array(tag.utf8)
    }
}
