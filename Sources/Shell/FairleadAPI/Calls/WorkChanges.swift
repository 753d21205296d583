import FairleadAPITypes
import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadStore

/// What people do with tasks, approvals, exceptions and cases.
struct WorkChanges: Sendable {
    let services: APIServices
    let keep: KeptAnswers

    func answer(_ call: APICall) async throws -> APIAnswer {
        let id = call.parameter("id")
        let members = try call.members()
        switch call.operation {
        case .claimTask: return try await change(.claimTask(id: id), id, call)
        case .completeTask:
            let note = try APICall.text("note", in: members) ?? ""
            guard let form = (members["form"] ?? [:]).objectValue else {
                throw Problem.malformed("member", "a form is an object", place: "form")
            }
            return try await change(.completeTask(id: id, note: note, form: form), id, call)
        case .releaseTask:
            return try await change(
                .releaseTask(id: id, reason: try call.reason(members)), id, call)
        case .assignTask, .delegateTask, .handOverTask:
            let how: TaskAssigned.How =
                switch call.operation {
                case .assignTask: .assigned
                case .delegateTask: .delegated
                default: .handedOver
                }
            let to = try APICall.text("to", in: members, bytesMax: 200) ?? ""
            return try await change(
                .assignTask(id: id, how: how, to: to, reason: try call.reason(members)), id,
                call)
        case .grantApproval, .refuseApproval:
            let command = Command.decideApproval(
                id: id, isGranted: call.operation == .grantApproval,
                reason: try call.reason(members))
            return try await change(command, id, call)
        case .splitCase:
            guard let entry = members["entry"].flatMap(EntryPlace.init(json:)) else {
                throw Problem.malformed(
                    "member", "an entry is {\"shard\": …, \"number\": …}", place: "entry")
            }
            return try await change(
                .splitCase(id: id, event: entry, reason: try call.reason(members)), id, call)
        case .mergeCase:
            let other = try APICall.text("into", in: members, bytesMax: 200) ?? ""
            return try await change(
                .mergeCase(id: id, into: other, reason: try call.reason(members)), id, call)
        default: return try await settle(id, members, call)
        }
    }

    private func settle(
        _ id: String, _ members: JSONObject, _ call: APICall
    ) async throws -> APIAnswer {
        let reason = try call.reason(members)
        let isRetry = call.operation == .retryException
        let item = try services.store.item(kind: .exception, id: id)
        if item?.anchor == RegistryState.anchor {
            let render = Changes.render(id)
            let reply = await services.host.registry(
                .settleException(id: id, reason: reason), by: call.viewer.principal,
                keep: keep.keep(render))
            return try Changes.answer(reply, id)
        }
        var choice: AccountChoice?
        if let text = try APICall.text("account", in: members, bytesMax: 512) {
            let account = try await AccountFilter(services).find(text, place: "account")
            choice = AccountChoice(
                account: account.id,
                claim: IdentityClaim(account: account.master, parent: nil, same: []))
        }
        return try await change(
            .settleException(id: id, retry: isRetry, reason: reason, account: choice), id, call)
    }

    private func change(
        _ command: Command, _ id: String, _ call: APICall
    ) async throws -> APIAnswer {
        let reply = await services.host.command(
            command, on: id, by: call.viewer.principal, keep: keep.keep(Changes.render(id)))
        return try Changes.answer(reply, id)
    }
}

/// How the answer to a change is written.
enum Changes {
    /// The id of what was changed, and the entry that says so; null where it was so already.
    static func answer(_ reply: RuntimeReply, _ id: String) throws(Problem) -> APIAnswer {
        let place = try reply.place()
        return APIAnswer(
            200, ["id": .string(id), "entry": place?.json ?? .null])
    }

    static func render(_ id: String) -> @Sendable (RuntimeReply) -> APIAnswer {
        { reply in
            do throws(Problem) {
                return try answer(reply, id)
            } catch {
                return APIAnswer(error, requestID: nil)
            }
        }
    }
}
