import FairleadDomain

/// What is under way outside, and what waits for room at its connector.
struct DispatchQueueState {
    struct Place: Hashable {
        let shard: Int
        let anchor: String
    }

    private var underWay: [String: String] = [:]
    private var counts: [String: Int] = [:]
    private var waiting: [String: WaitingLine<Place>] = [:]

    func isUnderWay(_ id: String) -> Bool { underWay[id] != nil }

    var underWayCount: Int { underWay.count }

    /// Takes a place at the work's connector; false: there is none, and the anchor is called
    /// when there is.
    mutating func take(_ work: WorkItem, shard: Int, anchor: String, _ max: Int) -> Bool {
        let connector = String(work.operation.prefix { $0 != "." })
        guard counts[connector, default: 0] < max else {
            let place = Place(shard: shard, anchor: anchor)
            waiting[connector, default: WaitingLine()].appendIfNew(place)
            return false
        }
        counts[connector, default: 0] += 1
        underWay[work.id] = connector
        return true
    }

    /// Frees a place; the connector that has room now.
    mutating func finish(_ id: String) -> String? {
        guard let connector = underWay.removeValue(forKey: id) else { return nil }
        counts[connector, default: 1] -= 1
        return connector
    }

    /// The next anchor that waits for a connector, as long as that has room.
    ///
    /// To be asked until there is none: an anchor that was called may want nothing any more, and
    /// whoever stands behind it must not wait for another place to become free.
    mutating func next(of connector: String, _ max: Int) -> Place? {
        guard counts[connector, default: 0] < max else { return nil }
        return waiting[connector]?.popFirst()
    }
}
