import FairleadCanonical

/// When which anchor has something to do: a binary heap by time. An entry may be stale; the
/// anchor's state says what is really due.
struct WakeQueue {
    struct Entry {
        let due: Instant
        let shard: Int
        let anchor: String
    }

    private var heap: [Entry] = []
    /// The earliest time queued for each anchor, so that none is queued over and over.
    private var queued: [String: Instant] = [:]

    var next: Instant? { heap.first?.due }

    mutating func push(_ due: Instant, shard: Int, anchor: String) {
        if let known = queued[anchor], known <= due { return }
        queued[anchor] = due
        heap.append(Entry(due: due, shard: shard, anchor: anchor))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].due < heap[parent].due else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the earliest entry that is due.
    mutating func pop(dueBy now: Instant) -> Entry? {
        guard let first = heap.first, first.due <= now else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if heap[child].due < heap[least].due { least = child }
            }
            if least == parent { break }
            heap.swapAt(parent, least)
            parent = least
        }
        if let known = queued[first.anchor], known >= first.due { queued[first.anchor] = nil }
        return first
    }
}
