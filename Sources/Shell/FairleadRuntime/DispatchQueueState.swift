import FairleadDomain

/// What is under way outside, and what waits until it may leave: for room at its connector, or for
/// its group of operations to be asked again.
struct DispatchQueueState {
    struct Place: Hashable {
        let shard: Int
        let anchor: String
    }

    /// The groups of what is under way.
    private var underWay: [String: String] = [:]
    /// By connector.
    private var counts: [String: Int] = [:]
    /// By group, and in it by priority: the greater shares the more.
    private var waiting: [String: FairWaitingLine<Int, Place>] = [:]
    /// Groups in which somebody waits, by connector; whose turn it was stands last.
    private var groups: [String: [String]] = [:]
    /// How many places wait.
    private(set) var waitingCount = 0

    func isUnderWay(_ id: String) -> Bool { underWay[id] != nil }

    var underWayCount: Int { underWay.count }

    /// The group of what is under way.
    func group(of id: String) -> String? { underWay[id] }

    /// Whether the connector of a group has room.
    func hasRoom(_ group: String, _ max: Int) -> Bool {
        counts[group.connector, default: 0] < max
    }

    /// Takes a place that is there.
    mutating func take(_ id: String, for group: String) {
        counts[group.connector, default: 0] += 1
        underWay[id] = group
    }

    /// Frees a place; the connector that has room now.
    mutating func finish(_ id: String) -> String? {
        guard let group = underWay.removeValue(forKey: id) else { return nil }
        let connector = group.connector
        counts[connector, default: 1] -= 1
        return connector
    }

    /// An anchor is called when work for the group may leave.
    mutating func wait(_ place: Place, for group: String, weight: Int) {
        if waiting[group, default: FairWaitingLine()].isEmpty {
            groups[group.connector, default: []].append(group)
        }
        let isNew = waiting[group, default: FairWaitingLine()].appendIfNew(
            place, to: weight, weight: weight)
        if isNew { waitingCount += 1 }
    }

    /// How much more often than the least urgent work leaves that of a score in thousandths.
    static func weight(ofScore thousandths: Int64) -> Int {
        switch thousandths {
        case 90_000...: 8
        case 70_000...: 4
        case 40_000...: 2
        default: 1
        }
    }

    /// Whose turn it is among those that wait for a group.
    ///
    /// To be asked until there is none: an anchor that was called may want nothing any more, and
    /// whoever stands behind it must not wait for another place to become free.
    mutating func popWaiting(for group: String) -> Place? {
        guard let place = waiting[group]?.popFirst() else { return nil }
        waitingCount -= 1
        let connector = group.connector
        groups[connector]?.removeAll { $0 == group }
        if waiting[group]?.isEmpty == true {
            waiting[group] = nil
        } else {
            groups[connector]?.append(group)
        }
        if groups[connector]?.isEmpty == true { groups[connector] = nil }
        return place
    }

    /// Groups of a connector for which somebody waits, in the order of their turns.
    func groupsWaiting(for connector: String) -> [String] { groups[connector] ?? [] }

    var connectorsWaiting: [String] { groups.keys.sorted() }

    func waitingCount(for group: String) -> Int { waiting[group]?.count ?? 0 }
}
