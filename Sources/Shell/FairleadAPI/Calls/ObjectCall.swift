import FairleadAPITypes
import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import FairleadStore

/// A business object in canonical form.
struct ObjectCall: Sendable {
    let services: APIServices

    func get(_ call: APICall) async throws -> APIAnswer {
        let type = call.parameter("type")
        let id = call.parameter("id")
        guard services.governance.schemas[type] != nil else {
            throw Problem.notFound("type of object")
        }
        let registry = await services.host.registryState
        if type == "account" {
            let account = try account(id, registry)
            return try await answer(call, type, account, ids: ids(of: account) + [id])
        }
        if let text = call.query["account"] {
            let account = try await AccountFilter(services).find(text, place: "account")
            return try await answer(call, type, account, ids: [id])
        }
        // The open cases first, as they come in the order of priority.
        let page = try services.store.items(
            ItemQuery(kinds: [.case], order: .key, limit: APILimits.objectSearchAnchorsMax))
        var states = AnchorStates(services.host)
        var seen: Set<String> = []
        for item in page.items where seen.insert(item.anchor).inserted {
            guard let state = await states.state(of: item) else { continue }
            let account = item.account.flatMap { registry.accounts[$0] }
            let view = services.views.object(
                type: type, id: id, ids: [id], account: account, in: state)
            if let view { return APIAnswer(200, view.answer(to: call.viewer.sees)) }
        }
        throw Problem(
            404, "object-unknown", "no case tells of such an object; name its account",
            ["place": "account"])
    }

    private func account(
        _ id: String, _ registry: RegistryState
    ) throws(Problem) -> RegisteredAccount {
        if let account = registry.accounts[id] { return account }
        let parts = id.split(separator: "/", maxSplits: 2).map(String.init)
        if parts.count == 3 {
            let reference = ExternalReference(system: parts[0], kind: parts[1], id: parts[2])
            if let account = registry.account(of: [reference]) { return account }
        }
        if let system = services.governance.identity {
            let reference = ExternalReference(system: system.system, kind: system.kind, id: id)
            if let account = registry.account(of: [reference]) { return account }
        }
        throw .notFound("account")
    }

    private func ids(of account: RegisteredAccount) -> [String] {
        [account.id, account.master.id] + account.references.map(\.id)
    }

    private func answer(
        _ call: APICall, _ type: String, _ account: RegisteredAccount, ids: [String]
    ) async throws -> APIAnswer {
        let state = await services.host.state(shard: account.shard, anchor: account.root)
        let view = state.flatMap {
            services.views.object(
                type: type, id: call.parameter("id"), ids: ids, account: account, in: $0)
        }
        guard let view else { throw Problem.notFound("object") }
        return APIAnswer(200, view.answer(to: call.viewer.sees))
    }
}
