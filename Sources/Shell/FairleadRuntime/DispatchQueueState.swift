import FairleadDomain

/// What is under way outside, and what waits for room at its connector.
struct DispatchQueueState {
    struct Place: Hashable {
        let shard: Int
        let anchor: String
    }

    private var underWay: [String: String] = [:]
    private var counts: [String: Int] = [:]
    private var waiting: [String: [Place]] = [:]

    func isUnderWay(_ id: String) -> Bool { underWay[id] != nil }

    var underWayCount: Int { underWay.count }

    /// Takes a place at the work's connector; false: there is none, and the anchor is called
    /// when there is.
    mutating func take(_ work: WorkItem, shard: Int, anchor: String, _ max: Int) -> Bool {
        let connector = String(work.operation.prefix { $0 != "." })
        guard counts[connector, default: 0] < max else {
            let place = Place(shard: shard, anchor: anchor)
            if waiting[connector]?.last != place { waiting[connector, default: []].append(place) }
            return false
        }
        counts[connector, default: 0] += 1
        underWay[work.id] = connector
        return true
    }

    /// Frees a place; the anchors that may go on now.
    mutating func finish(_ id: String, _ max: Int) -> [Place] {
        guard let connector = underWay.removeValue(forKey: id) else { return [] }
        counts[connector, default: 1] -= 1
        guard var queue = waiting[connector], !queue.isEmpty else { return [] }
        let next = queue.removeFirst()
        waiting[connector] = queue
        return [next]
    }
}
