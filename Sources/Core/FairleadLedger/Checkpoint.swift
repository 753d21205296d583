import FairleadCanonical
import FairleadDomain

/// The heads of all chains at one moment, signed: kept elsewhere, it shows later whether a tail
/// was cut or a chain was computed anew.
///
/// A checkpoint comes from `sign` or from `parse`, which checks the signature: there is none
/// with a wrong one.
public struct Checkpoint: Sendable, Hashable {
    /// The version of the format.
    public static let version: Int64 = 1

    /// The head of one chain.
    public struct Chain: Sendable, Hashable {
        public let tenant: String
        public let head: ChainHead

        public init(tenant: String, head: ChainHead) {
            self.tenant = tenant
            self.head = head
        }

        func precedes(_ other: Chain) -> Bool {
            if tenant == other.tenant { return head.shard < other.head.shard }
            return tenant.precedesInUTF16(other.tenant)
        }
    }

    public let time: Instant
    /// The chains that have entries, sorted by tenant and shard.
    public let chains: [Chain]
    public let publicKey: CheckpointPublicKey
    /// 64 bytes.
    public let signature: [UInt8]

    /// Signs the heads. Chains without entries are left out: they hold nothing to lose.
    public static func sign(
        _ chains: [Chain], at time: Instant, with key: CheckpointKey
    ) throws(LedgerError) -> Checkpoint {
        let begun = chains.filter { $0.head.number > 0 }.sorted { $0.precedes($1) }
        let unsigned = Checkpoint(
            time: time, chains: begun, publicKey: key.publicKey, signature: [])
        try unsigned.checkChains()
        return Checkpoint(
            time: time, chains: begun, publicKey: key.publicKey,
            signature: try key.signature(of: unsigned.message))
    }

    /// Reads a checkpoint and checks its signature: with the trusted key, or, if none is given,
    /// with the key that it names itself, which shows only that it is whole.
    public static func parse(
        _ bytes: [UInt8], trusting key: CheckpointPublicKey?
    ) throws(LedgerError) -> Checkpoint {
        let checkpoint = try Checkpoint(try LedgerMembers(bytes, limits: limits))
        guard checkpoint.bytes == bytes else {
            throw LedgerError(.notCanonical, "", "the bytes are not in canonical form")
        }
        if let key, key != checkpoint.publicKey {
            throw LedgerError(.keyNotTrusted, "publicKey", "it is signed with another key")
        }
        guard
            checkpoint.publicKey.isSignature(checkpoint.signature, of: checkpoint.message)
        else {
            throw LedgerError(.signatureInvalid, "signature", "the signature is not valid")
        }
        return checkpoint
    }

    /// The head of a chain, or nil if it had no entries.
    public func head(tenant: String, shard: Int) -> ChainHead? {
        chains.first { $0.tenant == tenant && $0.head.shard == shard }?.head
    }

    /// The canonical bytes: the file.
    public var bytes: [UInt8] {
        write(signature: Hexadecimal.text(of: signature))
    }

    /// What is signed: the digest of the canonical bytes without the member `signature`.
    private var message: [UInt8] {
        Digest.sha256(domain: .ledgerCheckpoint, write(signature: nil)).bytes
    }
}

// MARK: - The bytes

extension Checkpoint {
    private static let limits = JSONLimits(documentBytesMax: LedgerLimits.checkpointBytesMax)
    private static let signatureByteCount = 64

    private init(_ members: LedgerMembers) throws(LedgerError) {
        guard try members.integer("v") == Self.version else {
            throw LedgerError(.unknownVersion, "v", "this release knows version 1 only")
        }
        guard let publicKey = CheckpointPublicKey(hex: try members.string("publicKey")) else {
            throw LedgerError(.memberInvalid, "publicKey", "not a public key")
        }
        guard let signature = Hexadecimal.bytes(of: try members.string("signature")),
            signature.count == Self.signatureByteCount
        else { throw LedgerError(.memberInvalid, "signature", "not a signature") }
        self.publicKey = publicKey
        self.signature = signature
        time = try members.instant("time")
        chains = try members.list("chains") { (chain) throws(LedgerError) in
            try chain.refuseOthers(than: ["hash", "number", "shard", "tenant", "time"])
            let place = try chain.place()
            return Chain(
                tenant: try chain.string("tenant"),
                head: ChainHead(
                    shard: place.shard, number: place.number, hash: try chain.digest("hash"),
                    time: try chain.instant("time")))
        }
        try members.refuseOthers(than: ["chains", "publicKey", "signature", "time", "v"])
        try checkChains()
    }

    private func checkChains() throws(LedgerError) {
        for (index, chain) in chains.enumerated() {
            guard (1...LedgerLimits.numberMax).contains(chain.head.number) else {
                throw LedgerError(
                    .memberInvalid, "chains[\(index)].number", "numbers start at 1")
            }
            guard index > 0 else { continue }
            guard chains[index - 1].precedes(chain) else {
                let isSame = !chain.precedes(chains[index - 1])
                throw LedgerError(
                    isSame ? .duplicate : .notCanonical, "chains[\(index)]",
                    "chains are sorted by tenant and shard, each once")
            }
        }
    }

    private func write(signature: String?) -> [UInt8] {
        var bytes = ByteWriter()
        bytes.append(#"{"chains":["#)
        for index in chains.indices {
            let head = chains[index].head
            bytes.append(index == 0 ? #"{"hash":""# : #",{"hash":""#)
            head.hash.writeHex(into: &bytes)
            bytes.append(#"","number":"#)
            JSON.write(head.number, into: &bytes)
            bytes.append(#","shard":"#)
            JSON.write(Int64(head.shard), into: &bytes)
            bytes.append(#","tenant":"#)
            JSON.write(chains[index].tenant, into: &bytes)
            bytes.append(#","time":""#)
            head.time.write(into: &bytes)
            bytes.append(#""}"#)
        }
        bytes.append(#"],"publicKey":"#)
        JSON.write(publicKey.hex, into: &bytes)
        if let signature {
            bytes.append(#","signature":"#)
            JSON.write(signature, into: &bytes)
        }
        bytes.append(#","time":""#)
        time.write(into: &bytes)
        bytes.append(#"","v":"#)
        JSON.write(Self.version, into: &bytes)
        bytes.append(UInt8(ascii: "}"))
        return bytes.bytes
    }
}
