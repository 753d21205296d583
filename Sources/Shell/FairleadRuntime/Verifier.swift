public import FairleadCanonical
public import FairleadDomain
import FairleadEngine
public import FairleadLedger
public import FairleadPlaybook
public import FairleadStore

/// Checks chains, payloads and projections against each other (design: invariant 4). Chains are
/// independent of each other, so shards are walked on all cores.
public struct Verifier: Sendable {
    /// Something that is not as the ledger has it.
    public struct Finding: Sendable, Hashable {
        /// The entry, where the ledger itself is wrong.
        public let place: EntryPlace?
        /// What is wrong, naming the row where it is a projection.
        public let message: String
    }

    public struct Report: Sendable, Hashable {
        public var entries: Int64 = 0
        public var payloads: Int64 = 0
        public var purged: Int64 = 0
        /// The first of them is the first bad entry of its shard.
        public var findings: [Finding] = []

        public var isIntact: Bool { findings.isEmpty }
    }

    private let tenant: String
    private let governance: @Sendable (Digest) -> Governance?
    /// Findings beyond this number are counted out: the first ones tell the story.
    static let findingsMax = 100

    public init(tenant: String, governance: @escaping @Sendable (Digest) -> Governance?) {
        self.tenant = tenant
        self.governance = governance
    }

    public func run(
        _ store: some StoreReader & Sendable, checkpoint: Checkpoint? = nil
    ) throws -> Report {
        let heads = try store.heads()
        let shards = Parallel.map(Array(0..<Shards.count)) { shard in
            let head = heads.first { $0.shard == shard } ?? .empty(shard: shard)
            return verify(shard, head, store, checkpoint)
        }
        var report = Report()
        var expected = Expected()
        for (found, follows) in shards {
            report.add(found)
            expected.add(follows)
        }
        try check(expected.kept, store, &report)
        if report.findings.isEmpty { try compare(expected, store, &report) }
        report.findings = Array(report.findings.prefix(Self.findingsMax))
        return report
    }

    /// The projections as they follow from the ledger.
    private struct Expected: Sendable {
        var receipts: [ReceiptKey: Receipt] = [:]
        var items: [String: Item] = [:]
        var agendas: [AgendaKey: Agenda] = [:]
        /// What governed from which entry on: the store keeps it under its digest.
        var kept: [(CatalogActivated, EntryPlace)] = []

        /// Takes in what follows from a later shard.
        mutating func add(_ other: Expected) {
            receipts.merge(other.receipts) { $1 }
            items.merge(other.items) { $1 }
            agendas.merge(other.agendas) { $1 }
            kept += other.kept
        }
    }

    private func verify(
        _ shard: Int, _ head: ChainHead, _ store: some StoreReader, _ checkpoint: Checkpoint?
    ) -> (Report, Expected) {
        var report = Report()
        var expected = Expected()
        var chain = ChainVerifier(tenant: tenant, shard: shard, checkpoint: checkpoint)
        var walk = ShardWalk(shard: shard)
        do {
            try walk.run(
                store,
                segment: { segment in
                    for entry in segment.entries { check(entry, in: segment, &chain) }
                },
                before: { reader, mark, _ in
                    guard reader.type == CatalogActivated.type else { return }
                    expected.kept.append((try CatalogActivated(reader), mark.place))
                })
        } catch {
            report.findings.append(Finding(place: nil, message: "shard \(shard): \(error)"))
        }
        let checked = chain.finish()
        report.entries += Int64(checked.entryCount)
        report.payloads += Int64(checked.payloadCount)
        report.purged += Int64(checked.purgedCount)
        for finding in checked.findings {
            report.findings.append(Finding(place: finding.place, message: "\(finding.problem)"))
        }
        if checked.isIntact, checked.head.hash != head.hash {
            report.findings.append(
                Finding(
                    place: EntryPlace(shard: shard, number: head.number),
                    message: "the stored head of shard \(shard) is not its last entry"))
        }
        for receipt in walk.receipts { expected.receipts[ReceiptKey(receipt)] = receipt }
        for state in walk.anchors.values {
            for item in state.items { expected.items[item.id] = item }
            guard let due = state.due(governance) else { continue }
            let agenda = Agenda(shard: shard, anchor: state.anchor, due: due)
            expected.agendas[AgendaKey(agenda)] = agenda
        }
        for item in walk.registry.items { expected.items[item.id] = item }
        return (report, expected)
    }

