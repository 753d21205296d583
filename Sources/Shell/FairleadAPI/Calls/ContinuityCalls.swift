import FairleadAPITypes
import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime

/// Which systems and models are down, and a person's word that one is, or is back.
struct ContinuityCalls: Sendable {
    let services: APIServices
    let keep: KeptAnswers

    func answer(_ call: APICall) async throws -> APIAnswer {
        if call.operation == .listContinuity {
            let states = await services.host.outflow
            return .page(
                states.map { services.views.outflow($0).answer(to: call.viewer.sees) },
                next: nil)
        }
        let members = try call.members()
        let subject = try APICall.text("subject", in: members, bytesMax: 512) ?? ""
        let reason = try call.reason(members)
        let command: RegistryCommand
        if call.operation == .declareContinuity {
            var until: Instant?
            if let text = try APICall.text("until", in: members, bytesMax: 64) {
                until = Instant(rfc3339: text)
                if until == nil {
                    throw Problem.malformed("member", "this is a time", place: "until")
                }
            }
            command = .declareContinuity(subject: subject, until: until, reason: reason)
        } else {
            command = .liftContinuity(subject: subject, reason: reason)
        }
        let reply = await services.host.registry(
            command, by: call.viewer.principal, keep: keep.keep(Changes.render(subject)))
        return try Changes.answer(reply, subject)
    }
}
