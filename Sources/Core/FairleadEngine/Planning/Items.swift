import FairleadCanonical
public import FairleadDomain
public import FairleadPlaybook

// The rows that people's lists are made of; they follow from the state.
extension AnchorState {
    /// The rows of one case: itself, its approvals, tasks and exceptions.
    public func items(of id: String) -> [Item] {
        guard let matter = self.case(id) else { return [] }
        let score = matter.scoreThousandths
        let queue = matter.queue
        func item(
            _ id: String, _ kind: Item.Kind, _ state: String, _ queue: String?,
            _ opened: Instant, _ due: Instant?
        ) -> Item {
            Item(
                id: id, kind: kind, shard: shard, anchor: anchor, caseID: matter.id,
                account: matter.account, state: state, playbook: matter.playbook, queue: queue,
                scoreThousandths: score, opened: opened, due: due)
        }
        let due = matter.clocks.filter { $0.stopped == nil }.compactMap(\.due).min()
        var items = [item(matter.id, .case, matter.shownStatus.rawValue, queue, matter.opened, due)]
        for approval in matter.approvals {
            items.append(
                item(
                    approval.id, .approval, approval.status.rawValue, approval.role,
                    approval.asked, approval.expires))
        }
        for task in matter.tasks {
            items.append(
                item(
                    task.id, .task, task.status.rawValue, task.queue, task.created, task.due))
        }
        for exception in matter.exceptions {
            items.append(
                item(
                    exception.id, .exception, exception.status.rawValue, exception.owner,
                    exception.raised, exception.due))
        }
        return items
    }

    /// The rows of what belongs to no case: the anchor stands where the case would.
    public var ownItems: [Item] {
        exceptions.map { exception in
            Item(
                id: exception.id, kind: .exception, shard: shard, anchor: anchor, caseID: anchor,
                account: nil, state: exception.status.rawValue, playbook: nil,
                queue: exception.owner, scoreThousandths: 0, opened: exception.raised,
                due: exception.due)
        }
    }

    /// What its cases add to the load of the queue.
    public var queueLoad: QueueLoad {
        cases.reduce(QueueLoad()) { $0.adding($1.queueLoad) }
    }

    /// All rows of the anchor.
    public var items: [Item] { cases.flatMap { items(of: $0.id) } + ownItems }
}

extension RegistryState {
    /// The rows of exceptions that concern no account.
    public var items: [Item] {
        exceptions.map { exception in
            Item(
                id: exception.id, kind: .exception, shard: Shards.registry,
                anchor: RegistryState.anchor, caseID: RegistryState.anchor, account: nil,
                state: exception.status.rawValue, playbook: nil, queue: exception.owner,
                scoreThousandths: 0, opened: exception.raised, due: nil)
        }
    }
}

extension Case {
    /// The activity whose value is the shared priority: `score`, its components, and a `queue`.
    public static let priorityActivity = "priority"
}

// Of the case as it is handed around, for a `Case` as such would be copied to be asked.
extension CaseState {
    /// `waiting` where only people, other systems or time can move it.
    public var shownStatus: Case.Status {
        guard self.status == .open else { return self.status }
        let waits =
            self.approvals.contains { $0.status == .open }
            || self.tasks.contains { $0.status == .open || $0.status == .claimed }
            || self.exceptions.contains { $0.status == .open }
        let moves =
            self.effects.contains { $0.status == .ready || $0.status == .attempting }
            || self.lookups.contains { $0.status == .ready || $0.status == .asked }
        return waits && !moves ? .waiting : .open
    }

    /// The shared priority in thousandths; 0 as long as it is not decided.
    public var scoreThousandths: Int64 {
        guard let text = self.values[Case.priorityActivity]?.value["score"]?.numberText else {
            return 0
        }
        return Self.thousandths(text)
    }

    /// What it adds to the load of the queue.
    public var queueLoad: QueueLoad {
        if isOver { return QueueLoad() }
        let isPromoted = QueueLoad.promotedThousandths.contains(scoreThousandths)
        return QueueLoad(open: 1, promoted: isPromoted ? 1 : 0)
    }

    public var queue: String? {
        self.values[Case.priorityActivity]?.value["queue"]?.stringValue
    }

    /// A plain decimal's thousandths, further digits cut off.
    static func thousandths(_ text: String) -> Int64 {
        let digits = text.utf8.drop { $0 == UInt8(ascii: "-") }
        let point = digits.firstIndex(of: UInt8(ascii: ".")) ?? digits.endIndex
        let whole = Int64(Substring(digits[..<point])) ?? 0
        var fraction: Int64 = 0
        var unit: Int64 = 100
        for digit in digits[point...].dropFirst().prefix(3) {
            guard case UInt8(ascii: "0")...UInt8(ascii: "9") = digit else {
                fraction = 0
                break
            }
            fraction += Int64(digit - UInt8(ascii: "0")) * unit
            unit /= 10
        }
        let (scaled, overflow) = whole.multipliedReportingOverflow(by: 1_000)
        let sum = overflow ? Int64.max / 2 : scaled + fraction
        return text.utf8.first == UInt8(ascii: "-") ? -sum : sum
    }
}
