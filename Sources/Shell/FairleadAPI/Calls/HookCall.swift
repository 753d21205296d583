import FairleadAPITypes
import FairleadCanonical
import FairleadConnector
import Logging

/// A system's own webhooks.
struct HookCall: Sendable {
    let services: APIServices

    func post(_ call: APICall) async throws -> APIAnswer {
        let name = call.parameter("connector")
        guard let definition = services.definitions.first(where: { $0.name == name }),
            let scheme = definition.webhook
        else { throw Problem.notFound("connector that takes webhooks") }
        var secrets: [[UInt8]] = []
        for reference in scheme.secrets {
            do {
                secrets.append(Array(try services.values.value(of: reference).utf8))
            } catch {
                services.logger.error(
                    "a webhook's secret is not there",
                    metadata: ["connector": "\(name)", "reference": "\(reference.text)"])
            }
        }
        guard !secrets.isEmpty else {
            throw Problem(
                503, "secret-missing", "the secret of this webhook is not configured",
                retryAfterSeconds: 60)
        }
        let failure = scheme.failure(
            headers: call.headers, body: call.body, secrets: secrets, now: call.now)
        if let failure {
            throw Problem(
                401, "signature-" + failure.rawValue, "the signature is not believed")
        }
        let received = EventMapper(definition).receive(call.body, now: call.now)
        do {
            return EventCalls.receipt(
                try await Receiver(services).take([received], of: definition))
        } catch is ReceiverBusy {
            throw Problem.overloaded
        }
    }
}
