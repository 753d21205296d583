import FairleadAPITypes
import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadStore

/// Cases, their timelines, the unified queue, and decisions.
struct CaseCalls: Sendable {
    let services: APIServices

    func answer(_ call: APICall) async throws -> APIAnswer {
        switch call.operation {
        case .listCases: try await list(call)
        case .getCase: try await get(call)
        case .getTimeline: try await timeline(call)
        default: try await queue(call)
        }
    }

    /// The rows' order, and the filter by queue, reveal what they are made from.
    private func query(_ call: APICall, _ kinds: [Item.Kind]) async throws -> ItemQuery {
        let paging = try call.paging()
        let mayOrder = services.views.mayOrder(by: "priority.score", call.viewer.sees)
        return ItemQuery(
            kinds: kinds, account: try await AccountFilter(services).account(call),
            playbook: call.query["playbook"], queue: call.query["queue"],
            order: mayOrder ? .priority : .key, limit: paging.limit, cursor: paging.cursor)
    }

    private func list(_ call: APICall) async throws -> APIAnswer {
        var query = try await query(call, [.case])
        if query.queue != nil, !services.views.mayOrder(by: "priority.queue", call.viewer.sees) {
            throw Problem(
                403, "filter-unseen", "filtering by a field needs the sight of it",
                ["place": "queue"])
        }
        if let state = call.query["state"] {
            guard Case.Status(rawValue: state) != nil else {
                throw Problem.malformed("state", "a case has no such state", place: "state")
            }
            query.states = [state]
        }
        let page = try services.store.items(query)
        var states = AnchorStates(services.host)
        var items: [JSON] = []
        for item in page.items {
            guard let state = await states.state(of: item), let matter = state.case(item.id)
            else { continue }
            items.append(services.views.summary(of: matter, in: state).answer(to: call.viewer.sees))
        }
        return .page(items, next: page.next)
    }

    private func get(_ call: APICall) async throws -> APIAnswer {
        let (state, matter) = try await find(call.parameter("id"))
        return APIAnswer(
            200, services.views.detail(of: matter, in: state).answer(to: call.viewer.sees))
    }

    private func find(_ id: String) async throws -> (AnchorState, CaseState) {
        guard let state = await services.host.state(of: id), let matter = state.case(id) else {
            throw Problem.notFound("case")
        }
        return (state, matter)
    }

    /// Entries of the case, and the receipts of the events that it joined.
    private func timeline(_ call: APICall) async throws -> APIAnswer {
        let (state, matter) = try await find(call.parameter("id"))
        let paging = try call.paging()
        let events = Set(matter.happened.map(\.place) + [matter.triggerPlace])
        let page = try EntryPages(store: services.store, views: services.views).page(
            shard: state.shard, anchor: state.anchor, cursor: paging.cursor, limit: paging.limit
        ) { place, caseID in
            caseID == matter.id || caseID == nil && events.contains(place)
        }
        return .page(page.entries.map { $0.answer(to: call.viewer.sees) }, next: page.next)
    }

    private static let openStates = ["gathering", "open", "waiting", "claimed"]

    private func queue(_ call: APICall) async throws -> APIAnswer {
        var kinds: [Item.Kind] = [.case]
        if call.viewer.may("tasks:read") { kinds.append(.task) }
        if call.viewer.may("approvals:read") { kinds.append(.approval) }
        if call.viewer.may("exceptions:read") { kinds.append(.exception) }
        if let wanted = call.query["kind"] {
            guard let kind = Item.Kind(rawValue: wanted) else {
                throw Problem.malformed("kind", "there is no such kind", place: "kind")
            }
            kinds = kinds.filter { $0 == kind }
        }
        if call.query["queue"] != nil,
            !services.views.mayOrder(by: "priority.queue", call.viewer.sees)
        {
            kinds.removeAll { $0 == .case }
        }
        if kinds.isEmpty { return .page([], next: nil) }
        var query = try await query(call, kinds)
        query.states = Self.openStates
        let page = try services.store.items(query)
        let registry = await services.host.registryState
        var states = AnchorStates(services.host)
        var rows: [JSON] = []
        for item in page.items {
            let row: LabelledJSON?
            if item.anchor == RegistryState.anchor {
                row = services.views.queueRow(item, in: registry)
            } else {
                row = await states.state(of: item).flatMap { services.views.queueRow(item, in: $0) }
            }
            if let row { rows.append(row.answer(to: call.viewer.sees)) }
        }
        return .page(rows, next: page.next)
    }

    func decision(_ call: APICall) async throws -> APIAnswer {
        let id = call.parameter("id")
        guard let state = await services.host.state(of: id) else {
            throw Problem.notFound("decision")
        }
        for matter in state.cases {
            guard let decision = matter.decisions.first(where: { $0.id == id }) else { continue }
            guard let segment = try services.store.segment(containing: decision.place) else {
                throw StoreError(.damaged, "entry \(decision.place) is missing")
            }
            let view = try services.views.decision(
                decision, of: matter, segment, zones: services.zones)
            return APIAnswer(200, view.answer(to: call.viewer.sees))
        }
        throw Problem.notFound("decision")
    }
}

/// States of a page's anchors, each asked for once.
struct AnchorStates {
    private let host: RuntimeHost
    private var known: [String: AnchorState] = [:]

    init(_ host: RuntimeHost) { self.host = host }

    mutating func state(of item: Item) async -> AnchorState? {
        if let state = known[item.anchor] { return state }
        let state = await host.state(shard: item.shard, anchor: item.anchor)
        known[item.anchor] = state
        return state
    }
}

/// Reads `?account=`: our own id, or `system/kind/id` by the crosswalk.
struct AccountFilter {
    private let services: APIServices

    init(_ services: APIServices) { self.services = services }

    func account(_ call: APICall) async throws(Problem) -> String? {
        guard let text = call.query["account"] else { return nil }
        return try await find(text, place: "account").id
    }

    func find(_ text: String, place: String) async throws(Problem) -> RegisteredAccount {
        let registry = await services.host.registryState
        if let account = registry.accounts[text] { return account }
        let parts = text.split(separator: "/", maxSplits: 2).map(String.init)
        if parts.count == 3 {
            let reference = ExternalReference(system: parts[0], kind: parts[1], id: parts[2])
            if let account = registry.account(of: [reference]) { return account }
        }
        throw Problem(404, "account-unknown", "there is no such account", ["place": .string(place)])
    }
}
