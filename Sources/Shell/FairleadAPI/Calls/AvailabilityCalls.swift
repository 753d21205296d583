import FairleadAPITypes
import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime

/// Who is away, and who stands in for whom.
struct AvailabilityCalls: Sendable {
    let services: APIServices
    let keep: KeptAnswers

    static let nameBytesMax = 200

    func answer(_ call: APICall) async throws -> APIAnswer {
        switch call.operation {
        case .listAvailability:
            let registry = await services.host.registryState
            let staff = Staff(registry)
            let open = registry.availabilities.filter { call.now < $0.until }
            return .page(
                open.map {
                    services.views.availability($0, staff).answer(to: call.viewer.sees)
                }, next: nil)
        case .setAvailability: return try await set(call)
        default:
            let id = call.parameter("id")
            let reply = await services.host.registry(
                .endAvailability(id: id), by: call.viewer.principal,
                keep: keep.keep(Changes.render(id)))
            return try Changes.answer(reply, id)
        }
    }

    private func set(_ call: APICall) async throws -> APIAnswer {
        let members = try call.members()
        let isAway = members["away"]
        guard isAway == nil || isAway?.boolValue != nil else {
            throw Problem.malformed("member", "this is true or false", place: "away")
        }
        guard let until = try Self.time("until", in: members) else {
            throw Problem.malformed("member-missing", "this member is required", place: "until")
        }
        let wanted = NewAvailability(
            from: try Self.time("from", in: members), until: until,
            isAway: isAway?.boolValue ?? false,
            delegate: try APICall.text("delegate", in: members, bytesMax: Self.nameBytesMax),
            reason: try call.reason(members))
        let reply = await services.host.registry(
            .setAvailability(wanted), by: call.viewer.principal, keep: keep.keep(Self.render))
        return try Self.answer(reply)
    }

    private static func time(_ name: String, in members: JSONObject) throws(Problem) -> Instant? {
        guard let value = members[name] else { return nil }
        guard let time = value.stringValue.flatMap({ Instant(rfc3339: $0) }) else {
            throw .malformed(
                "member", "this is a time such as 2026-11-20T09:30:00Z", place: name)
        }
        return time
    }

    private static func answer(_ reply: RuntimeReply) throws(Problem) -> APIAnswer {
        let place = try reply.place()
        return APIAnswer(
            201,
            [
                "id": .string("v\(place?.shard ?? 0)-\(place?.number ?? 0)"),
                "entry": place?.json ?? .null,
            ])
    }

    private static let render: @Sendable (RuntimeReply) -> APIAnswer = { reply in
        do throws(Problem) {
            return try answer(reply)
        } catch {
            return APIAnswer(error, requestID: nil)
        }
    }
}
