import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import Testing

/// People with tokens, as the registry of a world knows them.
struct People {
    let world: RuntimeWorld

    func person(_ name: String, _ roles: String...) throws -> Principal {
        let token = NewToken(
            principal: name, kind: .person, roles: roles, scopes: [], sources: [],
            expires: nil, digest: Digest.sha256(domain: DigestDomain("test"), Array(name.utf8)))
        _ = try world.registry(.issueToken(token), by: .system)
        let id = try #require(world.runtime.registry.person(name))
        return Principal(id: id, name: name, kind: .person, roles: roles)
    }

    func lend(
        _ lender: Principal, to delegate: String?, hours: Int64 = 24, after: Int64 = 0,
        away: Bool = false
    ) throws -> RuntimeReply {
        let from = world.now.adding(milliseconds: after * 3_600_000)
        return try world.registry(
            .setAvailability(
                NewAvailability(
                    from: from, until: from.adding(milliseconds: hours * 3_600_000),
                    isAway: away, delegate: delegate, reason: "holiday")), by: lender)
    }
}
