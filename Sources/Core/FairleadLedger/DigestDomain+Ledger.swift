import FairleadCanonical

// Fixed for ever, as the format is: Documentation/ledger-format.md.
extension DigestDomain {
    /// The canonical bytes of an entry: its hash, the next entry's `previous`.
    public static let ledgerEntry = DigestDomain("fairlead.ledger.entry.1")
    /// A salt and the bytes of a payload.
    public static let ledgerPayload = DigestDomain("fairlead.ledger.payload.1")
    /// A seed and a counter: a salt.
    public static let ledgerSalt = DigestDomain("fairlead.ledger.salt.1")
    /// The canonical bytes of a checkpoint less its signature: what is signed.
    public static let ledgerCheckpoint = DigestDomain("fairlead.ledger.checkpoint.1")
    /// A public key: its id.
    public static let ledgerKey = DigestDomain("fairlead.ledger.key.1")
}
