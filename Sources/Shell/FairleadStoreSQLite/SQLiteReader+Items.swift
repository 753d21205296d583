import FairleadDomain
import FairleadStore

extension SQLiteReader {
    private static let columns = """
        SELECT id, kind, shard, anchor, case_id, account, state, playbook, queue, score, opened, due
        """

    func item(kind: Item.Kind, id: String) throws(StoreError) -> Item? {
        try connection.rows(
            composed: "\(Self.columns) FROM item WHERE tenant = ?1 AND kind = ?2 AND id = ?3"
        ) {
            $0.bind(1, tenant)
            $0.bind(2, kind.rawValue)
            $0.bind(3, id)
        } read: { (row) throws(StoreError) in
            try row.item()
        }.first
    }

    func items(_ query: ItemQuery) throws(StoreError) -> ItemPage {
        let cursor = try query.checkedCursor()
        let branches = try branches(of: query)
        if branches.isEmpty { return ItemPage(items: [], next: nil) }
        var parameters: [Parameter] = [.text(tenant)]
        // SQLite merges branches that come in order from an index, row by row, and stops at the
        // limit: so a page costs what it holds, and not what its states hold.
        let selects = branches.map { branch in
            select(branch, query, cursor, &parameters)
        }
        let order =
            switch query.order {
            case .priority: "score DESC, id, kind"
            case .key: "kind, id"
            }
        parameters.append(.integer(Int64(query.limit + 1)))
        let sql =
            selects.joined(separator: " UNION ALL ")
            + " ORDER BY \(order) LIMIT ?\(parameters.count)"
        let rows = try connection.rows(composed: sql) { statement in
            for (index, parameter) in parameters.enumerated() {
                switch parameter {
                case .text(let text): statement.bind(Int32(index + 1), text)
                case .integer(let integer): statement.bind(Int32(index + 1), integer)
                }
            }
        } read: { (row) throws(StoreError) in
            try row.item()
        }
        return ItemPage(upTo: query.limit, of: rows, order: query.order)
    }

    private enum Parameter {
        case text(String)
        case integer(Int64)
    }

    /// One kind, and one state of it, or any.
    private struct Branch {
        let kind: Item.Kind
        let state: String?
    }

    private func branches(of query: ItemQuery) throws(StoreError) -> [Branch] {
        var branches: [Branch] = []
        for kind in Item.Kind.allCases where query.kinds.isEmpty || query.kinds.contains(kind) {
            if query.order == .key && query.states.isEmpty {
                branches.append(Branch(kind: kind, state: nil))
                continue
            }
            // As bytes, and each once: a state named twice gives its items once.
            let states = query.states.isEmpty ? try self.states(of: kind) : query.states
            var seen: Set<[UInt8]> = []
            for state in states where seen.insert(Array(state.utf8)).inserted {
                branches.append(Branch(kind: kind, state: state))
            }
        }
        return branches
    }

    /// The states in which there are items of a kind: a few steps in the index, not a scan.
    private func states(of kind: Item.Kind) throws(StoreError) -> [String] {
        try connection.rows(
            """
            WITH RECURSIVE found(state) AS (
                SELECT min(state) FROM item WHERE tenant = ?1 AND kind = ?2
                UNION ALL
                SELECT (SELECT min(state) FROM item
                    WHERE tenant = ?1 AND kind = ?2 AND state > found.state)
                FROM found WHERE found.state IS NOT NULL)
            SELECT state FROM found WHERE state IS NOT NULL
            """
        ) {
            $0.bind(1, tenant)
            $0.bind(2, kind.rawValue)
        } read: { (row) throws(StoreError) in
            row.text(0)
        }
    }

    private func select(
        _ branch: Branch, _ query: ItemQuery, _ cursor: ItemCursor?,
        _ parameters: inout [Parameter]
    ) -> String {
        func bound(_ value: Parameter) -> String {
            parameters.append(value)
            return "?\(parameters.count)"
        }
        var conditions = ["tenant = ?1", "kind = \(bound(.text(branch.kind.rawValue)))"]
        let filters = [
            ("state", branch.state), ("account", query.account), ("playbook", query.playbook),
            ("queue", query.queue),
        ]
        for (column, value) in filters {
            guard let value else { continue }
            conditions.append("\(column) = \(bound(.text(value)))")
        }
        if let cursor {
            let kind = bound(.text(cursor.kind.rawValue))
            let id = bound(.text(cursor.id))
            switch cursor.order {
            case .priority:
                let score = bound(.integer(cursor.scoreThousandths))
                conditions.append("score <= \(score)")
                conditions.append("(score < \(score) OR (id, kind) > (\(id), \(kind)))")
            case .key:
                conditions.append("(kind, id) > (\(kind), \(id))")
            }
        }
        return "\(Self.columns) FROM item \(index(for: query)) WHERE "
            + conditions.joined(separator: " AND ")
    }

    /// The index is named, for the planner has no statistics: it would take the one with the
    /// most equal columns and walk through all open items for the three of an account.
    private func index(for query: ItemQuery) -> String {
        if query.account != nil { return "INDEXED BY item_by_account" }
        if query.queue != nil { return "INDEXED BY item_by_queue" }
        return query.order == .priority ? "INDEXED BY item_by_priority" : ""
    }
}
