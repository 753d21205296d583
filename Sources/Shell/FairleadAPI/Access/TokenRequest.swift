public import FairleadAPITypes
public import FairleadCanonical
public import FairleadDomain
public import FairleadEngine

/// A token as it is asked for, checked against the roles in force.
public struct TokenRequest: Sendable {
    private let principal: String
    private let kind: Principal.Kind
    private let roles: [String]
    private let scopes: [String]
    private let sources: [String]
    private let expires: Instant?

    static let nameBytesMax = 200
    /// The longest time that a token may be valid for.
    public static let daysMax: Int64 = 3_660

    /// Reads the members of `NewToken`; `expires` is a duration from now, such as `P90D`.
    public init(_ members: JSONObject, roles known: [String: Role], now: Instant) throws(Problem) {
        principal =
            try APICall.text("principal", in: members, bytesMax: Self.nameBytesMax) ?? ""
        guard !principal.isEmpty else {
            throw .malformed("member", "a token has a principal", place: "principal")
        }
        switch try APICall.text("kind", in: members) ?? "person" {
        case "person": kind = .person
        case "integration": kind = .integration
        default:
            throw .malformed("member", "a principal is a person or an integration", place: "kind")
        }
        roles = try APICall.texts("roles", in: members)
        guard !roles.isEmpty else {
            throw .malformed("member", "a token has a role", place: "roles")
        }
        for role in roles where known[role] == nil {
            throw .malformed(
                "role-unknown",
                "there is no such role; there are "
                    + known.keys.sorted().joined(separator: ", "), place: "roles")
        }
        scopes = try APICall.texts("scopes", in: members)
        let permissions = Set(roles.flatMap { known[$0]?.permissions ?? [] })
        for scope in scopes where !permissions.contains(scope) {
            throw .malformed(
                "scope-unknown", "its roles do not grant this: a scope only narrows",
                place: "scopes")
        }
        sources = try APICall.texts("sources", in: members)
        expires = try Self.expiry(members["expires"], now: now)
    }

    private static func expiry(_ value: JSON?, now: Instant) throws(Problem) -> Instant? {
        guard let value, !value.isNull else { return nil }
        guard let milliseconds = value.stringValue.flatMap(Self.milliseconds),
            milliseconds > 0, milliseconds <= daysMax * 86_400_000
        else {
            throw .malformed(
                "member", "this is a duration such as P90D or PT8H, at most \(daysMax) days",
                place: "expires")
        }
        return now.adding(milliseconds: milliseconds)
    }

    /// Days, hours, minutes and seconds of ISO 8601: `P90D`, `PT8H`, `P1DT12H`.
    static func milliseconds(_ text: String) -> Int64? {
        guard text.first == "P", text.utf8.count <= 32 else { return nil }
        var total: Int64 = 0
        var digits = ""
        var isTime = false
        var parts = 0
        for character in text.dropFirst() {
            if character.isASCII, character.isNumber {
                digits.append(character)
                continue
            }
            if character == "T", !isTime, digits.isEmpty {
                isTime = true
                continue
            }
            let unit: Int64? =
                switch character {
                case "D" where !isTime: 86_400_000
                case "H" where isTime: 3_600_000
                case "M" where isTime: 60_000
                case "S" where isTime: 1_000
                default: nil
                }
            guard let unit, let number = Int64(digits), number < 1_000_000 else { return nil }
            total += number * unit
            digits = ""
            parts += 1
        }
        return digits.isEmpty && parts > 0 ? total : nil
    }

    /// The token, known by the digest of its secret.
    public func token(digest: Digest) -> NewToken {
        NewToken(
            principal: principal, kind: kind, roles: roles, scopes: scopes, sources: sources,
            expires: expires, digest: digest)
    }
}
