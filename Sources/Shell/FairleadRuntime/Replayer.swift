public import FEEL
public import FairleadCanonical
public import FairleadDomain
import FairleadEngine
public import FairleadPlaybook
public import FairleadStore

/// Derives every decision record again, from the store alone (design: invariant 3).
public struct Replayer {
    public struct Report: Sendable, Hashable {
        public var decisions = 0
        public var identical = 0
        public var purged = 0
        public var unsupported = 0
        /// Decisions that came out differently, and in what; in ledger order.
        public var different: [Difference] = []

        public var isClean: Bool { different.isEmpty }
    }

    public struct Difference: Sendable, Hashable {
        public let decision: String
        public let caseID: String
        public let place: EntryPlace
        /// `inputs`, `outputs`, `matched`, `labels` or `record`.
        public let part: String
    }

    private let governance: (Digest) -> Governance?
    /// For decisions that name no data of their own.
    private let zones: any ZoneData

    public init(governance: @escaping (Digest) -> Governance?, zones: any ZoneData) {
        self.governance = governance
        self.zones = zones
    }

    /// Replays all shards, or those decisions that belong to one case.
    public func run(_ store: some StoreReader, only caseID: String? = nil) throws -> Report {
        var report = Report()
        var archives: [Digest: ZoneArchive] = [:]
        let shards = caseID.flatMap(Self.shard).map { [$0] } ?? Array(0..<Shards.count)
        for shard in shards {
            var walk = ShardWalk(shard: shard)
            var purged: Set<String> = []
            try walk.run(
                store,
                before: { reader, mark, state in
                    guard let state else { return }
                    if reader.purged { purged.insert(state.anchor) }
                    guard reader.type == DecisionMade.type,
                        caseID == nil || reader.caseID == caseID
                    else { return }
                    try judge(
                        reader, mark, state, purged.contains(state.anchor), &report,
                        zones: { try archive($0, store, &archives) })
                })
        }
        return report
    }

    private func judge(
        _ reader: RecordReader, _ mark: Mark, _ state: AnchorState, _ isPurged: Bool,
        _ report: inout Report, zones: (Digest?) throws -> (any ZoneData)?
    ) throws {
        report.decisions += 1
        let named = reader.optionalText("zones").flatMap { Digest(hex: $0) }
        let data = try zones(named)
        switch try Engine.rederive(reader, from: state, governance, zones: { _ in data }) {
        case .identical: report.identical += 1
        case .purged: report.purged += 1
        case .unsupported: report.unsupported += 1
        case .differs(let part):
            // A fact that it stands on is gone: nothing can be said of it.
            if isPurged {
                report.purged += 1
                return
            }
            report.different.append(
                Difference(
                    decision: reader.optionalText("decision") ?? "",
                    caseID: reader.caseID ?? "", place: mark.place, part: part))
        }
    }

    /// The time-zone data that a decision was made with; nil: the store does not keep it.
    private func archive(
        _ digest: Digest?, _ store: some StoreReader, _ archives: inout [Digest: ZoneArchive]
    ) throws -> (any ZoneData)? {
        guard let digest else { return zones }
        if let known = archives[digest] { return known }
        guard let bytes = try store.blob(digest), let archive = try? ZoneArchive(bytes: bytes),
            archive.digest == digest
        else { return nil }
        archives[digest] = archive
        return archive
    }

    /// The shard that a case's id names.
    static func shard(of id: String) -> Int? {
        let parts = id.dropFirst().split(separator: "-")
        guard parts.count == 2, let shard = Int(parts[0]), (0..<Shards.count).contains(shard)
        else { return nil }
        return shard
    }
}
