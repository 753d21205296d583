import FairleadAPITypes
import FairleadCanonical
import FairleadConnector
import FairleadRuntime

/// A system's own webhooks.
struct HookCall: Sendable {
    let services: APIServices

    func post(_ call: APICall) async throws(Problem) -> APIAnswer {
        let name = call.parameter("connector")
        switch await services.receiver.hook(name, headers: call.headers, body: call.body) {
        case .accepted(let receipt):
            services.metrics.countEvents(1, duplicates: receipt.isDuplicate ? 1 : 0)
            return EventCalls.receipt([receipt])
        case .unknownConnector: throw .notFound("connector that takes webhooks")
        case .refused(let failure):
            throw Problem(
                401, "signature-" + failure.rawValue, "the signature is not believed")
        case .unavailable(let why):
            throw Problem(503, "webhook-unavailable", why, retryAfterSeconds: 60)
        case .overloaded: throw .overloaded
        }
    }
}
