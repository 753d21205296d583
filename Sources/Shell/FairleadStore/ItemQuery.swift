public import FairleadDomain

/// A question for items: what they must be, in which order, and how many.
public struct ItemQuery: Sendable, Hashable {
    public enum Order: String, Sendable, Hashable, CaseIterable {
        /// The greatest score first; equal ones by id, then kind.
        case priority
        /// By kind, then id, as bytes.
        case key
    }

    /// Empty: of every kind.
    public var kinds: [Item.Kind]
    /// Empty: in every state.
    public var states: [String]
    public var account: String?
    public var playbook: String?
    public var queue: String?
    public var order: Order
    /// From 1 to 1,000.
    public var limit: Int
    /// `next` of the page before, of the same question.
    public var cursor: String?

    public init(
        kinds: [Item.Kind] = [], states: [String] = [], account: String? = nil,
        playbook: String? = nil, queue: String? = nil,
        order: Order = .priority, limit: Int = 100, cursor: String? = nil
    ) {
        self.kinds = kinds
        self.states = states
        self.account = account
        self.playbook = playbook
        self.queue = queue
        self.order = order
        self.limit = limit
        self.cursor = cursor
    }

    /// Refuses a limit or a list of states that is too great, and a cursor that is none.
    public func checkedCursor() throws(StoreError) -> ItemCursor? {
        guard limit >= 1, limit <= StoreLimits.pageRowsMax else {
            throw StoreError(
                .limit, "a page's items: \(limit), at least 1, at most \(StoreLimits.pageRowsMax)")
        }
        guard states.count <= StoreLimits.queryStatesMax else {
            throw StoreError(
                .limit, "a query's states: \(states.count), at most \(StoreLimits.queryStatesMax)")
        }
        return try cursor.map { text throws(StoreError) in
            try ItemCursor(text: text, order: order)
        }
    }
}

/// Items in the order that was asked for; `next` is nil at the end.
public struct ItemPage: Sendable, Hashable {
    public let items: [Item]
    public let next: String?

    public init(items: [Item], next: String?) {
        self.items = items
        self.next = next
    }

    /// The page of rows that were read with one more than its limit.
    public init(upTo limit: Int, of rows: [Item], order: ItemQuery.Order) {
        items = Array(rows.prefix(limit))
        next = rows.count > limit ? ItemCursor(after: rows[limit - 1], order: order).text : nil
    }
}

/// How many items of a kind are in a state.
public struct ItemCount: Sendable, Hashable {
    public let kind: Item.Kind
    public let state: String
    public let count: Int

    public init(kind: Item.Kind, state: String, count: Int) {
        self.kind = kind
        self.state = state
        self.count = count
    }
}

/// Figures for metrics.
public struct StoreCounts: Sendable, Hashable {
    /// Ledger entries of all shards.
    public let entries: Int64
    /// Sorted by kind, then state, as bytes.
    public let items: [ItemCount]
    /// Anchors for which something waits.
    public let agendas: Int
    /// Those of them that are due.
    public let agendasDue: Int

    public init(entries: Int64, items: [ItemCount], agendas: Int, agendasDue: Int) {
        self.entries = entries
        self.items = items
        self.agendas = agendas
        self.agendasDue = agendasDue
    }
}
