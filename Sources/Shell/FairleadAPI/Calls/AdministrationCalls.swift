import FairleadAPITypes
import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime

/// Tokens, and links of the crosswalk.
struct AdministrationCalls: Sendable {
    let services: APIServices
    let keep: KeptAnswers

    func answer(_ call: APICall) async throws -> APIAnswer {
        switch call.operation {
        case .listTokens:
            let tokens = await services.host.registryState.tokens.values
            return .page(
                tokens.sorted { ($0.issued, $0.id) < ($1.issued, $1.id) }.map {
                    services.views.token($0).answer(to: call.viewer.sees)
                }, next: nil)
        case .createToken: return try await issue(call)
        case .revokeToken:
            let id = call.parameter("id")
            return try await change(.revokeToken(id: id), id, call)
        default: return try await unlink(call)
        }
    }

    private func change(
        _ command: RegistryCommand, _ id: String, _ call: APICall
    ) async throws -> APIAnswer {
        let reply = await services.host.registry(
            command, by: call.viewer.principal, keep: keep.keep(Changes.render(id)))
        return try Changes.answer(reply, id)
    }

    private func unlink(_ call: APICall) async throws -> APIAnswer {
        let members = try call.members()
        let text = try APICall.text("reference", in: members, bytesMax: 512) ?? ""
        let parts = text.split(separator: "/", maxSplits: 2).map(String.init)
        guard parts.count == 3 else {
            throw Problem.malformed(
                "reference", "a reference is system/kind/id", place: "reference")
        }
        let reference = ExternalReference(system: parts[0], kind: parts[1], id: parts[2])
        return try await change(
            .unlink(reference, reason: try call.reason(members)), text, call)
    }

    private func issue(_ call: APICall) async throws -> APIAnswer {
        let secret = TokenSecret()
        let token = try TokenRequest(
            try call.members(), roles: services.governance.roles, now: call.now
        ).token(digest: secret.digest)
        // The kept answer has no secret: it is shown once.
        let reply = await services.host.registry(
            .issueToken(token), by: call.viewer.principal,
            keep: keep.keep { reply in
                do throws(Problem) {
                    return APIAnswer(201, Self.issued(try reply.place(), token, secret: nil))
                } catch {
                    return APIAnswer(error, requestID: nil)
                }
            })
        return APIAnswer(201, Self.issued(try reply.place(), token, secret: secret))
    }

    private static func issued(
        _ place: EntryPlace?, _ token: NewToken, secret: TokenSecret?
    ) -> JSON {
        var object = JSONObject()
        if let secret { object["token"] = .string(secret.text) }
        object["id"] = .string("k\(place?.shard ?? 0)-\(place?.number ?? 0)")
        object["expires"] = token.expires.map { .string($0.rfc3339) } ?? .null
        return .object(object)
    }
}
