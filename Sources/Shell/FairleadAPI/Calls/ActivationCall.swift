import FairleadAPITypes
import FairleadCanonical
import FairleadRuntime

/// A new version of the catalog, while cases are under way.
struct ActivationCall: Sendable {
    let services: APIServices

    func answer(_ call: APICall) async throws -> APIAnswer {
        guard let activation = services.activation else {
            throw Problem(503, "activation-unavailable", "no catalog comes into force here")
        }
        let digest = try await activation(call.body, call.viewer.principal)
        return APIAnswer(200, ["catalog": .string(digest.description)])
    }
}
