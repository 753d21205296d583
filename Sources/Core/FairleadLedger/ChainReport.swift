/// What verification found in one chain.
public struct ChainReport: Sendable, Hashable {
    /// So many findings are kept; the rest are counted.
    public static let findingsMax = 100

    public let tenant: String
    public let shard: Int
    /// Entries read, sound or not.
    public internal(set) var entryCount: Int64 = 0
    /// Payloads that are there and have their digest.
    public internal(set) var payloadCount: Int64 = 0
    /// Payloads that retention took out.
    public internal(set) var purgedCount: Int64 = 0
    /// All findings, those not kept too.
    public internal(set) var findingCount: Int64 = 0
    /// The first findings, in the order of the chain.
    public internal(set) var findings: [LedgerFinding] = []
    /// The head, as far as the chain is sound.
    public internal(set) var head: ChainHead

    init(tenant: String, shard: Int) {
        self.tenant = tenant
        self.shard = shard
        head = .empty(shard: shard)
    }

    /// Whether nothing is wrong.
    public var isIntact: Bool { findingCount == 0 }

    /// The first thing that is wrong.
    public var first: LedgerFinding? { findings.first }

    mutating func add(_ finding: LedgerFinding) {
        findingCount += 1
        if findings.count < Self.findingsMax { findings.append(finding) }
    }
}