    private func check(_ entry: SegmentEntry, in segment: Segment, _ chain: inout ChainVerifier) {
        let number = (try? Entry.parse(entry.bytes))?.place.number ?? 0
        chain.check(entry.bytes, hash: entry.hash) { payload in
            for stored in segment.payloads
            where stored.number == number && stored.label == payload.label {
                switch stored.content {
                case .purged: return .purged
                case .kept(let salt, let bytes): return .present(salt: salt.bytes, bytes: bytes)
                }
            }
            return .missing
        }
    }

    /// Without what governed nothing can be derived again. The bytes of a catalog are checked by
    /// whoever can read one; those of time-zone data are checked here.
    private func check(
        _ kept: [(CatalogActivated, EntryPlace)], _ store: some StoreReader,
        _ report: inout Report
    ) throws {
        var seen: Set<Digest> = []
        for (activated, place) in kept {
            func find(_ message: String) {
                report.findings.append(Finding(place: place, message: message))
            }
            let catalog = activated.catalog
            if seen.insert(catalog).inserted, try store.blob(catalog) == nil {
                find("the store lacks the catalog \(catalog)")
            }
            guard let zones = activated.zones, seen.insert(zones).inserted else { continue }
            guard let bytes = try store.blob(zones) else {
                find("the store lacks the time-zone data \(zones)")
                continue
            }
            if (try? ZoneArchive(bytes: bytes))?.digest != zones {
                find("the time-zone data \(zones) that the store keeps were altered")
            }
        }
    }

    private func compare(
        _ expected: Expected, _ store: some StoreReader, _ report: inout Report
    ) throws {
        try compareReceipts(expected.receipts, store, &report)
        try compareItems(expected.items, store, &report)
        try compareAgendas(expected.agendas, store, &report)
    }

    private func compareReceipts(
        _ expected: [ReceiptKey: Receipt], _ store: some StoreReader, _ report: inout Report
    ) throws {
        var missing = expected
        var after: ReceiptKey?
        repeat {
            let page = try store.receipts(after: after, limit: 1_000)
            for row in page where missing.removeValue(forKey: ReceiptKey(row)) != row {
                report.add("intake row \(row.source) \(row.id) does not follow from the ledger")
            }
            after = page.count == 1_000 ? page.last.map { ReceiptKey($0) } : nil
        } while after != nil
        for key in missing.keys.sorted(by: { ($0.source, $0.id) < ($1.source, $1.id) }) {
            report.add("intake row \(key.source) \(key.id) is missing")
        }
    }

    private func compareItems(
        _ expected: [String: Item], _ store: some StoreReader, _ report: inout Report
    ) throws {
        var missing = expected
        var cursor: String?
        repeat {
            let page = try store.items(ItemQuery(order: .key, limit: 1_000, cursor: cursor))
            for row in page.items where missing.removeValue(forKey: row.id) != row {
                report.add("\(row.kind.rawValue) row \(row.id) does not follow from the ledger")
            }
            cursor = page.next
        } while cursor != nil
        for id in missing.keys.sorted() { report.add("row \(id) is missing") }
    }

    private func compareAgendas(
        _ expected: [AgendaKey: Agenda], _ store: some StoreReader, _ report: inout Report
    ) throws {
        var missing = expected
        var after: AgendaKey?
        repeat {
            let page = try store.agendas(after: after, limit: 1_000)
            for row in page where missing.removeValue(forKey: AgendaKey(row)) != row {
                report.add("agenda of \(row.anchor) does not follow from the ledger")
            }
            after = page.count == 1_000 ? page.last.map { AgendaKey($0) } : nil
        } while after != nil
        for key in missing.keys.sorted(by: { ($0.shard, $0.anchor) < ($1.shard, $1.anchor) }) {
            report.add("agenda of \(key.anchor) is missing")
        }
    }
}

extension Verifier.Report {
    fileprivate mutating func add(_ message: String) {
        findings.append(Verifier.Finding(place: nil, message: message))
    }

    /// Takes in what was found in a later shard.
    fileprivate mutating func add(_ other: Verifier.Report) {
        entries += other.entries
        payloads += other.payloads
        purged += other.purged
        findings += other.findings
    }
}
