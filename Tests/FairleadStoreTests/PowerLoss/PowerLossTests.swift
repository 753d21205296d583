import FairleadDomain
import FairleadLedger
import FairleadStore
import FairleadTesting
import Foundation
import Testing

@testable import FairleadStoreSQLite

/// The real store over a disk that loses its power: of what was not synchronised any part may be
/// there or not.
@Suite struct `A loss of power` {
    /// Losses that are tried in one run of commits.
    private static let lossesMax = 100
    private static let commitsMax = 60

    @Test(.requirement("S0.30", part: "what was acknowledged outlives a loss of power"))
    func `nothing that was acknowledged is lost, and no commit is there in part`() throws {
        var generator = SeededGenerator(seed: 41)
        let run = try Run(&generator)
        var lost = 0
        for _ in 0..<Self.lossesMax {
            lost += try run.survives(isHonest: true, &generator) ? 0 : 1
        }
        #expect(
            lost == 0, "\(lost) of \(Self.lossesMax) losses of power lost what was acknowledged")
    }

    @Test func `what is not synchronised is lost, or this test would prove nothing`() throws {
        var generator = SeededGenerator(seed: 43)
        let run = try Run(&generator)
        var lost = 0
        for _ in 0..<Self.lossesMax {
            lost += try run.survives(isHonest: false, &generator) ? 0 : 1
        }
        #expect(lost > Self.lossesMax / 2, "only \(lost) of \(Self.lossesMax) lost anything")
    }

    /// A store that took commits, and all that happened to its disk.
    private struct Run {
        let events: [WatchedDisk.Event]
        /// The heads of the chains after each commit.
        let heads: [[ChainHead]]
        private let name = "store.db"

        init(_ generator: inout SeededGenerator) throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let disk = WatchedDisk(folder: folder.path(""))
            WatchingVFS.watch(disk)
            defer { WatchingVFS.forget(disk) }
            let store = try Run.store(folder.path(name))
            var sample = LedgerSample()
            var heads = [sample.heads]
            for number in 1...commitsMax {
                var batch = CommitBatch()
                for _ in 0..<Int.random(in: 1...6, using: &generator) {
                    let shard = Int.random(in: 0..<8, using: &generator)
                    batch.segments.append(
                        try sample.segment(
                            shard: shard, anchor: "anchor \(shard)",
                            entries: Int.random(in: 1...8, using: &generator), payloads: 2))
                }
                batch.receipts = [LedgerSample.receipt("/billing", "event \(number)")]
                batch.items = [LedgerSample.item("c3-\(number)", account: "account \(number % 7)")]
                batch.agendas = [LedgerSample.agenda("anchor \(number)", due: Int64(number))]
                disk.append(.mark(.begun(commit: number)))
                try store.commit(batch)
                disk.append(.mark(.returned(commit: number)))
                heads.append(sample.heads)
            }
            store.close()
            events = disk.events
            self.heads = heads
        }

        private static func store(_ path: String) throws -> SQLiteStore {
            try SQLiteStore(
                path: path, tenant: LedgerSample.tenant, created: LedgerSample.start,
                // The log is moved and begun anew many times in a run.
                log: LogLimits(stepPages: 16, anewPages: 64, waitPages: 256))
        }

        /// Cuts the power at some moment after the first commit, and opens what is left.
        func survives(
            isHonest: Bool, _ generator: inout SeededGenerator
        ) throws -> Bool {
            let first =
                events.firstIndex {
                    if case .mark(.returned(commit: 1)) = $0 { true } else { false }
                } ?? 0
            let end = Int.random(in: first..<events.count, using: &generator)
            var begun = 0
            var returned = 0
            for event in events[...end] {
                if case .mark(.begun(let commit)) = event { begun = commit }
                if case .mark(.returned(let commit)) = event { returned = commit }
            }
            let remains = WatchedDisk.remains(
                of: events[...end], isHonest: isHonest, &generator)
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            for (file, bytes) in remains {
                let name = URL(fileURLWithPath: file).lastPathComponent
                try Data(bytes).write(to: URL(fileURLWithPath: folder.path(name)))
            }
            guard let store = try? Run.store(folder.path(name)) else { return false }
            defer { store.close() }
            return (try? holds(store, from: returned, through: begun)) ?? false
        }

        /// Whether it holds exactly the commits up to one of these.
        private func holds(
            _ store: SQLiteStore, from first: Int, through last: Int
        ) throws -> Bool {
            let found = try store.heads()
            guard let commit = (first...last).first(where: { heads[$0] == found }) else {
                return false
            }
            for number in 1...commit + 1 {
                let receipt = try store.receipt(source: "/billing", id: "event \(number)")
                guard (receipt != nil) == (number <= commit) else { return false }
            }
            let items = try store.items(ItemQuery(order: .key, limit: 500)).items
            guard items.count == commit else { return false }
            for head in found where head.number > 0 {
                let segment = try store.segment(
                    containing: EntryPlace(shard: head.shard, number: head.number))
                guard segment?.head == head else { return false }
            }
            return true
        }
    }
}
