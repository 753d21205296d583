import FairleadAPITypes
import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadStore

/// Tasks, approvals and exceptions; the open ones if nothing else is asked for.
struct WorkLists: Sendable {
    let services: APIServices

    func answer(_ call: APICall) async throws -> APIAnswer {
        let (kind, open, known) = Self.kind(of: call.operation)
        let paging = try call.paging()
        var states = open
        if let state = call.query["state"] {
            guard known.contains(state) else {
                throw Problem.malformed("state", "there is no such state here", place: "state")
            }
            states = [state]
        }
        let mayOrder = services.views.mayOrder(by: "priority.score", call.viewer.sees)
        let page = try services.store.items(
            ItemQuery(
                kinds: [kind], states: states,
                account: try await AccountFilter(services).account(call),
                queue: call.query["queue"], order: mayOrder ? .priority : .key,
                limit: paging.limit, cursor: paging.cursor))
        let filter = ExceptionFilter(code: call.query["code"])
        let assignee = try await assignee(call)
        let registry = await services.host.registryState
        var anchors = AnchorStates(services.host)
        var items: [JSON] = []
        for item in page.items {
            let view: LabelledJSON?
            if item.anchor == RegistryState.anchor {
                view = registry.exceptions.first { $0.id == item.id && filter.fits($0) }.map {
                    services.views.exception($0, caseID: nil)
                }
            } else {
                view = await anchors.state(of: item).flatMap {
                    filter.looksInside && !filter.fits(item, in: $0)
                        ? nil : self.view(of: item, in: $0, with: assignee)
                }
            }
            if let view { items.append(view.answer(to: call.viewer.sees)) }
        }
        return .page(items, next: page.next)
    }

    /// The id of the person whose tasks are asked for; a name is personal.
    private func assignee(_ call: APICall) async throws -> String? {
        guard let asked = call.query["assignee"] else { return nil }
        let viewer = call.viewer
        if asked == viewer.principal.name { return viewer.principal.id }
        let registry = await services.host.registryState
        if registry.tokens.values.contains(where: { $0.principal.id == asked }) { return asked }
        guard Labels(["personal"]).isSubset(of: viewer.sees) else {
            throw Problem(
                403, "filter-unseen", "filtering by a name needs the sight of it",
                ["place": "assignee"])
        }
        return Staff(registry).member(named: asked)?.id ?? asked
    }

    private static func kind(
        of operation: APIOperation
    ) -> (kind: Item.Kind, open: [String], known: [String]) {
        switch operation {
        case .listTasks:
            (.task, ["open", "claimed"], ["open", "claimed", "completed", "cancelled"])
        case .listApprovals:
            (.approval, ["open"], ["open", "granted", "refused", "expired", "withdrawn"])
        default: (.exception, ["open"], ["open", "resolved", "retried"])
        }
    }

    /// Nil: it is gone, or a task that nobody has, or another, where one person's are asked for.
    private func view(
        of item: Item, in state: AnchorState, with assignee: String?
    ) -> LabelledJSON? {
        let views = services.views
        guard let matter = state.case(item.caseID) else {
            return state.exceptions.first { $0.id == item.id }.map {
                views.exception($0, caseID: nil)
            }
        }
        switch item.kind {
        case .task:
            let task = matter.tasks.first { $0.id == item.id }
            if let assignee, (task?.by ?? task?.assignee) != assignee { return nil }
            return task.map { views.task($0, of: matter) }
        case .approval: return matter.approval(item.id).map { views.approval($0, of: matter) }
        default:
            return matter.exceptions.first { $0.id == item.id }.map {
                views.exception($0, caseID: matter.id)
            }
        }
    }
}
