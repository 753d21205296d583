import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadStore

// What the unified queue holds, kept in mind as cases change.
extension Runtime {
    private static let openStates = Case.Status.allCases
        .filter { $0 != .closed && $0 != .merged }.map(\.rawValue)

    /// Counts the queue as the store has it.
    static func queueLoad(in store: some StoreReader) throws -> QueueLoad {
        var load = QueueLoad()
        for count in try store.counts(now: Instant.earliest).items
        where count.kind == .case && openStates.contains(count.state) {
            load.open += count.count
        }
        var cursor: String?
        repeat {
            let page = try store.items(
                ItemQuery(kinds: [.case], states: openStates, limit: 1_000, cursor: cursor))
            load.promoted += page.items.count {
                QueueLoad.promotedThousandths.contains($0.scoreThousandths)
            }
            // The greatest scores come first: below the band there is nothing to count.
            let least = page.items.last?.scoreThousandths ?? 0
            cursor = least < QueueLoad.promotedThousandths.lowerBound ? nil : page.next
        } while cursor != nil
        return load
    }

    /// Counts the open tasks of people as the store has them; only where the catalog assigns any.
    static func taskLoad(in store: any Store) throws -> [String: Int] {
        var load: [String: Int] = [:]
        var seen: Set<String> = []
        var cursor: String?
        repeat {
            let page = try store.items(
                ItemQuery(
                    kinds: [.task], states: ["open", "claimed"], limit: 1_000, cursor: cursor))
            let loads = Parallel.map(page.items.filter { seen.insert($0.anchor).inserted }) {
                item in
                Result {
                    try AnchorState.rebuilt(item.anchor, in: item.shard, from: store).taskLoad
                }
            }
            for part in loads { load.merge(try part.get(), uniquingKeysWith: +) }
            cursor = page.next
        } while cursor != nil
        return load
    }
}
