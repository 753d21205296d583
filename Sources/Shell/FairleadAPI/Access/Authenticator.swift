import FairleadAPITypes
import FairleadCanonical
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime

/// Finds out who asks.
struct Authenticator: Sendable {
    let services: APIServices

    /// The bearer, or the operator at the socket; throws 401 for anybody else. A revoked or
    /// expired token is nobody's, at once.
    func viewer(
        headers: [(name: String, value: String)], door: Door
    ) async throws(Problem) -> Viewer {
        let given = headers.filter { $0.name.lowercased() == "authorization" }
        guard let value = given.first?.value else {
            if door == .socket {
                return Viewer.machineOperator(roles: services.governance.roles)
            }
            throw Self.unknown("a bearer token is required")
        }
        let parts = value.split(separator: " ")
        guard given.count == 1, parts.count == 2, parts[0].lowercased() == "bearer",
            value.utf8.count <= APILimits.authorizationBytesMax
        else { throw Self.unknown("the Authorization header is not `Bearer TOKEN`") }
        let registry = await services.host.registryState
        guard let id = registry.tokenIDs[TokenSecret.digest(of: String(parts[1]))],
            let token = registry.tokens[id], token.isValid(at: services.time.now())
        else { throw Self.unknown("the token is not known, or not valid any more") }
        return Viewer(token, roles: services.governance.roles)
    }

    private static func unknown(_ detail: String) -> Problem {
        Problem(401, "unauthenticated", detail)
    }
}
